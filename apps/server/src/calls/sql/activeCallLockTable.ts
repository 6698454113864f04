import type { ActiveCallLock, CallId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../../storage/schema.ts';
import { sized, valuesOf } from '../../storage/statements.ts';

type Row = Tables['engaged'];

/**
 * Ensures across servers that a callee talks in one call at a time, and holds at most one more. The locks are rows of
 * the table `engaged`.
 */
export class ActiveCallLockTable {
  readonly #statements: ReturnType<typeof statementsOf>;

  constructor(db: Kysely<Tables>) {
    this.#statements = statementsOf(db);
  }

  /** Releases locks; one that another call has by now stays. */
  async release(trx: Transaction<Tables>, released: readonly ActiveCallLock[]): Promise<void> {
    for (const query of this.#statements.release(rowsOf(released))) await trx.executeQuery(query);
  }

  /** Takes locks; returns the calls that did not get theirs. A lock that an ended call left behind counts as free. */
  async acquire(trx: Transaction<Tables>, locks: readonly ActiveCallLock[]): Promise<CallId[]> {
    const acquired = new Set<CallId>();
    for (const query of this.#statements.acquire(rowsOf(locks))) {
      const { rows } = await trx.executeQuery(query);
      for (const { callId } of rows) acquired.add(callId);
    }
    return locks.map(({ callId }) => callId).filter((id) => !acquired.has(id));
  }
}

/** How the column `held` stores a slot. */
const slots = { current: 0, held: 1, request: 2 } as const satisfies Record<ActiveCallLock['slot'], number>;

/** In one order, so that two servers never wait for each other in a circle. */
function rowsOf(locks: readonly ActiveCallLock[]): Row[] {
  const rows = locks.map(({ userId, callId, slot }): Row => ({ userId, callId, held: slots[slot] }));
  return rows.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
}

const userOf = ({ userId }: Row): Row['userId'] => userId;
const callOf = ({ callId }: Row): CallId => callId;

function statementsOf(db: Kysely<Tables>) {
  return {
    release: sized<Row, { callId: CallId }>(
      (locks) =>
        db
          .deleteFrom('engaged')
          .where('userId', 'in', locks.map(userOf))
          .where('callId', 'in', locks.map(callOf))
          .returning('callId'),
      (locks) => [...locks.map(userOf), ...locks.map(callOf)],
    ),
    acquire: sized<Row, { callId: CallId }>(
      (rows) =>
        db
          .insertInto('engaged')
          .values([...rows])
          .onConflict((oc) =>
            oc
              .columns(['userId', 'held'])
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
