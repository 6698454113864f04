import { fail, ok, type AuditEntry, type Limits, type UserId, type AdminHandlers } from '@ringback/protocol';
import type { AuditLog } from '../../moderation/auditLog.ts';
import type { StoredAuditRow } from '../../moderation/auditLogSql.ts';
import type { WorkBudget } from '../../platform/load/workBudget.ts';
import { unknownUser, type HostPeople } from './hostPeople.ts';

export interface RecordCommandDeps {
  readonly people: HostPeople;
  readonly audit: AuditLog;
  readonly budget: WorkBudget;
  readonly limits: Limits;
  /** What is stored about a user, as JSON; undefined for an unknown one. */
  readonly exportData: (userId: UserId) => Promise<string | undefined>;
}

const pageSize = 200;
/** Users with the emptiest budgets in one answer. */
const topUsers = 10;

/** The commands that only read what the server has recorded. */
export function recordCommands({
  people,
  audit,
  budget,
  limits,
  exportData,
}: RecordCommandDeps): Pick<AdminHandlers, 'audit' | 'limits' | 'export'> {
  return {
    audit: async ({ days, user, after }) => {
      const before = after === undefined ? undefined : Number(after);
      if (before !== undefined && !Number.isSafeInteger(before)) return fail('badRequest');
      const person = user === undefined ? undefined : await people.find(user);
      if (user !== undefined && person === undefined) return unknownUser;
      const rows = await audit.page({ days, before, userId: person?.id, limit: pageSize });
      const last = rows.length === pageSize ? rows.at(-1) : undefined;
      return ok({ entries: rows.map(asEntry), ...(last !== undefined && { next: String(last.id) }) });
    },
    export: ({ user }) =>
      people.with(user, async (person) => {
        const json = await exportData(person.id);
        if (json === undefined) return unknownUser;
        audit.record({ kind: 'adminExported', userId: person.id });
        return ok({ person, json });
      }),
    limits: () => Promise.resolve(ok({ limits, top: budget.busiestUsers(topUsers) })),
  };
}

function asEntry({ id, at, kind, userId, addressHash, count }: StoredAuditRow): AuditEntry {
  return {
    id,
    at,
    kind,
    ...(userId !== null && { userId }),
    ...(addressHash !== null && { address: addressHash }),
    count,
  };
}
