import { expect, test } from 'vitest';
import { linkSteps } from './linkEvents.ts';

const udp = { path: 'direct', transport: 'udp' } as const;
const relay = { path: 'relay', transport: 'udp' } as const;
const relayTcp = { path: 'relay', transport: 'tcp' } as const;

test('both sides come up at once: one event, with one’s own route', () => {
  const moments = [
    { kind: 'up', at: 100, role: 'callee', route: relay },
    { kind: 'up', at: 130, role: 'caller', route: relayTcp },
  ] as const;
  const common = { kind: 'connected', at: 100, sides: ['theirs', 'mine'], gapMs: {} };
  expect(linkSteps(moments, 'caller')).toEqual([{ ...common, route: relayTcp }]);
  const [hers] = linkSteps(moments, 'callee');
  expect(hers).toMatchObject({ route: relay });
});

test('a move that both sides make is one event, with the gap of each', () => {
  const steps = linkSteps(
    [
      { kind: 'up', at: 0, role: 'caller', route: udp },
      { kind: 'up', at: 10, role: 'callee', route: udp },
      { kind: 'up', at: 9_000, role: 'callee', route: relay, gapMs: 480 },
      { kind: 'up', at: 9_200, role: 'caller', route: relay, gapMs: 400, cause: 'silent' },
    ],
    'caller',
  );
  expect(steps.slice(1)).toEqual([
    {
      kind: 'switched',
      at: 9_000,
      sides: ['theirs', 'mine'],
      route: relay,
      from: udp,
      gapMs: { mine: 400, theirs: 480 },
      cause: 'silent',
    },
  ]);
});

test('the same again of the same side, or long after, is another event', () => {
  const steps = linkSteps(
    [
      { kind: 'up', at: 0, role: 'caller', route: udp },
      { kind: 'up', at: 900, role: 'caller', route: udp, gapMs: 300 },
      { kind: 'up', at: 5_000, role: 'callee', route: udp },
    ],
    'caller',
  );
  expect(steps.map(({ kind, sides }) => [kind, ...sides])).toEqual([
    ['connected', 'mine'],
    ['reconnected', 'mine'],
    ['connected', 'theirs'],
  ]);
});

test('what stops before any media has come was an attempt, afterwards it is a break', () => {
  const steps = linkSteps(
    [
      { kind: 'down', at: 0, role: 'caller', cause: 'connectTimeout' },
      { kind: 'up', at: 500, role: 'caller', route: udp },
      { kind: 'down', at: 900, role: 'caller', cause: 'silent' },
      { kind: 'away', at: 950, role: 'caller' },
      { kind: 'away', at: 960, role: 'callee' },
    ],
    'callee',
  );
  expect(steps.map(({ kind }) => kind)).toEqual(['failed', 'connected', 'broken', 'away', 'away']);
});
