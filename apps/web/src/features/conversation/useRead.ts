import type { Conversation, UserId } from '@ringback/protocol';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection } from '../../engine/storeHooks.ts';
import { useBatched } from '../../ui/visibility/useBatched.ts';
import type { Item } from './conversationTimeline.ts';

/**
 * Counts a conversation as read up to the newest message that was seen. Gives, of a line whose sighting is to be told,
 * whom to tell.
 */
export function useRead(
  peer: UserId,
  conversation: Conversation | undefined,
): (item: Item) => (() => void) | undefined {
  const engine = useEngine();
  const isOnline = useConnection().state === 'online';
  const seen = useBatched<number>((times) => engine.readConversation(peer, Math.max(...times)));
  return (item) => {
    const isWatched = isOnline && conversation !== undefined && isUnread(item, conversation);
    return isWatched ? () => seen(item.at) : undefined;
  };
}

/** Whether a line is a message of the other one that the user has not read. */
export function isUnread(item: Item, { peer, mine }: Conversation): boolean {
  return item.kind === 'message' && item.message.from === peer.id && item.at > mine.read;
}
