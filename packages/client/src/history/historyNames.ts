import type { Entry } from '@ringback/protocol';
import { showPeerOf, type DisplayNames } from '../people/displayNames.ts';
import type { EntryList, History } from './history.ts';

const showEntry = showPeerOf<Entry>();

/** Shows all lists of the history with current names. */
export function showHistory(history: History, names: DisplayNames): History {
  const { found } = history;
  return {
    ...history,
    all: showEntryList(history.all, names),
    missed: showEntryList(history.missed, names),
    requests: showEntryList(history.requests, names),
    found: found && { ...found, list: showEntryList(found.list, names) },
  };
}

/** Lists can be long and most changes touch none of them, so an unchanged list is not mapped again. */
const shownLists = new WeakMap<
  readonly Entry[],
  { readonly names: DisplayNames; readonly entries: readonly Entry[] }
>();

/** Shows a list of entries with current names. */
export function showEntryList(list: EntryList, names: DisplayNames): EntryList {
  const before = shownLists.get(list.entries);
  if (before?.names === names) return { ...list, entries: before.entries };
  const entries = list.entries.map((entry) => showEntry(entry, names));
  shownLists.set(list.entries, { names, entries });
  return { ...list, entries };
}
