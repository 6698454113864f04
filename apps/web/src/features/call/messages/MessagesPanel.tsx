import type { Person } from '@ringback/protocol';
import { X } from 'lucide-react';
import { Suspense, useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { attempt } from '../../../ui/browser/attempt.ts';
import { matchesMedia } from '../../../ui/browser/matchesMedia.ts';
import { IconButton } from '../../../ui/controls/Button.tsx';
import { useStage } from '../stage/stageContext.ts';
import { useEscape } from '../stage/useEscape.ts';
import { text } from '../text/callText.ts';
import styles from './MessagesPanel.module.css';

/** The conversation during a call: beside the stage, or as a sheet over the lower part of a narrow one. */
export function MessagesPanel({ peer }: { readonly peer: Person }) {
  const { showPanel, renderConversation } = useStage();
  const panelRef = useRef<HTMLElement>(null);
  useFocusBack();
  const close = (): void => showPanel('none');
  useEscape(panelRef, close);
  return (
    <section
      ref={panelRef}
      tabIndex={-1}
      aria-label={text.conversation(peer.name)}
      className={styles['panel']}
    >
      <header className={styles['header']}>
        <h2 className={styles['title']}>{text.messages}</h2>
        <IconButton label={text.closeMessages} icon={X} onClick={close} />
      </header>
      <div className={styles['scroller']}>
        <Suspense>
          {renderConversation(peer)}
          <FocusWhenThere panelRef={panelRef} />
        </Suspense>
      </div>
    </section>
  );
}

/** A press on "Messages" is to write one; on a phone, the keyboard would cover what there is to read. */
function FocusWhenThere({ panelRef }: { readonly panelRef: RefObject<HTMLElement | null> }) {
  useEffect(() => {
    const isPhone = matchesMedia('(pointer: coarse)');
    const field = isPhone ? null : panelRef.current?.querySelector('textarea');
    (field ?? panelRef.current)?.focus({ preventScroll: true });
  }, [panelRef]);
  return null;
}

/** The focus goes back to the button, or to the call where that is in a menu. */
function useFocusBack(): void {
  const { regionRef } = useStage();
  const focusBack = useEffectEvent((before: Element | null) => {
    if (document.activeElement !== document.body) return;
    const isThere = before instanceof HTMLElement && before.checkVisibility();
    (isThere ? before : regionRef.current)?.focus({ preventScroll: true });
  });
  useEffect(() => {
    const before = document.activeElement;
    closeMenu(regionRef.current);
    return () => focusBack(before);
  }, [regionRef]);
}

/** On a narrow window, the button is in a menu. */
function closeMenu(region: HTMLElement | null): void {
  attempt(() => region?.querySelector<HTMLElement>(':popover-open')?.hidePopover());
}
