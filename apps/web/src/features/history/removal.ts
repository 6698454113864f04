import type { Engine, EntryList } from '@ringback/client';
import type { CallId, Entry, Result } from '@ringback/protocol';

/** Entries that left the screen and may still be brought back: named ones, or all placed up to a time of the server. */
export type Removal =
  | { readonly kind: 'some'; readonly callIds: readonly CallId[] }
  | { readonly kind: 'all'; readonly before: number };

/** The list as it will be once the removal is done. */
export function withoutRemoved(list: EntryList, removal: Removal | undefined): EntryList {
  if (removal === undefined) return list;
  const entries = list.entries.filter((entry) => !isRemoved(entry, removal));
  // What was not fetched yet is older than what was, so that it goes with it.
  return { entries, state: removal.kind === 'all' && list.state === 'partial' ? 'complete' : list.state };
}

/** Has the server delete for good. */
export function carryOut(engine: Engine, removal: Removal): Promise<Result<unknown>> {
  switch (removal.kind) {
    case 'some':
      return engine.deleteEntries(removal.callIds);
    case 'all':
      return engine.clearHistory(removal.before);
  }
}

function isRemoved({ callId, placedAt }: Entry, removal: Removal): boolean {
  switch (removal.kind) {
    case 'some':
      return removal.callIds.includes(callId);
    case 'all':
      return placedAt <= removal.before;
  }
}
