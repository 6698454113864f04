import { labels, type Direction, type Label, type Medium } from './callTerms.ts';

/** One line of the history, as the screen shows it. */
export interface ShownEntry {
  readonly label: Label;
  readonly direction: Direction;
  readonly medium: Medium;
  /** With `answered`: the displayed duration, such as "0:07". */
  readonly duration?: string;
  /** Server time in ms at which the call was placed. */
  readonly placedAtMs: number;
  /** Everything that a screen reader reads of the line, except its buttons and its time. */
  readonly text: string;
}

const durationPattern = /\b\d+:\d\d\b/;

/**
 * Reads a line from its accessibility tree, so that icons count as much as text. Throws if the line does not have
 * exactly one label.
 * @param snapshot of the listitem, by `ariaSnapshot`
 * @param placedAt the `datetime` of its `time` element
 */
export function parseEntry(snapshot: string, placedAt: string | null): ShownEntry {
  const lines = snapshot.split('\n').filter((line) => !/^\s*- (button|time)\b/.test(line));
  const text = lines.join('\n');
  const duration = durationPattern.exec(text)?.[0];
  return {
    label: onlyOne(labelsIn(text, duration), 'label', snapshot),
    direction: onlyOne(wordsIn(text, ['Outgoing', 'Incoming']), 'direction', snapshot),
    medium: onlyOne(wordsIn(text, ['voice', 'video']), 'medium', snapshot),
    ...(duration !== undefined && { duration }),
    placedAtMs: Date.parse(placedAt ?? ''),
    text,
  };
}

function labelsIn(text: string, duration: string | undefined): Label[] {
  const words = labels.filter((label) => label !== 'answered' && new RegExp(`\\b${label}\\b`).test(text));
  return duration === undefined ? words : [...words, 'answered'];
}

function wordsIn<Word extends string>(text: string, words: readonly Word[]): Word[] {
  return words.filter((word) => new RegExp(`\\b${word}\\b`, 'i').test(text));
}

function onlyOne<Word>(found: readonly Word[], what: string, snapshot: string): Word {
  const [word] = found;
  if (word === undefined || found.length > 1) {
    throw new Error(`A history line needs exactly one ${what}, found ${found.join(', ')} in:\n${snapshot}`);
  }
  return word;
}
