import { expect, test } from 'vitest';
import { linkEvents } from './linkEvents.ts';

const udp = { path: 'direct', transport: 'udp' } as const;
const relay = { path: 'relay', transport: 'udp' } as const;
const relayTcp = { path: 'relay', transport: 'tcp' } as const;

test('if both sides connect at once, that is one event with the viewer’s own route', () => {
  const reports = [
    { kind: 'up', at: 100, role: 'callee', route: relay },
    { kind: 'up', at: 130, role: 'caller', route: relayTcp },
  ] as const;
  const common = { kind: 'connected', at: 100, sides: ['theirs', 'mine'], gapMs: {} };
  expect(linkEvents(reports, 'caller')).toEqual([{ ...common, route: relayTcp }]);
  const [calleeEvent] = linkEvents(reports, 'callee');
  expect(calleeEvent).toMatchObject({ route: relay });
});

test('a switch that both sides make is one event with the gap of each side', () => {
  const events = linkEvents(
    [
      { kind: 'up', at: 0, role: 'caller', route: udp },
      { kind: 'up', at: 10, role: 'callee', route: udp },
      { kind: 'up', at: 9_000, role: 'callee', route: relay, gapMs: 480 },
      { kind: 'up', at: 9_200, role: 'caller', route: relay, gapMs: 400, cause: 'silent' },
    ],
    'caller',
  );
  expect(events.slice(1)).toEqual([
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

test('a repeated report of the same side, or a late one, is a new event', () => {
  const events = linkEvents(
    [
      { kind: 'up', at: 0, role: 'caller', route: udp },
      { kind: 'up', at: 900, role: 'caller', route: udp, gapMs: 300 },
      { kind: 'up', at: 5_000, role: 'callee', route: udp },
    ],
    'caller',
  );
  expect(events.map(({ kind, sides }) => [kind, ...sides])).toEqual([
    ['connected', 'mine'],
    ['reconnected', 'mine'],
    ['connected', 'theirs'],
  ]);
});

test('a link that stops before any media was an attempt, after that it is a break', () => {
  const events = linkEvents(
    [
      { kind: 'down', at: 0, role: 'caller', cause: 'connectTimeout' },
      { kind: 'up', at: 500, role: 'caller', route: udp },
      { kind: 'down', at: 900, role: 'caller', cause: 'silent' },
      { kind: 'away', at: 950, role: 'caller' },
      { kind: 'away', at: 960, role: 'callee' },
    ],
    'callee',
  );
  expect(events.map(({ kind }) => kind)).toEqual(['failed', 'connected', 'broken', 'away', 'away']);
});
