import type { Kysely } from 'kysely';
import type { Tables } from '../../storage/schema.ts';
import type { OperationHandlers } from '../../storage/storage.ts';

export type InvitationRow = Tables['invitations'];

/** The host's operations on invitations. */
export interface HostInvitationOperations {
  /** Those that can still be used, the newest first. */
  'host:invitations': { input: { now: number; limit: number }; output: InvitationRow[] };
  'host:invite': { input: InvitationRow; output: void };
  /** By the first characters of the code's hash; whether there was one. */
  'host:uninvite': { input: string; output: boolean };
}

export function hostInvitationOperations(db: Kysely<Tables>): OperationHandlers<HostInvitationOperations> {
  return {
    'host:invitations': ({ now, limit }) =>
      db
        .selectFrom('invitations')
        .selectAll()
        .where('expiresAt', '>', now)
        .where('usesLeft', '>', 0)
        .orderBy('createdAt', 'desc')
        .limit(limit)
        .execute(),
    'host:invite': async (invitation) => {
      await db.insertInto('invitations').values(invitation).execute();
    },
    'host:uninvite': async (id) => {
      const removed = await db
        .deleteFrom('invitations')
        .where((eb) => eb(eb.fn<string>('substr', ['codeHash', eb.lit(1), eb.lit(8)]), '=', id))
        .returning('codeHash')
        .execute();
      return removed.length > 0;
    },
  };
}
