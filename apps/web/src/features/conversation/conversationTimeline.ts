import type { Draft, NoteDraft, NoteReach, Thread } from '@ringback/client';
import type { Entry, Message, Note } from '@ringback/protocol';
import { dayNumber } from '../../ui/time/formatTime.ts';

/** One line of a conversation. */
export type Item =
  | { readonly kind: 'message'; readonly key: string; readonly at: number; readonly message: Message }
  | { readonly kind: 'call'; readonly key: string; readonly at: number; readonly entry: Entry }
  | { readonly kind: 'note'; readonly key: string; readonly at: number; readonly note: Note }
  | { readonly kind: 'noteDraft'; readonly key: string; readonly at: number; readonly draft: NoteDraft }
  | { readonly kind: 'draft'; readonly key: string; readonly at: number; readonly draft: Draft };

/** A conversation as far as it can be told without gaps, oldest first. */
export interface Timeline {
  readonly items: readonly Item[];
  /** `more`: there are older ones. */
  readonly state: 'loading' | 'failed' | 'more' | 'whole';
}

/** What is known of a conversation before anything is fetched. */
export const unknownThread: Thread = {
  messages: { messages: [], state: 'unknown' },
  calls: { entries: [], state: 'unknown' },
};

/** The notes with a person, as far as they are known, and those that are on their way. */
export interface NotesWith {
  readonly notes: readonly Note[];
  readonly reach: NoteReach | undefined;
  readonly outbox: readonly NoteDraft[];
}

const withoutNotes: NotesWith = { notes: [], reach: undefined, outbox: [] };

/**
 * Puts messages, calls and notes into one order; what is on its way comes last, until it is heard of as a message or a
 * note: that may be before the answer to its sending. They are fetched apart: from before the
 * time to which all reach nothing is shown, or something would be missing in between. A conversation does not wait for
 * its first notes, which come a moment later.
 */
export function timelineOf(
  { messages, calls }: Thread,
  drafts: readonly Draft[],
  { notes, reach: noteReach, outbox }: NotesWith = withoutNotes,
): Timeline {
  const items: readonly Item[] = [
    ...messages.messages.map(messageItem),
    ...calls.entries.map(callItem),
    ...notes.map((note) => noteItem(note, calls.entries)),
  ];
  const from = Math.max(
    reach(messages.state, messages.messages[0]?.sentAt),
    reach(calls.state, calls.entries.at(-1)?.placedAt),
    noteReach?.state === 'partial' ? noteReach.from : 0,
  );
  const told = items.filter(({ at }) => at >= from).toSorted((a, b) => a.at - b.at);
  const arrived = new Set(told.map(({ key }) => key));
  const waiting = [...drafts.map(draftItem), ...outbox.map(noteDraftItem)]
    .filter(({ key }) => !arrived.has(key))
    .toSorted((a, b) => a.at - b.at);
  const states = [messages.state, calls.state, noteReach?.state ?? 'complete'];
  return { items: [...told, ...waiting], state: stateOf(...states) };
}

function messageItem(message: Message): Item {
  return { kind: 'message', key: message.id, at: message.sentAt, message };
}

function callItem(entry: Entry): Item {
  return { kind: 'call', key: entry.callId, at: entry.placedAt, entry };
}

/** A note stands by the call after which it was left, however late it came. */
function noteItem(note: Note, calls: readonly Entry[]): Item {
  const call = calls.find(({ callId }) => callId === note.callId);
  return { kind: 'note', key: note.id, at: call?.placedAt ?? note.sentAt, note };
}

function draftItem(draft: Draft): Item {
  return { kind: 'draft', key: draft.id, at: draft.writtenAt, draft };
}

function noteDraftItem(draft: NoteDraft): Item {
  return { kind: 'noteDraft', key: draft.id, at: draft.recordedAt, draft };
}

type ListState = Thread['calls']['state'];

/** The time down to which a list is known. */
function reach(state: ListState, oldest: number | undefined): number {
  return state === 'complete' ? 0 : (oldest ?? Infinity);
}

function stateOf(...states: readonly ListState[]): Timeline['state'] {
  if (states.includes('failed')) return 'failed';
  if (states.includes('loading') || states.includes('unknown')) return 'loading';
  return states.includes('partial') ? 'more' : 'whole';
}

/** Whether an item begins another day than the one before it. */
export function startsDay(item: Item, before: Item | undefined): boolean {
  return before === undefined || dayNumber(item.at) !== dayNumber(before.at);
}
