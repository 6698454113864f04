import type { Conversation, UserId } from '@ringback/protocol';
import { useEffect } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useShown } from '../../ui/Shown.tsx';

/** Counts a conversation as read while it is looked at: drawn, uncovered, and in a tab that is in front. */
export function useRead(peer: UserId, conversation: Conversation | undefined): void {
  const engine = useEngine();
  const isShown = useShown();
  const unread = conversation?.unread ?? 0;
  useEffect(() => {
    if (isShown && unread > 0) engine.readConversation(peer);
  }, [engine, peer, isShown, unread]);
}
