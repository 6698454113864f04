import type { Signal } from '../machine/box.ts';
import { signalsPerBox } from '../machine/box.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { batchSignals } from './signalBatch.ts';

const offer: Signal = { type: 'offer', sdp: 'v=0' };
const candidate: Signal = { type: 'candidate', candidate: { candidate: 'candidate:1', sdpMid: '0' } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function batching() {
  const sent: Signal[][] = [];
  return { sent, batch: batchSignals((signals) => sent.push(signals)) };
}

it('a description goes out at once', () => {
  const { sent, batch } = batching();
  batch.add(offer);
  expect(sent).toEqual([[offer]]);
});

it('candidates that are found at once go out together, and soon', () => {
  const { sent, batch } = batching();
  batch.add(candidate);
  batch.add(candidate);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(5);
  expect(sent).toEqual([[candidate, candidate]]);
});

it('those found in the 50 ms after that go out together', () => {
  const { sent, batch } = batching();
  batch.add(candidate);
  vi.advanceTimersByTime(15);
  batch.add(candidate);
  vi.advanceTimersByTime(20);
  batch.add(candidate);
  vi.advanceTimersByTime(19);
  expect(sent).toEqual([[candidate]]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([[candidate], [candidate, candidate]]);
});

it('one that is found right after a description, or long after the others, does not wait for more', () => {
  const { sent, batch } = batching();
  batch.add(offer);
  batch.add(candidate);
  vi.advanceTimersByTime(5);
  expect(sent).toEqual([[offer], [candidate]]);
  vi.advanceTimersByTime(60);
  batch.add(candidate);
  vi.advanceTimersByTime(5);
  expect(sent).toEqual([[offer], [candidate], [candidate]]);
});

it('a description takes along what waits, in order', () => {
  const { sent, batch } = batching();
  batch.add(candidate);
  batch.add(offer);
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([[candidate, offer]]);
});

it('more than a box holds do not wait', () => {
  const { sent, batch } = batching();
  for (let n = 0; n < signalsPerBox + 1; n += 1) batch.add(candidate);
  expect(sent.map((box) => box.length)).toEqual([signalsPerBox]);
  vi.advanceTimersByTime(50);
  expect(sent.map((box) => box.length)).toEqual([signalsPerBox, 1]);
});

it('stopped, it sends nothing any more', () => {
  const { sent, batch } = batching();
  batch.add(candidate);
  batch.stop();
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([]);
});
