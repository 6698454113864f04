import { describe, expect, test } from 'vitest';
import { judge, weakerSide, type Finding, type Grade } from './judge.ts';
import type { QualitySummary } from './summary.ts';

const healthy: QualitySummary = {
  loss: 0,
  longLoss: 0,
  jitterMs: 4,
  concealment: 0,
  roundTripMs: 30,
  kbpsIn: 60,
  kbpsOut: 60,
  leg: { ms: 20, late: 0 },
  isBusy: false,
};

function end(more: Partial<QualitySummary>): QualitySummary {
  return { ...healthy, ...more };
}

function losing(share: number): QualitySummary {
  return end({ loss: share, longLoss: share });
}

const picture = { arrivedFps: 20, decodedFps: 20 };
const camera = { capturedFps: 20, encodedFps: 20, limitedBy: 'none', availableKbps: 1_500 } as const;
const filming = end({ picture, camera });

type Case = readonly [
  situation: string,
  mine: QualitySummary,
  theirs: QualitySummary | undefined,
  grade: Grade,
  finding?: Finding,
];

const both: Finding = { kind: 'network', side: 'both' };

const cases: readonly Case[] = [
  ['nothing is wrong', healthy, healthy, 'good'],
  ['2 % are lost', losing(0.02), losing(0.02), 'good'],
  ['4 % are lost for a moment', end({ loss: 0.06, longLoss: 0.03 }), healthy, 'good'],
  ['a round trip takes 150 ms', end({ roundTripMs: 150 }), end({ roundTripMs: 150 }), 'good'],
  ['5 % are lost on the way here', losing(0.05), healthy, 'fair'],
  ['5 % are lost on the way there', healthy, losing(0.05), 'fair'],
  ['a round trip takes 300 ms', end({ roundTripMs: 300 }), healthy, 'fair'],
  ['10 % are lost', losing(0.1), healthy, 'poor', both],
  ['the other device loses 20 %', healthy, losing(0.2), 'poor', both],
  ['a round trip takes 600 ms', end({ roundTripMs: 600 }), healthy, 'poor', both],
  ['packets come 100 ms early and late', end({ jitterMs: 100 }), healthy, 'poor', both],
  [
    'this network is slow',
    end({ roundTripMs: 600, leg: { ms: 600, late: 0 } }),
    healthy,
    'poor',
    { kind: 'network', side: 'mine' },
  ],
  [
    'the other network loses packets',
    losing(0.1),
    end({ leg: { ms: 20, late: 0.2 } }),
    'poor',
    { kind: 'network', side: 'theirs' },
  ],
  ['cameras are on', filming, filming, 'good'],
  [
    'the network has no room for pictures',
    end({ picture, camera: { ...camera, limitedBy: 'bandwidth', availableKbps: 90, encodedFps: 12 } }),
    filming,
    'poor',
    both,
  ],
  [
    'half of the pictures get lost',
    end({ picture: { arrivedFps: 8, decodedFps: 8 }, camera }),
    filming,
    'poor',
    both,
  ],
  [
    'their camera gives 6 pictures a second in the dark',
    end({ picture: { arrivedFps: 6, decodedFps: 6 }, camera }),
    end({ picture, camera: { ...camera, capturedFps: 6, encodedFps: 6 } }),
    'good',
  ],
  [
    'their camera is frozen',
    end({ picture: { arrivedFps: 0, decodedFps: 0 }, camera }),
    end({ picture, camera: { ...camera, capturedFps: 0, encodedFps: 0 } }),
    'fair',
    { kind: 'camera', side: 'theirs' },
  ],
  ['this computer is busy', end({ isBusy: true }), healthy, 'fair', { kind: 'computer', side: 'mine' }],
  ['their computer is busy', healthy, end({ isBusy: true }), 'fair', { kind: 'computer', side: 'theirs' }],
  ['the other page does not tell', losing(0.1), undefined, 'poor', both],
];

for (const [situation, mine, theirs, grade, finding] of cases) {
  test(`this device sees: ${situation}`, () => {
    const verdict = judge(mine, theirs, 'good');
    expect(verdict.grade).toBe(grade);
    expect(verdict.findings[0]).toEqual(finding);
  });
}

const mirrored = { mine: 'theirs', theirs: 'mine', both: 'both' } as const;

for (const [situation, mine, theirs, grade, finding] of cases) {
  if (theirs === undefined) continue;
  test(`the other device sees the same: ${situation}`, () => {
    const verdict = judge(theirs, mine, 'good');
    expect(verdict.grade).toBe(grade);
    expect(verdict.findings[0]?.side).toBe(finding && mirrored[finding.side]);
  });
}

test('a loss that just got less than 10 % is still poor, and good again below 3 %', () => {
  expect(judge(losing(0.07), healthy, 'poor').grade).toBe('poor');
  expect(judge(losing(0.04), healthy, 'poor').grade).toBe('fair');
  expect(judge(losing(0.04), healthy, 'fair').grade).toBe('fair');
  expect(judge(losing(0.02), healthy, 'fair').grade).toBe('good');
});

describe('weakerSide', () => {
  test.each([
    ['both ways to the server are alike', { ms: 40, late: 0 }, { ms: 90, late: 0 }, 'both'],
    ['both lose packets', { ms: 20, late: 0.2 }, { ms: 20, late: 0.15 }, 'both'],
    ['this one loses packets', { ms: 20, late: 0.1 }, { ms: 20, late: 0 }, 'mine'],
    ['the other one takes far longer', { ms: 20, late: 0 }, { ms: 400, late: 0 }, 'theirs'],
    ['the other one is unknown, this one fast', { ms: 20, late: 0 }, undefined, 'both'],
    ['the other one is unknown, this one slow', { ms: 300, late: 0 }, undefined, 'mine'],
    ['this one is unknown', undefined, { ms: 300, late: 0 }, 'both'],
  ] as const)('%s', (_situation, mine, theirs, side) => expect(weakerSide(mine, theirs)).toBe(side));
});
