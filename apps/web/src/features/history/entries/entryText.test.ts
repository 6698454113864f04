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

test('the label of an answered call is its duration, or 0:00 if it never connected', () => {
  expect(labelText(entry({ label: 'answered', durationMs: 7_900 }))).toBe('0:07');
  expect(labelText(entry({ label: 'answered' }))).toBe('0:00');
});

test('no detail contains a label, so that a row never seems to have two', () => {
  const words = entryLabels
    .filter((label) => label !== 'answered')
    .map((label) => labelText(entry({ label })));
  for (const detail of entryDetails) {
    const [text = ''] = detailTexts(entry({ detail }), device(1));
    expect(words.filter((word) => text.includes(word))).toEqual([]);
  }
});

test('a call that was answered on another device says so, one that was placed there does not', () => {
  const answered = entry({ label: 'answered', direction: 'incoming', deviceId: device(2) });
  expect(detailTexts(answered, device(1))).toEqual(['on another device']);
  expect(detailTexts(answered, device(2))).toEqual([]);
  expect(detailTexts({ ...answered, direction: 'outgoing' }, device(1))).toEqual([]);
});

test('an urgent call says so', () => {
  expect(detailTexts(entry({ urgent: true }), device(1))).toEqual(['urgent']);
});

test('several details are listed together', () => {
  const lost = entry({
    label: 'answered',
    detail: 'connectionLost',
    direction: 'incoming',
    deviceId: device(2),
  });
  expect(detailTexts(lost, device(1))).toEqual(['connection lost', 'on another device']);
});

test('the direction, the kind and the call button have texts', () => {
  expect(kindText(entry({ direction: 'incoming', media: 'video' }))).toBe('Incoming video call');
  expect(callButtonText(entry())).toBe('Call Grace again');
  expect(callButtonText(entry({ direction: 'incoming' }))).toBe('Call Grace back');
});
