import { expect, test } from 'vitest';
import { packetDelay, perfect } from './conditions.ts';

/** Returns these numbers one after the other. */
function inTurn(...numbers: readonly number[]): () => number {
  const left = [...numbers];
  return () => left.shift() ?? Number.NaN;
}

test('a perfect network takes no time and loses nothing', () => {
  expect(packetDelay(perfect, inTurn())).toBe(0);
});

test('every packet takes the delay', () => {
  expect(packetDelay({ ...perfect, delayMs: 40 }, inTurn())).toBe(40);
});

test('jitter comes on top of the delay', () => {
  const conditions = { ...perfect, delayMs: 40, jitterMs: 100 };
  expect([packetDelay(conditions, inTurn(0)), packetDelay(conditions, inTurn(0.5))]).toEqual([40, 90]);
});

test('loss drops the given share', () => {
  const conditions = { ...perfect, loss: 0.1 };
  expect([packetDelay(conditions, inTurn(0.09)), packetDelay(conditions, inTurn(0.1))]).toEqual(['lost', 0]);
  expect(packetDelay({ ...perfect, loss: 1 }, inTurn(0.999))).toBe('lost');
});
