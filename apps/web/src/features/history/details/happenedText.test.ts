import { entryDetails, entryLabels, type Entry } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { entry } from '../entries/entry.testing.ts';
import { happenedText } from './happenedText.ts';

const cases: readonly (readonly [Partial<Entry>, RegExp])[] = [
  [{ label: 'canceled' }, /ended before it was answered/],
  [{ label: 'canceled', detail: 'notReached' }, /did not ring on any of their devices/],
  [{ label: 'noAnswer' }, /Grace did not pick up/],
  [{ label: 'declined' }, /^Grace declined your call/],
  [{ label: 'busy' }, /on another call/],
  [{ label: 'failed' }, /, but sound never came through/],
  [{ label: 'failed', media: 'video' }, /, but sound and picture never came through/],
  [{ label: 'answered', durationMs: 7_000 }, /connected for 7 seconds\.$/],
  [{ label: 'answered', durationMs: 0 }, /before you were connected/],
  [{ label: 'answered', durationMs: 65_000, detail: 'connectionLost' }, /1 minute 5 seconds\. Then .* lost/],
  [{ direction: 'incoming', label: 'missed' }, /^Grace called, and the call was not answered/],
  [{ direction: 'incoming', label: 'missed', detail: 'silenced' }, /silence unknown callers/],
  [{ direction: 'incoming', label: 'missed', detail: 'onAnotherCall' }, /you were on another call/],
  [{ direction: 'incoming', label: 'declined' }, /^You declined/],
];

test.each(cases)('%o reads %s', (more, words) => {
  expect(happenedText(entry(more))).toMatch(words);
});

test('every possible entry reads as a full sentence', () => {
  for (const direction of ['outgoing', 'incoming'] as const) {
    for (const label of entryLabels) {
      for (const detail of [undefined, ...entryDetails]) {
        const words = happenedText(entry({ direction, label, ...(detail !== undefined && { detail }) }));
        expect(words).toMatch(/^[A-Z].*\.$/);
      }
    }
  }
});
