const textTypes = new Set(['text', 'search', 'email', 'url', 'tel', 'password', 'number']);

/**
 * Whether key presses go into a text field right now. Anything that appears uninvited must not take the focus then: the
 * next letter of a word could answer a call.
 */
export function isTyping(focused: Element | null = document.activeElement): boolean {
  if (focused instanceof HTMLInputElement) return textTypes.has(focused.type);
  if (focused instanceof HTMLTextAreaElement) return true;
  return focused instanceof HTMLElement && focused.isContentEditable;
}
