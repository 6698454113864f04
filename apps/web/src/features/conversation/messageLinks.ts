/** A piece of a message: text, or an address that is shown as a link. */
export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/**
 * An address of the web, up to a space, a quotation mark or bracket that no address has, or an invisible character: one
 * that turns the direction of the text could make an address look like another.
 */
const address =
  /https?:\/\/[^\s"<>`«»“”„‟「」『』【】《》（）、。，！？；：\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+/giu;

/** Splits a message into text and links. Only http and https become links, and none with a user name before the host. */
export function messageParts(message: string): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  let end = 0;
  for (const match of message.matchAll(address)) {
    const typed = withoutEnd(match[0]);
    const href = /[\p{L}\p{N}]$/u.test(message.slice(end, match.index)) ? undefined : webAddress(typed);
    if (href === undefined) continue;
    if (match.index > end) parts.push({ kind: 'text', text: message.slice(end, match.index) });
    parts.push({ kind: 'link', text: typed, href });
    end = match.index + typed.length;
  }
  if (end < message.length) parts.push({ kind: 'text', text: message.slice(end) });
  return parts;
}

const openings: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Without the punctuation of the sentence around it, and without a bracket that was opened before the address. */
function withoutEnd(text: string): string {
  const count = countsOf(text);
  let end = text.length;
  for (; end > 0; end -= 1) {
    const last = text.charAt(end - 1);
    const opening = openings[last];
    const isEnd = opening === undefined ? /[.,;:!?'’…*_~|]/u.test(last) : count(last) > count(opening);
    if (!isEnd) break;
    count(last, -1);
  }
  return text.slice(0, end);
}

/** Counts each character once, because a message can be thousands of brackets. */
function countsOf(text: string): (character: string, change?: number) => number {
  const counts = new Map<string, number>();
  const count = (character: string, change = 0): number => {
    const changed = (counts.get(character) ?? 0) + change;
    counts.set(character, changed);
    return changed;
  };
  for (const character of text) count(character, 1);
  return count;
}

function webAddress(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === undefined || url.username !== '' || url.password !== '') return undefined;
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
