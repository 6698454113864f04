import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNoteHeader, noteHeaderBytes, openNote, sealNote } from './noteEnvelope.ts';

test('whatever is put into an envelope comes out again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (contents) => {
      const envelope = sealNote(contents);
      expect(isNoteHeader(envelope.subarray(0, noteHeaderBytes), envelope.length)).toBe(true);
      expect(openNote(envelope)).toEqual(contents);
    }),
  );
});

test('what is no envelope, was cut off or comes from a later version is not opened', () => {
  const envelope = sealNote(new Uint8Array([1, 2, 3]));
  const changed = (at: number): Uint8Array => envelope.map((byte, index) => (index === at ? byte + 1 : byte));
  for (const wrong of [
    envelope.subarray(0, 14),
    envelope.subarray(0, 5),
    changed(0),
    changed(4),
    changed(11),
  ])
    expect(openNote(wrong)).toBeUndefined();
  expect(openNote(new Uint8Array())).toBeUndefined();
});

test('the server takes an envelope of a later version, whose contents it need not know', () => {
  const later = sealNote(new Uint8Array([1, 2, 3])).map((byte, at) => (at === 4 ? 2 : byte));
  expect(isNoteHeader(later, later.length)).toBe(true);
});
