import type { CallId, Entry } from '@ringback/protocol';
import { groupByDay } from './days.ts';

/** Calls in a row that are told in the same words; the newest first. */
export type Repeats = readonly [Entry, ...Entry[]];

/** One line of the history: the heading of a day, one call, or repeats that stand folded as one. */
export type Line =
  | { readonly kind: 'day'; readonly key: string; readonly heading: string }
  | {
      readonly kind: 'call';
      readonly key: CallId;
      readonly entry: Entry;
      /** With the last one of repeats that stand unfolded, where none joins: those that can be folded again. */
      readonly foldable?: Repeats;
    }
  | {
      readonly kind: 'folded';
      /** The oldest call's: newer ones join without making it another line. */
      readonly key: CallId;
      readonly repeats: Repeats;
    };

/**
 * The lines of entries, newest first. Repeats in a row fold into one, within a day: folded over midnight they would hide
 * that there is another day. `unfolded` names calls whose repeats stand each for itself; one of them is enough, so that
 * who joins later stands for itself as well.
 */
export function linesOf(
  entries: readonly Entry[],
  unfolded: ReadonlySet<CallId>,
  nowMs: number,
): readonly Line[] {
  return groupByDay(entries, nowMs).flatMap(({ number, heading, entries: ofDay }): Line[] => [
    { kind: 'day', key: String(number), heading },
    ...inRows(ofDay).flatMap((repeats) => linesOfRow(repeats, unfolded)),
  ]);
}

function linesOfRow(repeats: Repeats, unfolded: ReadonlySet<CallId>): readonly Line[] {
  const oldest = repeats.at(-1) ?? repeats[0];
  if (repeats.length > 1 && !repeats.some(({ callId }) => unfolded.has(callId)))
    return [{ kind: 'folded', key: oldest.callId, repeats }];
  return repeats.map((entry, index) => ({
    kind: 'call',
    key: entry.callId,
    entry,
    ...(index > 0 && index === repeats.length - 1 && { foldable: repeats }),
  }));
}

function inRows(entries: readonly Entry[]): readonly Repeats[] {
  const rows: [Entry, ...Entry[]][] = [];
  for (const entry of entries) {
    const row = rows.at(-1);
    if (row !== undefined && isRepeat(row[0], entry)) row.push(entry);
    else rows.push([entry]);
  }
  return rows;
}

/** Whether two lines would read the same but for the time. Calls that were answered differ in how long they were. */
function isRepeat(a: Entry, b: Entry): boolean {
  return (
    a.label !== 'answered' &&
    a.label === b.label &&
    a.peer.id === b.peer.id &&
    a.direction === b.direction &&
    a.media === b.media &&
    a.detail === b.detail &&
    (a.direction === 'outgoing' || a.deviceId === b.deviceId)
  );
}
