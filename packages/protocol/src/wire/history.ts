import * as v from 'valibot';
import { endCauses } from '../call/call.ts';
import { entryDetails, entryLabels } from '../call/historyEntries.ts';
import { CallId, DeviceId } from '../common/ids.ts';
import { Person } from './base/people.ts';
import { Count, MediaKind, Time } from './base/values.ts';

/** One line of the user's call history. A call makes at most one per user, so the call's id identifies it. */
export const Entry = v.object({
  callId: CallId,
  peer: Person,
  direction: v.picklist(['outgoing', 'incoming']),
  media: MediaKind,
  label: v.picklist(entryLabels),
  detail: v.optional(v.picklist(entryDetails)),
  cause: v.optional(v.picklist(endCauses)),
  /** With `answered`: from the first media to the end, in ms. */
  durationMs: v.optional(Time),
  /** Which of the user's devices placed, answered or declined. Their other devices say "on another device". */
  deviceId: v.optional(DeviceId),
  /** Who called was not known to the user. */
  request: v.optional(v.literal(true)),
  /** What the caller said it was about. */
  reason: v.optional(v.string()),
  /** They called it urgent. */
  urgent: v.optional(v.literal(true)),
  /** A missed call that nothing announces: its caller was muted, or it came in quiet hours. It counts like others. */
  quiet: v.optional(v.literal(true)),
  placedAt: Time,
  endedAt: Time,
  seen: v.boolean(),
});
export type Entry = v.InferOutput<typeof Entry>;

/** Which entries a list holds. `requests`: calls from people whom the user did not know, which they did not take. */
export const historyFilters = ['all', 'missed', 'requests'] as const;
export type HistoryFilter = (typeof historyFilters)[number];

/** Whether an entry belongs to the requests. */
export function isRequestEntry({ request, label }: Pick<Entry, 'request' | 'label'>): boolean {
  return request === true && label === 'missed';
}

/** Where a page of history ends. Entries are ordered by the time of placing, then by id, newest first. */
export const HistoryCursor = v.strictObject({ placedAt: Time, callId: CallId });
export type HistoryCursor = v.InferOutput<typeof HistoryCursor>;

/** How many missed calls the user has not seen. */
export const MissedCount = Count;
