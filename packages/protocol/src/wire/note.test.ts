import * as v from 'valibot';
import { expect, test } from 'vitest';
import { endReasons } from '../call/call.ts';
import { callId } from '../testing/simulatedServer.ts';
import { bounds } from './limits.ts';
import { asksForNote, NoteOffer } from './note.ts';

const good = {
  id: callId(1),
  callId: callId(2),
  media: 'audio',
  mime: 'audio/webm',
  durationMs: 5_000,
  peaks: [0, 100],
  size: 5,
};
const takes = (change: object): boolean => v.safeParse(NoteOffer, { ...good, ...change }).success;

test('calls that were not answered ask for a note; canceled, answered and failed ones do not', () => {
  expect(endReasons.filter(asksForNote).toSorted()).toEqual(['busy', 'declined', 'noAnswer', 'unreachable']);
});

test('an offer of a note is bounded in time and detail, and is of a kind that people can play', () => {
  expect(takes({})).toBe(true);
  expect(takes({ media: 'video', mime: 'video/mp4' })).toBe(true);
  const wrong = [
    { media: 'video' },
    { mime: 'text/html' },
    { mime: 'audio/webm;codecs=opus' },
    { durationMs: bounds.noteMs + 1 },
    { durationMs: 0 },
    { size: 0 },
    { peaks: [101] },
    { peaks: Array.from({ length: bounds.notePeaks + 1 }, () => 1) },
    { name: 'note.webm' },
  ];
  expect(wrong.filter(takes)).toEqual([]);
});
