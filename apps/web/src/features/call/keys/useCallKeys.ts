import { useEffect, useEffectEvent, useRef } from 'react';
import type { KeyActions } from './callKeyActions.ts';
import { commandOf, type KeyContext } from './keyCommand.ts';
import { attempt } from '../../../ui/browser/attempt.ts';
import { isTyping } from '../../../ui/controls/isTyping.ts';

/**
 * Runs the actions of keys that are pressed in a window. What has the keys is looked up before anything else sees the
 * press, because Escape closes a popover on its way; a press that something else has handled is left alone.
 */
export function useCallKeys(target: Window | null, actions: KeyActions, areLettersOn: boolean): void {
  const context = useRef<KeyContext | null>(null);
  const held = useRef<(() => void) | null>(null);
  const onCapture = useEffectEvent((page: Document) => {
    context.current = { areLettersOn, ...keyContextOf(page) };
  });
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    // The page would scroll under a key that is held to talk.
    if (event.key === ' ' && held.current !== null) return event.preventDefault();
    if (context.current === null || event.defaultPrevented) return;
    const command = commandOf(event, context.current);
    if (command === undefined || actions[command] === undefined) return;
    event.preventDefault();
    if (command === 'talk') held.current = actions.talk?.() ?? null;
    else actions[command]?.();
  });
  useEffect(() => {
    if (target === null) return undefined;
    const stop = new AbortController();
    const { signal } = stop;
    const release = (): void => {
      held.current?.();
      held.current = null;
    };
    target.addEventListener('keydown', () => onCapture(target.document), { capture: true, signal });
    target.addEventListener('keydown', (event) => onKeyDown(event), { signal });
    target.addEventListener('keyup', ({ key }) => key === ' ' && release(), { signal });
    // The release of a key is not seen in another window.
    target.addEventListener('blur', release, { signal });
    return () => {
      stop.abort();
      release();
    };
  }, [target]);
}

/** Open parts of a page that have the keys for themselves. The calls' own region is none. */
const overlays = ['dialog[open]', '[role="alertdialog"]', '[role="menu"]'].join(', ');

/** Asked for on its own: browsers without popovers refuse the selector. */
const openPopovers = ':is([popover=""], [popover="auto"]):popover-open';

/** Here letters choose an entry. */
const choosers = 'select, [role="listbox"], [role="combobox"]';

/** What has the keys of a document right now. */
function keyContextOf(page: Document): Omit<KeyContext, 'areLettersOn'> {
  return { focus: focusOf(page.activeElement), isOverlayOpen: isOverlayOpen(page) };
}

function isOverlayOpen(page: Document): boolean {
  if (page.querySelector(overlays) !== null) return true;
  return (attempt(() => page.querySelector(openPopovers)) ?? null) !== null;
}

/** An element that has the focus only because it was moved there, such as the region of the call, is no control. */
function focusOf(focused: Element | null): KeyContext['focus'] {
  if (focused === null || focused === focused.ownerDocument.body) return 'none';
  if (isTyping(focused) || focused.matches(choosers)) return 'field';
  return focused.getAttribute('tabindex') === '-1' ? 'none' : 'control';
}
