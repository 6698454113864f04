import { randomBytes } from 'node:crypto';
import { fail, ok, type AdminInvitation, type AdminHandlers } from '@ringback/protocol';
import type { AuditLog } from '../../moderation/auditLog.ts';
import { secretHash } from '../../platform/secrets.ts';
import type { Storage } from '../../storage/storage.ts';
import type { HostInvitationOperations, InvitationRow } from './invitationsSql.ts';

export interface InvitationCommandDeps {
  readonly storage: Storage<HostInvitationOperations>;
  readonly audit: AuditLog;
  readonly publicUrl: () => string;
  readonly now: () => number;
}

type InvitationCommand = 'invitations' | 'invite' | 'uninvite';

const dayMs = 24 * 60 * 60 * 1000;
/** In one answer; more of them cannot be read, but still be used. */
const listed = 200;
const unknownInvitation = fail('notFound', { message: 'There is no such invitation. It may be used up.' });

/** The commands on invitations to this server. */
export function invitationCommands(deps: InvitationCommandDeps): Pick<AdminHandlers, InvitationCommand> {
  const { storage, audit, now } = deps;
  return {
    invitations: async () => {
      const rows = await storage.run('host:invitations', { now: now(), limit: listed });
      return ok({ invitations: rows.map(asInvitation) });
    },
    invite: async ({ uses, days }) => {
      const code = randomBytes(16).toString('base64url');
      const createdAt = now();
      const row: InvitationRow = {
        codeHash: secretHash(code),
        createdBy: null,
        usesLeft: uses,
        expiresAt: createdAt + days * dayMs,
        createdAt,
      };
      await storage.run('host:invite', row);
      audit.record({ kind: 'adminInvited' });
      return ok({ link: `${deps.publicUrl()}/join#${code}`, invitation: asInvitation(row) });
    },
    uninvite: async ({ id }) => {
      if (!(await storage.run('host:uninvite', Buffer.from(id, 'hex').toString('base64url'))))
        return unknownInvitation;
      audit.record({ kind: 'adminUninvited' });
      return ok({});
    },
  };
}

function asInvitation({ codeHash, createdBy, ...rest }: InvitationRow): AdminInvitation {
  const { usesLeft, createdAt, expiresAt } = rest;
  return {
    id: Buffer.from(codeHash, 'base64url').toString('hex').slice(0, 12),
    ...(createdBy !== null && { createdBy }),
    usesLeft,
    createdAt,
    expiresAt,
  };
}
