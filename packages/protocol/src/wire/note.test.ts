import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { endReasons } from '../call/call.ts';
import { callId } from '../testing/simulatedServer.ts';
import { bounds } from './base/limits.ts';
import { allowsNote, NoteOffer } from './note.ts';
import { isNoteHeader, noteHeaderBytes, unwrapNote, wrapNote } from './noteEnvelope.ts';

const validOffer = {
  id: callId(1),
  callId: callId(2),
  media: 'audio',
  mime: 'audio/webm',
  durationMs: 5_000,
  peaks: [0, 100],
  size: 5,
};
const isAccepted = (change: object): boolean => v.safeParse(NoteOffer, { ...validOffer, ...change }).success;

test('a note is offered after an unanswered call, not after a canceled, answered or failed one', () => {
  expect(endReasons.filter(allowsNote).toSorted()).toEqual(['busy', 'declined', 'noAnswer', 'unreachable']);
});

test('the offer of a note has bounds for duration and detail, and a playable format', () => {
  expect(isAccepted({})).toBe(true);
  expect(isAccepted({ media: 'video', mime: 'video/mp4' })).toBe(true);
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
  expect(wrong.filter(isAccepted)).toEqual([]);
});

test('an envelope returns the recording that was put into it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (contents) => {
      const envelope = wrapNote(contents);
      expect(isNoteHeader(envelope.subarray(0, noteHeaderBytes), envelope.length)).toBe(true);
      expect(unwrapNote(envelope)).toEqual(contents);
    }),
  );
});

test('a truncated envelope, one of a later version and anything else are not opened', () => {
  const envelope = wrapNote(new Uint8Array([1, 2, 3]));
  const changed = (at: number): Uint8Array => envelope.map((byte, index) => (index === at ? byte + 1 : byte));
  for (const wrong of [
    envelope.subarray(0, 14),
    envelope.subarray(0, 5),
    changed(0),
    changed(4),
    changed(11),
  ])
    expect(unwrapNote(wrong)).toBeUndefined();
  expect(unwrapNote(new Uint8Array())).toBeUndefined();
});

test('the server accepts an envelope of a later version without knowing its contents', () => {
  const later = wrapNote(new Uint8Array([1, 2, 3])).map((byte, at) => (at === 4 ? 2 : byte));
  expect(isNoteHeader(later, later.length)).toBe(true);
});
