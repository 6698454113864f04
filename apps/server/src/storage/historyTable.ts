import type { CallId, Entry, EntryDraft, UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type { Page, PageWish } from './operations.ts';
import type { Tables } from './schema.ts';
import { padded, sized, valuesOf } from './sized.ts';

/** Reads and writes the lines of call histories. */
export class HistoryTable {
  readonly #db: Kysely<Tables>;
  readonly #statements: ReturnType<typeof statementsOf>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#statements = statementsOf(db);
  }

  /** Writes new lines, within a transaction. */
  async record(trx: Transaction<Tables>, drafts: readonly EntryDraft[]): Promise<void> {
    const rows = drafts.map(asRow).toSorted(byKey);
    for (const query of this.#statements.record(rows)) await trx.executeQuery(query);
  }

  /** Counts the missed calls that each user has not seen; a user without any is left out. */
  async missedOf(
    users: readonly UserId[],
    db: Kysely<Tables> | Transaction<Tables> = this.#db,
  ): Promise<Map<UserId, number>> {
    const counts = new Map<UserId, number>();
    for (const query of this.#statements.missed(padded(users))) {
      const { rows } = await db.executeQuery(query);
      for (const { userId, missed } of rows) counts.set(userId, missed);
    }
    return counts;
  }

  /** Reads one page of a user's history. */
  async page({ userId, filter, peer, before, limit }: PageWish): Promise<Page> {
    let query = this.#entries(userId);
    if (filter === 'missed') query = query.where('label', '=', 'missed');
    if (peer !== undefined) query = query.where('peerId', '=', peer);
    if (before !== undefined) {
      query = query.where((eb) =>
        eb.or([
          eb('placedAt', '<', before.placedAt),
          eb.and([eb('placedAt', '=', before.placedAt), eb('callId', '<', before.callId)]),
        ]),
      );
    }
    const ordered = query
      .orderBy('placedAt', 'desc')
      .orderBy('callId', 'desc')
      .limit(limit + 1);
    const entries = (await ordered.execute()).map(asEntry);
    const last = entries.length > limit ? entries[limit - 1] : undefined;
    const missed = (await this.missedOf([userId])).get(userId) ?? 0;
    if (last === undefined) return { entries, missed };
    const next = { placedAt: last.placedAt, callId: last.callId };
    return { entries: entries.slice(0, limit), next, missed };
  }

  /** Marks missed calls as seen; returns the entries that were not yet. */
  async see(userId: UserId, callIds: readonly CallId[]): Promise<Entry[]> {
    const updated = await this.#db
      .updateTable('history')
      .set({ seen: 1 })
      .where('userId', '=', userId)
      .where('callId', 'in', callIds)
      .where('label', '=', 'missed')
      .where('seen', '=', 0)
      .returning('callId')
      .execute();
    const seen = updated.map((row) => row.callId);
    if (seen.length === 0) return [];
    return (await this.#entries(userId).where('callId', 'in', seen).execute()).map(asEntry);
  }

  /** Deletes entries by their calls. */
  async remove(userId: UserId, callIds: readonly CallId[]): Promise<void> {
    await this.#db
      .deleteFrom('history')
      .where('userId', '=', userId)
      .where('callId', 'in', callIds)
      .execute();
  }

  /** Deletes all entries of calls placed up to a time. */
  async removeUntil(userId: UserId, placedAt: number): Promise<void> {
    await this.#db
      .deleteFrom('history')
      .where('userId', '=', userId)
      .where('placedAt', '<=', placedAt)
      .execute();
  }

  #entries(userId: UserId) {
    return this.#db
      .selectFrom('history')
      .innerJoin('users', 'users.id', 'history.peerId')
      .selectAll('history')
      .select('users.name as peerName')
      .where('userId', '=', userId);
  }
}

function asRow(draft: EntryDraft): Tables['history'] {
  const { userId, callId, peerId, direction, media, label, placedAt, endedAt } = draft;
  const { detail = null, cause = null, durationMs = null, deviceId = null } = draft;
  const seen = draft.seen ? 1 : 0;
  return {
    userId,
    callId,
    peerId,
    direction,
    media,
    label,
    detail,
    cause,
    durationMs,
    deviceId,
    placedAt,
    endedAt,
    seen,
  };
}

function byKey(a: Tables['history'], b: Tables['history']): number {
  const [keyA, keyB] = [`${a.userId}${a.callId}`, `${b.userId}${b.callId}`];
  return keyA < keyB ? -1 : 1;
}

function asEntry(row: Tables['history'] & { peerName: string }): Entry {
  const { callId, direction, media, label, detail, cause, durationMs, deviceId, placedAt, endedAt } = row;
  return {
    callId,
    peer: { id: row.peerId, name: row.peerName },
    direction,
    media,
    label,
    ...(detail !== null && { detail }),
    ...(cause !== null && { cause }),
    ...(durationMs !== null && { durationMs }),
    ...(deviceId !== null && { deviceId }),
    placedAt,
    endedAt,
    seen: row.seen === 1,
  };
}

function statementsOf(db: Kysely<Tables>) {
  return {
    record: sized<Tables['history'], { callId: CallId }>(
      (rows) =>
        db
          .insertInto('history')
          .values([...rows])
          .onConflict((oc) => oc.doNothing())
          .returning('callId'),
      valuesOf,
    ),
    missed: sized<UserId, { userId: UserId; missed: number }>(
      (users) =>
        db
          .selectFrom('history')
          .select((eb) => ['userId', eb.fn.countAll<number>().as('missed')])
          .where('userId', 'in', users)
          // Only missed calls are ever unseen, so the partial index of unseen entries answers this.
          .where((eb) => eb('seen', '=', eb.lit(0)))
          .groupBy('userId'),
      (users) => users,
    ),
  };
}
