import { expect, test } from 'vitest';
import { directionOf, incomingTracks, sections } from './sections.ts';

const directions = (initiates: boolean) => sections.map((section) => directionOf(section, initiates));

test('the two ends of a link use each of its sections in opposite directions', () => {
  expect(directions(true)).toEqual(['sendrecv', 'sendrecv', 'sendonly', 'sendonly', 'recvonly', 'recvonly']);
  expect(directions(false)).toEqual(['sendrecv', 'sendrecv', 'recvonly', 'recvonly', 'sendonly', 'sendonly']);
});

/** Transceivers whose tracks have these names. */
const receiving = (...names: readonly string[]) => names.map((track) => ({ receiver: { track } }));

test.each([
  ['the initiator', true, ['f', 'g']],
  ['the other end', false, ['c', 'd']],
])('%s keeps the shared screen apart from camera and microphone', (_end, initiates, screen) => {
  const { length } = sections;
  const all = receiving(...['a', 'b', 'c', 'd', 'f', 'g', 'unknown'].slice(0, length + 1));
  expect(incomingTracks(all, initiates)).toEqual({ person: ['a', 'b'], screen });
});

test('a page of an earlier build offers no sections for screens', () => {
  expect(incomingTracks(receiving('a', 'b'), false)).toEqual({ person: ['a', 'b'], screen: [] });
});
