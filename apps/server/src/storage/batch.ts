import type { CallId, EntryDraft, UserId } from '@ringback/protocol';
import type { CallStore, CallWrite } from './callStore.ts';
import type { Storage } from './database.ts';
import type { Claim, EngagedStore } from './engagedStore.ts';
import type { HistoryStore } from './historyStore.ts';
import type { Acquaintance, PeopleStore } from './peopleStore.ts';

/** All that one set of requests changes. */
export interface Batch {
  readonly calls: readonly CallWrite[];
  /** Seats that calls must get, or they are not written. */
  readonly claims: readonly Claim[];
  readonly entries: readonly EntryDraft[];
  readonly met: readonly Acquaintance[];
  /** Whose missed calls are to be counted afterwards. */
  readonly countFor: readonly UserId[];
  readonly at: number;
}

/** What became of a batch. */
export interface Written {
  /** Calls that are stored now; the others were changed by another node meanwhile. */
  readonly won: ReadonlySet<CallId>;
  /** Unseen missed calls by user; none where a user is left out. */
  readonly missed: ReadonlyMap<UserId, number>;
}

export interface Stores {
  readonly calls: CallStore;
  readonly engaged: EngagedStore;
  readonly history: HistoryStore;
  readonly people: PeopleStore;
}

/**
 * Writes a batch in one transaction: one commit, be it for one request or for hundreds.
 * Rows are written in the order of their ids, so that two nodes never wait for each other in a circle.
 */
export async function writeBatch({ db }: Storage, stores: Stores, batch: Batch): Promise<Written> {
  const { calls, engaged, history, people } = stores;
  const written = await db.transaction().execute(async (trx) => {
    await engaged.free(trx, endedOf(batch.calls));
    const seated = await engaged.claim(trx, batch.claims);
    const unseated = new Set(batch.claims.map(({ callId }) => callId).filter((id) => !seated.has(id)));
    const seatedCalls =
      unseated.size === 0 ? batch.calls : batch.calls.filter(({ call }) => !unseated.has(call.id));
    const won = await calls.write(trx, seatedCalls);
    await history.record(
      trx,
      batch.entries.filter(({ callId }) => won.has(callId)),
    );
    await people.meet(trx, batch.met, batch.at);
    return { won, missed: await history.missedOf(batch.countFor, trx) };
  });
  calls.committed(batch.calls.filter(({ call }) => written.won.has(call.id)));
  people.met(batch.met);
  return written;
}

function endedOf(writes: readonly CallWrite[]): CallId[] {
  const ended = writes.filter(({ call, readVersion }) => call.phase === 'ended' && readVersion > 0);
  return ended.map(({ call }) => call.id).toSorted();
}
