import type { CurrentCall } from '@ringback/client';
import { MessageSquareText } from 'lucide-react';
import { useConversations } from '../../../engine/storeHooks.ts';
import { buttonEntry, type ControlEntry } from '../stage/controlEntry.ts';
import type { Stage } from '../stage/stageContext.ts';
import { text } from '../text/callText.ts';

/** Opens and closes the conversation with the other side of an answered call; a dot says that there is something new. */
export function useMessagesEntry(
  { peer, hangUp }: CurrentCall,
  { layout, panel, showPanel, expand }: Pick<Stage, 'layout' | 'panel' | 'showPanel' | 'expand'>,
): ControlEntry | undefined {
  const unread = useConversations(({ known }) => known.find((each) => each.peer.id === peer.id)?.unread ?? 0);
  const isOpen = layout === 'full' && panel === 'messages';
  const toggle = (): void => {
    showPanel(isOpen ? 'none' : 'messages');
    if (layout !== 'full') expand();
  };
  return buttonEntry(hangUp && toggle, {
    id: 'messages',
    name: text.messages,
    icon: MessageSquareText,
    hasDot: unread > 0 && !isOpen,
    isExpanded: isOpen,
    ...(isOpen && { look: 'on' }),
  });
}
