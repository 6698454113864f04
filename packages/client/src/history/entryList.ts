import type { CallId, Data, Entry } from '@ringback/protocol';
import type { EntryList } from './history.ts';

/** A list that was not requested yet. */
export const unknownList: EntryList = { entries: [], state: 'unknown' };

/**
 * Which page is requested: the `first`, the next `older` one, or the first to replace the whole list (`replacement`).
 */
export type WhichPage = 'first' | 'replacement' | 'older';

type Page = Pick<Data<'history:list'>, 'entries' | 'next'>;

/** Adds a page, newest first. */
export function withPage(list: EntryList, which: WhichPage, page: Page): EntryList {
  switch (which) {
    case 'first':
      return withFirstPage(list, page);
    case 'replacement':
      // Too much has changed to know which other entries are still valid.
      return { entries: page.entries, state: isLast(page) ? 'complete' : 'partial' };
    case 'older':
      return { entries: merged(list.entries, page.entries), state: isLast(page) ? 'complete' : 'partial' };
  }
}

/**
 * The page replaces what the list had in its range, so that entries deleted elsewhere disappear. Behind a gap the known
 * entries are forgotten: a list has no holes.
 */
function withFirstPage(list: EntryList, page: Page): EntryList {
  const oldest = page.entries.at(-1);
  if (leavesGap(list, page)) return { entries: page.entries, state: 'partial' };
  const isWhole = isLast(page) || oldest === undefined;
  const older = isWhole ? [] : list.entries.filter((entry) => newestFirst(oldest, entry) < 0);
  const entries = merged(page.entries, older);
  return { entries, state: isWhole || list.state === 'complete' ? 'complete' : 'partial' };
}

/** Whether there may be entries between a first page and the newest known entry: they share none. */
export function leavesGap({ entries }: EntryList, page: Page): boolean {
  const oldest = page.entries.at(-1);
  const [newest] = entries;
  if (isLast(page) || oldest === undefined || newest === undefined) return false;
  if (newestFirst(newest, oldest) > 0) return true;
  const known = new Set(entries.map(({ callId }) => callId));
  return !page.entries.some(({ callId }) => known.has(callId));
}

function isLast({ next }: Page): boolean {
  return next === undefined;
}

/** Adds or updates entries; one that is older than the fetched range waits for its page. */
export function withEntries(list: EntryList, news: readonly Entry[]): EntryList {
  if (list.state === 'unknown') return list;
  const known = new Set(list.entries.map(({ callId }) => callId));
  const oldest = list.entries.at(-1);
  const isWanted = (entry: Entry): boolean =>
    known.has(entry.callId) ||
    oldest === undefined ||
    list.state === 'complete' ||
    newestFirst(entry, oldest) < 0;
  const wanted = news.filter(isWanted);
  return wanted.length === 0
    ? list
    : { ...list, entries: merged(wanted.toSorted(newestFirst), list.entries) };
}

/** Removes entries. */
export function withoutEntries(list: EntryList, isGone: (entry: Entry) => boolean): EntryList {
  if (!list.entries.some(isGone)) return list;
  return { ...list, entries: list.entries.filter((entry) => !isGone(entry)) };
}

/** Restores entries that were removed too early. */
export function withEntriesBack(list: EntryList, entries: readonly Entry[]): EntryList {
  return entries.length === 0 ? list : { ...list, entries: merged(entries, list.entries) };
}

/** Sets whether the named entries count as seen. */
export function withSeen(list: EntryList, callIds: readonly CallId[], seen: boolean): EntryList {
  const isMeant = (entry: Entry): boolean => entry.seen !== seen && callIds.includes(entry.callId);
  if (!list.entries.some(isMeant)) return list;
  return { ...list, entries: list.entries.map((entry) => (isMeant(entry) ? { ...entry, seen } : entry)) };
}

/** The union of two lists, newest first; the first list wins where both have an entry. */
function merged(first: readonly Entry[], second: readonly Entry[]): readonly Entry[] {
  const [last, next] = [first.at(-1), second[0]];
  // The common cases need no sort, however long the list: the next page, or one newer entry.
  if (last === undefined || next === undefined || newestFirst(last, next) < 0) return [...first, ...second];
  const known = new Set(first.map((entry) => entry.callId));
  return [...first, ...second.filter((entry) => !known.has(entry.callId))].toSorted(newestFirst);
}

/** The server's order: by placing time, then by id. */
function newestFirst(a: Entry, b: Entry): number {
  if (a.placedAt !== b.placedAt) return b.placedAt - a.placedAt;
  if (a.callId === b.callId) return 0;
  return a.callId < b.callId ? 1 : -1;
}
