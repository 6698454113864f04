import type { MessageDraft, NoteDraft, NoteReach, Thread } from '@ringback/client';
import type { Entry, Message, Note } from '@ringback/protocol';
import { dayNumber } from '../../ui/time/formatTime.ts';

/** One item of a conversation. */
export type ConversationItem =
  | { readonly kind: 'message'; readonly key: string; readonly at: number; readonly message: Message }
  | { readonly kind: 'call'; readonly key: string; readonly at: number; readonly entry: Entry }
  | { readonly kind: 'note'; readonly key: string; readonly at: number; readonly note: Note }
  | { readonly kind: 'noteDraft'; readonly key: string; readonly at: number; readonly draft: NoteDraft }
  | { readonly kind: 'draft'; readonly key: string; readonly at: number; readonly draft: MessageDraft };

/** The part of a conversation that is loaded without gaps, oldest first. */
export interface ConversationTimeline {
  readonly items: readonly ConversationItem[];
  /** `more`: there are older items. */
  readonly state: 'loading' | 'failed' | 'more' | 'whole';
}

/** A conversation of which nothing is loaded yet. */
export const unknownThread: Thread = {
  messages: { messages: [], state: 'unknown' },
  calls: { entries: [], state: 'unknown' },
};

/** The loaded notes between the user and a person, and those that are not sent yet. */
export interface NotesWith {
  readonly notes: readonly Note[];
  readonly reach: NoteReach | undefined;
  readonly outbox: readonly NoteDraft[];
}

const withoutNotes: NotesWith = { notes: [], reach: undefined, outbox: [] };

/**
 * Merges messages, calls and notes by time. Drafts come last, until the server announces them as sent, which may happen
 * before the response to the sending. The three lists load separately: items older than the oldest loaded item of any list
 * are left out, because others would be missing among them. Notes are the exception: until their first page arrives, the
 * conversation does not wait for them.
 */
export function conversationTimeline(
  { messages, calls }: Thread,
  drafts: readonly MessageDraft[],
  { notes, reach: noteReach, outbox }: NotesWith = withoutNotes,
): ConversationTimeline {
  const items: readonly ConversationItem[] = [
    ...messages.messages.map(messageItem),
    ...calls.entries.map(callItem),
    ...notes.map((note) => noteItem(note, calls.entries)),
  ];
  const from = Math.max(
    reach(messages.state, messages.messages[0]?.sentAt),
    reach(calls.state, calls.entries.at(-1)?.placedAt),
    noteReach?.state === 'partial' ? noteReach.from : 0,
  );
  const visible = items.filter(({ at }) => at >= from).toSorted((a, b) => a.at - b.at);
  const sent = new Set(visible.map(({ key }) => key));
  const waiting = [...drafts.map(draftItem), ...outbox.map(noteDraftItem)]
    .filter(({ key }) => !sent.has(key))
    .toSorted((a, b) => a.at - b.at);
  const states = [messages.state, calls.state, noteReach?.state ?? 'complete'];
  return { items: [...visible, ...waiting], state: stateOf(...states) };
}

function messageItem(message: Message): ConversationItem {
  return { kind: 'message', key: message.id, at: message.sentAt, message };
}

function callItem(entry: Entry): ConversationItem {
  return { kind: 'call', key: entry.callId, at: entry.placedAt, entry };
}

/** A note follows the call after which it was left, however late it was sent. */
function noteItem(note: Note, calls: readonly Entry[]): ConversationItem {
  const call = calls.find(({ callId }) => callId === note.callId);
  return { kind: 'note', key: note.id, at: call?.placedAt ?? note.sentAt, note };
}

function draftItem(draft: MessageDraft): ConversationItem {
  return { kind: 'draft', key: draft.id, at: draft.writtenAt, draft };
}

function noteDraftItem(draft: NoteDraft): ConversationItem {
  return { kind: 'noteDraft', key: draft.id, at: draft.recordedAt, draft };
}

type ListState = Thread['calls']['state'];

/** The time back to which a list is loaded. */
function reach(state: ListState, oldest: number | undefined): number {
  return state === 'complete' ? 0 : (oldest ?? Infinity);
}

function stateOf(...states: readonly ListState[]): ConversationTimeline['state'] {
  if (states.includes('failed')) return 'failed';
  if (states.includes('loading') || states.includes('unknown')) return 'loading';
  return states.includes('partial') ? 'more' : 'whole';
}

/** Whether an item is the first of its day. */
export function startsDay(item: ConversationItem, before: ConversationItem | undefined): boolean {
  return before === undefined || dayNumber(item.at) !== dayNumber(before.at);
}
