import { expect, test } from 'vitest';
import { noteLabel, playedText } from './sharedText.ts';

test('the label of a note has its kind, sender, duration and whether it was played', () => {
  const note = { media: 'audio', durationMs: 12_300 } as const;
  expect(noteLabel(note, 'Grace', playedText({}))).toBe('Voice note from Grace, 0:12, not played');
  const full = { media: 'video', durationMs: 29_960, playedAt: 5 } as const;
  expect(noteLabel(full, 'Ada', playedText(full))).toBe('Video note from Ada, 0:30, played');
});
