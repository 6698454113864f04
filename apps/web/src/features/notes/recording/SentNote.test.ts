import { expect, test } from 'vitest';
import { sentText } from './SentNote.tsx';

test.each([
  ['on its way', { state: 'sending', sent: 0.4 }, 'Sending…'],
  ['waiting for a connection', { state: 'waiting', sent: 0 }, "Your note goes out when you're back online."],
  ['refused', { state: 'refused', message: 'Too many notes wait.' }, 'Not sent. Too many notes wait.'],
] as const)('a note that is %s is not called sent', (_, status, words) => {
  expect(sentText({ status })).toBe(words);
});

test('a note that is no draft any more is sent', () => {
  expect(sentText(undefined)).toBe('Note sent');
});
