import { attempt } from '../../../ui/browser/attempt.ts';
import { isTyping } from '../../../ui/controls/isTyping.ts';
import type { KeyContext } from './keyCommand.ts';

/** Open parts of a page that have the keys for themselves. The calls' own region is none. */
const overlays = ['dialog[open]', '[role="alertdialog"]', '[role="menu"]'].join(', ');

/** Asked for on its own: browsers without popovers refuse the selector. */
const openPopovers = ':is([popover=""], [popover="auto"]):popover-open';

/** Here letters choose an entry. */
const choosers = 'select, [role="listbox"], [role="combobox"]';

/** What has the keys of a document right now. */
export function keyContextOf(page: Document): Omit<KeyContext, 'areLettersOn'> {
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
