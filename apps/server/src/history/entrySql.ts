import type { CallId, Entry, EntryDraft, HistoryCursor, HistoryFilter } from '@ringback/protocol';
import { sql, type ExpressionBuilder } from 'kysely';
import { asPeer, type PeerRow } from '../people/personSql.ts';
import type { Tables } from '../storage/schema.ts';

export function entryRow(draft: EntryDraft): Tables['history'] {
  const { userId, callId, peerId, direction, media, label, placedAt, endedAt } = draft;
  const { detail = null, cause = null, durationMs = null, deviceId = null, reason = null } = draft;
  const request = draft.isRequest === true ? 1 : 0;
  const urgent = draft.isUrgent === true ? 1 : 0;
  const quiet = draft.isQuiet === true ? 1 : 0;
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
    request,
    reason,
    urgent,
    quiet,
    placedAt,
    endedAt,
    seen,
  };
}

export function asEntry(row: Tables['history'] & PeerRow): Entry {
  const { callId, direction, media, label, detail, cause, durationMs, deviceId, placedAt, endedAt } = row;
  const { request, reason, urgent, quiet } = row;
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
    ...(request === 1 && { request: true as const }),
    ...(reason !== null && { reason }),
    ...(urgent === 1 && { urgent: true as const }),
    ...(quiet === 1 && { quiet: true as const }),
    placedAt,
    endedAt,
    seen: row.seen === 1,
  };
}

type OfHistory = ExpressionBuilder<Tables, 'history'>;

/** Condition: an entry comes after a cursor in page order. Its first part alone bounds the range read from an index. */
export function isAfter(eb: OfHistory, { placedAt, callId }: HistoryCursor) {
  return eb.and([
    eb('placedAt', '<=', placedAt),
    eb.or([eb('placedAt', '<', placedAt), eb('callId', '<', callId)]),
  ]);
}

/** Condition: a call was missed. A literal, because the partial indexes are not used with a parameter. */
export const isMissed = sql<boolean>`label = 'missed'`;

/** Condition: a stranger called, and the user did not take it. Literals, for the same reason. */
export const isRequest = sql<boolean>`request = 1 and label = 'missed'`;

/** The condition of a filter; undefined for all entries. */
export function conditionOf(filter: HistoryFilter) {
  switch (filter) {
    case 'all':
      return undefined;
    case 'missed':
      return isMissed;
    case 'requests':
      return isRequest;
  }
}

/** Condition: an entry is of one of these calls. It takes their times from the calls, so that the primary key finds each. */
export function isOfCalls(eb: OfHistory, callIds: readonly CallId[]) {
  const placed = eb
    .selectFrom('calls')
    .select(['calls.placedAt', 'calls.id'])
    .where('calls.id', 'in', callIds);
  return eb(eb.refTuple('history.placedAt', 'history.callId'), 'in', placed.$asTuple('placedAt', 'id'));
}
