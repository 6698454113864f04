const textTypes = new Set(['text', 'search', 'email', 'url', 'tel', 'password', 'number']);

/**
 * Whether keys pressed now go into a text field. Whatever appears by itself must then leave the focus where it is:
 * a word being typed would otherwise answer a call.
 */
export function isTyping(focused: Element | null = document.activeElement): boolean {
  if (focused instanceof HTMLInputElement) return textTypes.has(focused.type);
  if (focused instanceof HTMLTextAreaElement) return true;
  return focused instanceof HTMLElement && focused.isContentEditable;
}
