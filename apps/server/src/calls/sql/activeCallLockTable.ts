import type { CallId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../../storage/schema.ts';
import { sized, valuesOf } from '../../storage/statements.ts';

/** Reserves a callee for the call that rings or is answered first. */
export type ActiveCallLock = Tables['engaged'];

/** Ensures across servers that a callee takes one call at a time. The locks are rows of the table `engaged`. */
export class ActiveCallLockTable {
  readonly #statements: ReturnType<typeof statementsOf>;

  constructor(db: Kysely<Tables>) {
    this.#statements = statementsOf(db);
  }

  /** Releases the locks of calls that end; a lock that another call holds by now stays. */
  async release(trx: Transaction<Tables>, ended: readonly ActiveCallLock[]): Promise<void> {
    for (const query of this.#statements.release(ended)) await trx.executeQuery(query);
  }

  /** Takes locks; returns the calls that did not get theirs. A lock that an ended call left behind counts as free. */
  async acquire(trx: Transaction<Tables>, locks: readonly ActiveCallLock[]): Promise<CallId[]> {
    const acquired = new Set<CallId>();
    const sorted = locks.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
    for (const query of this.#statements.acquire(sorted)) {
      const { rows } = await trx.executeQuery(query);
      for (const { callId } of rows) acquired.add(callId);
    }
    return locks.map(({ callId }) => callId).filter((id) => !acquired.has(id));
  }
}

const userOf = ({ userId }: ActiveCallLock): ActiveCallLock['userId'] => userId;
const callOf = ({ callId }: ActiveCallLock): CallId => callId;

function statementsOf(db: Kysely<Tables>) {
  return {
    release: sized<ActiveCallLock, { callId: CallId }>(
      (locks) =>
        db
          .deleteFrom('engaged')
          .where('userId', 'in', locks.map(userOf))
          .where('callId', 'in', locks.map(callOf))
          .returning('callId'),
      (locks) => [...locks.map(userOf), ...locks.map(callOf)],
    ),
    acquire: sized<ActiveCallLock, { callId: CallId }>(
      (rows) =>
        db
          .insertInto('engaged')
          .values([...rows])
          .onConflict((oc) =>
            oc
              .column('userId')
              .doUpdateSet((eb) => ({ callId: eb.ref('excluded.callId') }))
              .where((eb) =>
                eb.or([
                  eb('engaged.callId', '=', eb.ref('excluded.callId')),
                  eb.not(
                    eb.exists(
                      eb
                        .selectFrom('calls')
                        .select('calls.id')
                        .whereRef('calls.id', '=', 'engaged.callId')
                        .where('calls.live', '=', eb.lit(1)),
                    ),
                  ),
                ]),
              ),
          )
          .returning('callId'),
      valuesOf,
    ),
  };
}
