import type { CallId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type { Claim } from './operations.ts';
import type { Tables } from './schema.ts';
import { sized, valuesOf } from './sized.ts';

/** Holds, against other nodes, that a callee takes one call at a time. */
export class EngagedTable {
  readonly #statements: ReturnType<typeof statementsOf>;

  constructor(db: Kysely<Tables>) {
    this.#statements = statementsOf(db);
  }

  /** Frees the seats of calls that end; a seat that another call has by now stays taken. */
  async free(trx: Transaction<Tables>, ended: readonly Claim[]): Promise<void> {
    for (const query of this.#statements.free(ended)) await trx.executeQuery(query);
  }

  /** Takes seats; returns the calls that did not get theirs. A seat that an ended call left behind counts as free. */
  async claim(trx: Transaction<Tables>, claims: readonly Claim[]): Promise<CallId[]> {
    const got = new Set<CallId>();
    const sorted = claims.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
    for (const query of this.#statements.claim(sorted)) {
      const { rows } = await trx.executeQuery(query);
      for (const { callId } of rows) got.add(callId);
    }
    return claims.map(({ callId }) => callId).filter((id) => !got.has(id));
  }
}

const userOf = ({ userId }: Claim): Claim['userId'] => userId;
const callOf = ({ callId }: Claim): CallId => callId;

function statementsOf(db: Kysely<Tables>) {
  return {
    free: sized<Claim, { callId: CallId }>(
      (seats) =>
        db
          .deleteFrom('engaged')
          .where('userId', 'in', seats.map(userOf))
          .where('callId', 'in', seats.map(callOf))
          .returning('callId'),
      (seats) => [...seats.map(userOf), ...seats.map(callOf)],
    ),
    claim: sized<Claim, { callId: CallId }>(
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
