import type { MessageDraft } from '@ringback/client';
import type { Conversation, Person, UserId } from '@ringback/protocol';
import { useEffect, useMemo } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection, useConversations, useNotes } from '../../engine/storeHooks.ts';
import { useBatched } from '../../ui/visibility/OnVisible.tsx';
import {
  conversationTimeline,
  unknownThread,
  type ConversationItem,
  type ConversationTimeline,
  type NotesWith,
} from './conversationTimeline.ts';

/** The conversation with a person; it is loaded when it is first opened. */
export function useTimeline(person: Person): ConversationTimeline {
  const engine = useEngine();
  const { state: connection } = useConnection();
  const thread = useConversations(({ threads }) => threads.get(person.id));
  const drafts = useDraftsTo(person.id);
  const notes = useNotesWith(person.id);
  const isMissing = connection === 'online' && thread === undefined;
  useEffect(() => {
    if (isMissing) engine.conversations.open(person.id);
  }, [engine, person.id, isMissing]);
  return useMemo(() => conversationTimeline(thread ?? unknownThread, drafts, notes), [thread, drafts, notes]);
}

function useDraftsTo(peer: UserId): readonly MessageDraft[] {
  const outbox = useConversations((conversations) => conversations.outbox);
  return useMemo(() => outbox.filter(({ to }) => to === peer), [outbox, peer]);
}

function useNotesWith(peer: UserId): NotesWith {
  const known = useNotes((notes) => notes.known);
  const reach = useNotes((notes) => notes.reach.get(peer));
  const outbox = useNotes((notes) => notes.outbox);
  return useMemo(
    () => ({
      notes: known.filter(({ from, to }) => from === peer || to === peer),
      reach,
      outbox: outbox.filter(({ to }) => to === peer),
    }),
    [known, reach, outbox, peer],
  );
}

/**
 * Marks a conversation as read up to the newest message that was visible. Returns the callback to call once an item is
 * visible; undefined if the item needs none.
 */
export function useReadMarks(
  peer: UserId,
  conversation: Conversation | undefined,
): (item: ConversationItem) => (() => void) | undefined {
  const engine = useEngine();
  const isOnline = useConnection().state === 'online';
  const markRead = useBatched<number>((times) => engine.conversations.markRead(peer, Math.max(...times)));
  return (item) => {
    const isTracked = isOnline && conversation !== undefined && isUnread(item, conversation);
    return isTracked ? () => markRead(item.at) : undefined;
  };
}

/** Whether an item is a message from the other side that the user has not read. */
function isUnread(item: ConversationItem, { peer, mine }: Conversation): boolean {
  return item.kind === 'message' && item.message.from === peer.id && item.at > mine.read;
}
