import type { UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../../storage/schema.ts';
import type { OperationHandlers } from '../../storage/storage.ts';

export type StoredInvitation = Tables['invitations'];

/** The operations on invitations to become an account. */
export interface InvitationOperations {
  /** Adds an invitation; false if its maker has `atMost` valid ones. */
  'invitations:add': { input: { invitation: StoredInvitation; atMost: number }; output: boolean };
  /** The valid ones of a member, or of the host (null), the latest first. */
  'invitations:of': { input: { createdBy: UserId | null; at: number }; output: StoredInvitation[] };
  /** Ends an invitation of a member, or of the host (null); false if there is none. */
  'invitations:remove': { input: { codeHash: string; createdBy: UserId | null }; output: boolean };
  'invitations:isValid': { input: { codeHash: string; at: number }; output: boolean };
}

export function invitationOperations(db: Kysely<Tables>): OperationHandlers<InvitationOperations> {
  return {
    'invitations:add': ({ invitation, atMost }) =>
      db.transaction().execute((trx) => addInvitation(trx, invitation, atMost)),
    'invitations:of': ({ createdBy, at }) => validOf(db, createdBy, at),
    'invitations:remove': async ({ codeHash, createdBy }) => {
      const query = db.deleteFrom('invitations').where('codeHash', '=', codeHash);
      const own =
        createdBy === null ? query.where('createdBy', 'is', null) : query.where('createdBy', '=', createdBy);
      return (await own.returning('codeHash').execute()).length > 0;
    },
    'invitations:isValid': async ({ codeHash, at }) => {
      const query = db.selectFrom('invitations').select('codeHash').where('codeHash', '=', codeHash);
      const valid = query.where('expiresAt', '>', at).where('usesLeft', '>', 0);
      return (await valid.executeTakeFirst()) !== undefined;
    },
  };
}

async function addInvitation(
  trx: Transaction<Tables>,
  invitation: StoredInvitation,
  atMost: number,
): Promise<boolean> {
  const { createdBy, createdAt } = invitation;
  await trx.deleteFrom('invitations').where('expiresAt', '<=', createdAt).execute();
  if ((await validOf(trx, createdBy, createdAt)).length >= atMost) return false;
  await trx.insertInto('invitations').values(invitation).execute();
  return true;
}

function validOf(
  db: Kysely<Tables> | Transaction<Tables>,
  createdBy: UserId | null,
  at: number,
): Promise<StoredInvitation[]> {
  const all = db.selectFrom('invitations').selectAll();
  const own =
    createdBy === null ? all.where('createdBy', 'is', null) : all.where('createdBy', '=', createdBy);
  return own.where('expiresAt', '>', at).where('usesLeft', '>', 0).orderBy('createdAt', 'desc').execute();
}

/** Uses an invitation once, within a transaction; false if it is none, used up or expired. */
export async function spendInvitation(
  trx: Transaction<Tables>,
  codeHash: string,
  at: number,
): Promise<boolean> {
  const spent = await trx
    .updateTable('invitations')
    .set((eb) => ({ usesLeft: eb('usesLeft', '-', 1) }))
    .where('codeHash', '=', codeHash)
    .where('usesLeft', '>', 0)
    .where('expiresAt', '>', at)
    .returning('codeHash')
    .execute();
  return spent.length > 0;
}
