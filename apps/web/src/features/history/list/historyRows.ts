import type { CallId, Entry } from '@ringback/protocol';
import { dayNumber, formatDay } from '../../../ui/time/formatTime.ts';

/** Consecutive calls that read the same, newest first. */
export type CallGroup = readonly [Entry, ...Entry[]];

/** One row of the history: the heading of a day, one call, or a group that is collapsed into one row. */
export type HistoryRow =
  | { readonly kind: 'day'; readonly key: string; readonly heading: string }
  | {
      readonly kind: 'call';
      readonly key: CallId;
      readonly entry: Entry;
      /** The last row of an expanded group has the group, so that it can be collapsed again. */
      readonly collapsible?: CallGroup;
    }
  | {
      readonly kind: 'group';
      /** The oldest call's id, so that newer calls join without changing the key. */
      readonly key: CallId;
      readonly group: CallGroup;
    };

/** A row that stands for calls. */
export type EntryRowData = Exclude<HistoryRow, { kind: 'day' }>;

/**
 * The rows of entries, newest first. Groups end at midnight: otherwise they would hide the heading of a day. `expanded`
 * has the ids of calls whose groups are expanded; one id of a group is enough, so that a call that joins later does not
 * collapse it.
 */
export function historyRows(
  entries: readonly Entry[],
  expanded: ReadonlySet<CallId>,
  nowMs: number,
): readonly HistoryRow[] {
  return groupByDay(entries, nowMs).flatMap(({ number, heading, entries: ofDay }): HistoryRow[] => [
    { kind: 'day', key: String(number), heading },
    ...callGroups(ofDay).flatMap((group) => rowsOfGroup(group, expanded)),
  ]);
}

/** The entries of one day with its heading. */
interface Day {
  readonly number: number;
  readonly heading: string;
  readonly entries: readonly Entry[];
}

/** Splits entries, newest first, at midnight in this machine's time zone. */
export function groupByDay(entries: readonly Entry[], nowMs: number): readonly Day[] {
  const days = Map.groupBy(entries, ({ placedAt }) => dayNumber(placedAt));
  return [...days].map(([number, ofDay]) => ({
    number,
    heading: formatDay(ofDay[0]?.placedAt ?? nowMs, nowMs),
    entries: ofDay,
  }));
}

function callGroups(entries: readonly Entry[]): readonly CallGroup[] {
  const groups: [Entry, ...Entry[]][] = [];
  for (const entry of entries) {
    const group = groups.at(-1);
    if (group !== undefined && readsTheSame(group[0], entry)) group.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

/** Whether two rows would differ only in their time. Answered calls also differ in their duration. */
function readsTheSame(a: Entry, b: Entry): boolean {
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

function rowsOfGroup(group: CallGroup, expanded: ReadonlySet<CallId>): readonly HistoryRow[] {
  const oldest = group.at(-1) ?? group[0];
  if (group.length > 1 && !group.some(({ callId }) => expanded.has(callId)))
    return [{ kind: 'group', key: oldest.callId, group }];
  return group.map((entry, index) => ({
    kind: 'call',
    key: entry.callId,
    entry,
    ...(index > 0 && index === group.length - 1 && { collapsible: group }),
  }));
}

/** Whether two rows with calls show the same entries, so that one need not be rendered again in place of the other. */
export function isSameRow(a: EntryRowData, b: EntryRowData): boolean {
  return (
    a.kind === b.kind &&
    hasSameEntries(entriesOf(a), entriesOf(b)) &&
    hasSameEntries(collapsibleOf(a), collapsibleOf(b))
  );
}

/** The entries that a row stands for, newest first. */
export function entriesOf(row: EntryRowData): CallGroup {
  return row.kind === 'group' ? row.group : [row.entry];
}

function collapsibleOf(row: EntryRowData): readonly Entry[] {
  return (row.kind === 'call' ? row.collapsible : undefined) ?? [];
}

function hasSameEntries(a: readonly Entry[], b: readonly Entry[]): boolean {
  return a.length === b.length && a.every((entry, index) => entry === b[index]);
}

/** Where the rows are in the list. */
export interface RowPositions {
  readonly indexOf: ReadonlyMap<string, number>;
  /** By index of the row: its position among the calls and groups, from 1. Headings do not count. */
  readonly positions: readonly number[];
  readonly count: number;
}

export function rowPositions(rows: readonly HistoryRow[]): RowPositions {
  const positions: number[] = [];
  let count = 0;
  for (const { kind } of rows) {
    if (kind !== 'day') count += 1;
    positions.push(count);
  }
  return { indexOf: new Map(rows.map(({ key }, index) => [key, index])), positions, count };
}
