import { fail, ok, type AdminReport, type AdminHandlers } from '@ringback/protocol';
import * as v from 'valibot';
import { StoredMessages } from '../../moderation/releasedReportsSql.ts';
import type { AuditLog } from '../../moderation/auditLog.ts';
import type { ReportOperations, ReportRow } from '../../reports/reportsSql.ts';
import type { Storage } from '../../storage/storage.ts';

export interface ReportCommandDeps {
  readonly storage: Storage<ReportOperations>;
  readonly audit: AuditLog;
  readonly now: () => number;
}

/** In one answer: the open ones, then the latest closed ones. */
const listed = 200;
const unknownReport = fail('notFound', { message: 'There is no such open report.' });

/** The commands on what users told the host about others. */
export function reportCommands({
  storage,
  audit,
  now,
}: ReportCommandDeps): Pick<AdminHandlers, 'reports' | 'report' | 'close-report'> {
  return {
    reports: async () =>
      ok({ reports: (await storage.run('reports:list', { limit: listed })).map(asReport) }),
    report: async ({ id }) => {
      const row = await storage.run('reports:get', id);
      return row === undefined ? unknownReport : ok(asReport(row));
    },
    'close-report': async ({ id }) => {
      if (!(await storage.run('reports:close', { id, at: now() }))) return unknownReport;
      audit.record({ kind: 'adminClosedReport' });
      return ok({});
    },
  };
}

function asReport({ id, at, userId, userName, peerId, peerName, ...rest }: ReportRow): AdminReport {
  const { reason, note, closedAt, peerHandle } = rest;
  return {
    id,
    at,
    ...(userId !== null && { reporter: { id: userId, name: userName ?? '' } }),
    reported: {
      id: peerId,
      name: peerHandle ?? peerName ?? '',
      ...(peerHandle !== null && { isDeleted: true as const }),
    },
    reason,
    ...(note !== null && note !== '' && { note }),
    messages: v.parse(StoredMessages, JSON.parse(rest.messages)),
    ...(closedAt !== null && { closedAt }),
  };
}
