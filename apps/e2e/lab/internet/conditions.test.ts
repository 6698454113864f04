import { expect, test } from 'vitest';
import { enqueue, packetDelay, perfect } from './conditions.ts';

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

test('a slow uplink sends one packet after the other', () => {
  const first = enqueue({ freeAt: 0 }, 1_000, 100, 50);
  expect(first).toEqual({ freeAt: 130 });
  expect(enqueue({ freeAt: 130 }, 1_000, 100, 60)).toEqual({ freeAt: 210 });
});

test('an uplink with a full queue loses packets until it has sent some', () => {
  expect(enqueue({ freeAt: 500 }, 1_000, 100, 50)).toBe('lost');
  expect(enqueue({ freeAt: 500 }, 1_000, 100, 150)).toEqual({ freeAt: 580 });
});
