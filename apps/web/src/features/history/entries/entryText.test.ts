import { entryDetails, entryLabels } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { device, entry } from './entry.testing.ts';
import { callButtonText, detailTexts, kindText, labelText } from './entryText.ts';

test.each([
  ['canceled', 'Canceled'],
  ['noAnswer', 'No answer'],
  ['missed', 'Missed'],
  ['declined', 'Declined'],
  ['busy', 'Busy'],
  ['failed', 'Failed'],
] as const)('%s is labeled %s', (label, words) => {
  expect(labelText(entry({ label }))).toBe(words);
});

test('an answered call is labeled by its duration, 0:00 if no word was heard', () => {
  expect(labelText(entry({ label: 'answered', durationMs: 7_900 }))).toBe('0:07');
  expect(labelText(entry({ label: 'answered' }))).toBe('0:00');
});

test('no detail holds a label, or a line would seem to have two', () => {
  const words = entryLabels
    .filter((label) => label !== 'answered')
    .map((label) => labelText(entry({ label })));
  for (const detail of entryDetails) {
    const [text = ''] = detailTexts(entry({ detail }), device(1));
    expect(words.filter((word) => text.includes(word))).toEqual([]);
  }
});

test('what was answered elsewhere says so, what was placed elsewhere does not', () => {
  const answered = entry({ label: 'answered', direction: 'incoming', deviceId: device(2) });
  expect(detailTexts(answered, device(1))).toEqual(['on another device']);
  expect(detailTexts(answered, device(2))).toEqual([]);
  expect(detailTexts({ ...answered, direction: 'outgoing' }, device(1))).toEqual([]);
});

test('details come together', () => {
  const lost = entry({
    label: 'answered',
    detail: 'connectionLost',
    direction: 'incoming',
    deviceId: device(2),
  });
  expect(detailTexts(lost, device(1))).toEqual(['connection lost', 'on another device']);
});

test('direction, kind and the call button are put into words', () => {
  expect(kindText(entry({ direction: 'incoming', media: 'video' }))).toBe('Incoming video call');
  expect(callButtonText(entry())).toBe('Call Grace again');
  expect(callButtonText(entry({ direction: 'incoming' }))).toBe('Call Grace back');
});
