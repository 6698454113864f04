import type { CallId, Entry, EntryDraft, HistoryCursor } from '@ringback/protocol';
import { sql, type ExpressionBuilder } from 'kysely';
import { asPeer, type PeerRow } from './personRow.ts';
import type { Tables } from './schema.ts';

/** The row of a new line of a history. */
export function asRow(draft: EntryDraft): Tables['history'] {
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

/** A line of a history, as its user is told of it. */
export function asEntry(row: Tables['history'] & PeerRow): Entry {
  const { callId, direction, media, label, detail, cause, durationMs, deviceId, placedAt, endedAt } = row;
  return {
    callId,
    peer: asPeer(row),
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

type OfHistory = ExpressionBuilder<Tables, 'history'>;

/** That an entry comes after a place in the order of pages. The first condition alone bounds what is read of an index. */
export function isAfter(eb: OfHistory, { placedAt, callId }: HistoryCursor) {
  return eb.and([
    eb('placedAt', '<=', placedAt),
    eb.or([eb('placedAt', '<', placedAt), eb('callId', '<', callId)]),
  ]);
}

/** That a call was missed: as a literal, for with a parameter the partial indexes would not be used. */
export const isMissed = sql<boolean>`label = 'missed'`;

/** That an entry is of one of these calls. Their times come from the calls, so that the key of the table finds each. */
export function isOfCalls(eb: OfHistory, callIds: readonly CallId[]) {
  const placed = eb
    .selectFrom('calls')
    .select(['calls.placedAt', 'calls.id'])
    .where('calls.id', 'in', callIds);
  return eb(eb.refTuple('history.placedAt', 'history.callId'), 'in', placed.$asTuple('placedAt', 'id'));
}
