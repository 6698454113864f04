import * as v from 'valibot';
import { expect, test } from 'vitest';
import { MessageText } from './message.ts';

function read(text: string): string | undefined {
  const parsed = v.safeParse(MessageText, text);
  return parsed.success ? parsed.output : undefined;
}

test.each([
  ['white space around it', ' Hello\r\n', 'Hello'],
  ['an emoji', '👩‍🚀', '👩‍🚀'],
  ['Persian', 'می‌روم', 'می‌روم'],
  ['a turned direction inside it', 'a\u202eb', 'a\u202eb'],
])('a message with %s is accepted', (_, text, message) => {
  expect(read(text)).toBe(message);
});

test.each([
  ['white space', ' \n\t'],
  ['zero-width spaces', '\u200b\u200d'],
  ['Hangul fillers', '\u3164'],
  ['empty Braille cells', '\u2800 \u2800'],
  ['direction marks', '\u202e\u2066'],
  ['tags', '\u{e0061}'],
])('a message of nothing but %s is refused', (_, text) => {
  expect(read(text)).toBeUndefined();
});
