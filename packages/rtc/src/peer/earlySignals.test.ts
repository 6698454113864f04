import { LinkId } from '@ringback/protocol';
import type { Signal } from '../machine/box.ts';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { keepEarlySignals } from './earlySignals.ts';

const first = v.parse(LinkId, '00000000-0000-4000-8000-000000000001');
const second = v.parse(LinkId, '00000000-0000-4000-8000-000000000002');

function candidate(name: string): Signal {
  return { type: 'candidate', candidate: { candidate: name, sdpMid: '0' } };
}

it('hands out what came for a link, in order and once', () => {
  const early = keepEarlySignals();
  early.keep(first, [candidate('a')], 0);
  early.keep(second, [candidate('b')], 10);
  early.keep(first, [candidate('c'), candidate('d')], 20);
  expect(early.take(first, 30)).toEqual(['a', 'c', 'd'].map(candidate));
  expect(early.take(first, 30)).toEqual([]);
  expect(early.take(second, 30)).toEqual([candidate('b')]);
});

it('keeps signals for five seconds', () => {
  const early = keepEarlySignals();
  early.keep(first, [candidate('a')], 0);
  early.keep(first, [candidate('b')], 1);
  expect(early.take(first, 5_000)).toEqual([candidate('b')]);
});

it('keeps 32 boxes, the newest', () => {
  const early = keepEarlySignals();
  for (let n = 0; n < 40; n += 1) early.keep(first, [candidate(`${n}`)], n);
  const kept = early.take(first, 50);
  expect(kept).toHaveLength(32);
  expect(kept[0]).toEqual(candidate('8'));
});
