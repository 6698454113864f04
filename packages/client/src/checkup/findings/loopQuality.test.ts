import { expect, test } from 'vitest';
import type { Measures } from './finding.ts';
import { judgeLoops, loopMeasures } from './loopQuality.ts';

test('a relayed loop passes this network twice each way, so half of its round trip is one leg', () => {
  const samples = {
    sent: 200,
    received: 190,
    echoMs: [80, 80, 90, 80],
    filledBytes: 500_000,
    filledMs: 2_000,
  };
  expect(loopMeasures(samples, 2)).toEqual({ roundTripMs: 40, jitterMs: 3, lossPercent: 5, kbps: 2_000 });
});

test('a loop through which nothing came lost everything', () => {
  const samples = { sent: 0, received: 0, echoMs: [], filledBytes: 0, filledMs: 0 };
  expect(loopMeasures(samples, 2)).toMatchObject({ lossPercent: 100, kbps: 0 });
});

const page: Measures = { roundTripMs: 1, jitterMs: 0, lossPercent: 0, kbps: 2_400 };
const fine: Measures = { roundTripMs: 40, jitterMs: 3, lossPercent: 0, kbps: 2_400 };

test.each<[string, Measures | undefined, Measures | undefined, boolean, string | undefined]>([
  ['a good network', page, fine, true, undefined],
  ['4 % loss and 299 ms', page, { ...fine, lossPercent: 4, roundTripMs: 299 }, true, undefined],
  ['5 % loss', page, { ...fine, lossPercent: 5 }, true, 'loopFair'],
  ['a round trip of 300 ms', page, { ...fine, roundTripMs: 300 }, true, 'loopFair'],
  ['10 % loss', page, { ...fine, lossPercent: 10 }, true, 'loopPoor'],
  ['a round trip of 500 ms', page, { ...fine, roundTripMs: 500 }, true, 'loopPoor'],
  ['100 kbit/s', page, { ...fine, kbps: 100 }, true, 'loopNarrow'],
  ['a computer too busy to talk to itself', { ...page, roundTripMs: 150 }, fine, true, 'pageSlow'],
  ['a relay that does not connect', page, undefined, true, 'loopFailed'],
  ['no relay', page, undefined, false, 'loopUnmeasured'],
])('%s', (_, inPage, relayed, hasRelay, problem) => {
  expect(judgeLoops(inPage, relayed, hasRelay).problem).toBe(problem);
});
