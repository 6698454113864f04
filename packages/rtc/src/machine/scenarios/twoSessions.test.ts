import fc from 'fast-check';
import { createSeededRandom, freshSeed } from '@ringback/testkit';
import { describe, expect, inject, it } from 'vitest';
import type { Role } from '@ringback/protocol';
import { connectTimeoutMs } from '../policy.ts';
import type { LinkRules } from '../link.ts';
import {
  ringingStrangers,
  TwoSessions,
  type End,
  type Passing,
  type Surroundings,
} from './twoSessions.testing.ts';

declare module 'vitest' {
  interface ProvidedContext {
    propertyRuns: string;
    seed: string;
  }
}

// `npm test -- all` makes more runs; the environment variable SEED repeats a failure.
const runs = Number(inject('propertyRuns') || 250);
const seed = freshSeed(inject('seed'));

function connected(more: Partial<Surroundings> = {}): TwoSessions {
  const sessions = new TwoSessions({ random: createSeededRandom(1).fraction, ...more });
  sessions.load(sessions.caller);
  sessions.load(sessions.callee);
  sessions.advance(2_000);
  return sessions;
}

function expectTalking(sessions: TwoSessions): void {
  const { caller, callee } = sessions;
  expect(caller.carrying).toBeDefined();
  expect(callee.carrying).toBe(caller.carrying);
  for (const end of [caller, callee]) {
    expect(end.linksFor('main')).toEqual([caller.carrying]);
    expect(end.linksFor('standby').length).toBeLessThanOrEqual(1);
    expect([...end.peers.keys()].toSorted()).toEqual(
      [...end.linksFor('main'), ...end.linksFor('standby')].toSorted(),
    );
  }
}

/**
 * A session may try an optional link at any time, however long ago something broke, and one end may receive packets over
 * it a moment before the other does.
 */
function expectSettling(sessions: TwoSessions): void {
  sessions.advance(connectTimeoutMs + 4_000);
  for (const end of [sessions.caller, sessions.callee]) expect(end.carrying).toBeDefined();
  const isTryingLink = () =>
    sessions.caller.linksFor('main').length + sessions.callee.linksFor('main').length > 2;
  for (let step = 0; step < 40 && isTryingLink(); step += 1) sessions.advance(250);
  expectTalking(sessions);
}

describe('two sessions', () => {
  it('the first link connects and is the only one', () => {
    const sessions = connected();
    expectTalking(sessions);
    expect(sessions.caller.events).toEqual(['media', 'up']);
    expect(sessions.callee.events).toEqual(['media', 'up']);
  });

  it('the network fails for three seconds: the old link carries again', () => {
    const sessions = connected();
    const first = sessions.caller.carrying;
    sessions.passing = 'none';
    sessions.advance(1_200);
    expect(sessions.caller.events.at(-1)).toBe('down: silent');
    sessions.advance(1_800);
    sessions.passing = 'both';
    sessions.advance(300);
    expect(sessions.caller.carrying).toBe(first);
    sessions.advance(20_000);
    expectTalking(sessions);
    expect(sessions.caller.events.filter((event) => event.startsWith('down'))).toEqual(['down: silent']);
  });

  it.each(['caller', 'callee'] as const)(
    'a link breaks only toward the %s: both switch to a new one',
    (role) => {
      const sessions = connected();
      const first = sessions.caller.carrying;
      sessions.broken.add(`${first ?? expect.fail()} ${role}`);
      sessions.advance(2_500);
      expectTalking(sessions);
      expect(sessions.caller.carrying).not.toBe(first);
      // The direction that still worked switched without reporting a silence.
      expect(sessions[role === 'caller' ? 'callee' : 'caller'].events).toEqual([
        'media',
        'up',
        'media',
        'up',
      ]);
    },
  );

  it.each(['caller', 'callee'] as const)('the %s reloads within a second: no silence is reported', (role) => {
    const sessions = connected();
    sessions.setOnline(sessions[role], false);
    sessions.load(sessions[role]);
    sessions.advance(400);
    sessions.setOnline(sessions[role], true);
    sessions.advance(2_000);
    expectTalking(sessions);
    expect(sessions[role].events).toEqual(['media', 'up']);
  });

  it('the callee is away for five seconds: the caller keeps retrying, and both connect as soon as it is back', () => {
    const sessions = connected();
    sessions.setOnline(sessions.callee, false);
    sessions.load(sessions.callee);
    sessions.advance(5_000);
    expect(sessions.caller.events.at(-1)).toBe('down: peerClosed');
    sessions.setOnline(sessions.callee, true);
    sessions.advance(600);
    expectTalking(sessions);
  });

  it('the server is away while a link breaks: the next link is made when it is back', () => {
    const sessions = connected();
    sessions.setOnline(sessions.caller, false);
    sessions.setOnline(sessions.callee, false);
    sessions.passing = 'none';
    sessions.advance(15_000);
    expect(sessions.caller.peers.size).toBe(1);
    const { session } = sessions.caller;
    expect(session.state === 'open' && session.recovery).toMatchObject({ waitsFor: 'server' });
    sessions.passing = 'both';
    sessions.broken.add(`${[...sessions.caller.peers.keys()][0] ?? expect.fail()} caller`);
    sessions.broken.add(`${[...sessions.caller.peers.keys()][0] ?? expect.fail()} callee`);
    sessions.advance(3_000);
    sessions.setOnline(sessions.caller, true);
    sessions.setOnline(sessions.callee, true);
    sessions.advance(2_000);
    expectTalking(sessions);
  });

  describe('with a relay', () => {
    const withStandby = (): TwoSessions => {
      const sessions = connected({ hasRelay: true });
      sessions.advance(1_000);
      return sessions;
    };

    it('a call that is up opens a standby, the same at both ends', () => {
      const { caller, callee } = withStandby();
      expect(caller.linksFor('standby')).toHaveLength(1);
      expect(callee.linksFor('standby')).toEqual(caller.linksFor('standby'));
    });

    it.each(['none', 'toCaller', 'toCallee'] as const)(
      'the direct route is cut, %s passes: both switch to the relay within half a second, and no silence is reported',
      (direct) => {
        const sessions = withStandby();
        sessions.direct = direct;
        sessions.advance(500);
        for (const end of [sessions.caller, sessions.callee]) {
          expect(end.route).toBe('relay');
          expect(end.events).toEqual(['media', 'up', 'media', 'up']);
          for (const gap of end.gaps) expect(gap).toBeLessThanOrEqual(450);
        }
        sessions.advance(20_000);
        expectTalking(sessions);
        expect(sessions.caller.linksFor('standby')).toHaveLength(1);
      },
    );

    it.each([
      ['toCaller', 'caller'],
      ['toCaller', 'callee'],
      ['toCallee', 'caller'],
    ] as const)(
      'the direct route is cut, %s passes, and the page of the %s stalls: the standby waits for it',
      (direct, role) => {
        const sessions = withStandby();
        sessions.direct = direct;
        sessions.advance(200);
        sessions.stall(sessions[role], 900);
        sessions.advance(1_100);
        for (const end of [sessions.caller, sessions.callee]) {
          expect(end.route).toBe('relay');
          for (const gap of end.gaps) expect(gap).toBeLessThanOrEqual(1_150);
        }
        sessions.advance(6_000);
        expectTalking(sessions);
      },
    );

    it('the direct route works again: the call returns to it, but not at once', () => {
      const sessions = withStandby();
      sessions.direct = 'none';
      sessions.advance(2_000);
      sessions.direct = 'both';
      sessions.advance(5_000);
      expect(sessions.caller.route).toBe('relay');
      sessions.advance(30_000);
      expect(sessions.caller.route).toBe('direct');
      expectTalking(sessions);
    });

    it('everything is cut for five seconds: the first link carries again, and there is a standby again', () => {
      const sessions = withStandby();
      const first = sessions.caller.carrying;
      sessions.passing = 'none';
      sessions.advance(5_000);
      expect(sessions.caller.events.at(-1)).toBe('down: silent');
      sessions.passing = 'both';
      sessions.advance(500);
      expect(sessions.caller.carrying).toBe(first);
      sessions.advance(30_000);
      expectTalking(sessions);
      expect(sessions.callee.linksFor('standby')).toHaveLength(1);
    });

    it('the standby is dead too: a new link is made beside the silent one', () => {
      const sessions = withStandby();
      for (const id of sessions.caller.peers.keys())
        for (const role of ['caller', 'callee'] as const) sessions.broken.add(`${id} ${role}`);
      sessions.advance(2_000);
      expect(sessions.caller.carrying).toBeDefined();
      expect(sessions.callee.carrying).toBe(sessions.caller.carrying);
    });

    it('strangers answer: media flows over the relay at once, and directly a moment later', () => {
      const sessions = ringingStrangers(10_000);
      expect(sessions.caller.events).toEqual([]);
      sessions.answer();
      sessions.advance(100);
      expect([sessions.caller.route, sessions.callee.route]).toEqual(['relay', 'relay']);
      sessions.advance(2_000);
      expect([sessions.caller.route, sessions.callee.route]).toEqual(['direct', 'direct']);
      for (const end of [sessions.caller, sessions.callee]) {
        expect(end.events).toEqual(['media', 'up', 'media', 'up']);
        expect(end.gaps).toEqual([]);
      }
    });
  });

  it(`after any faults, both talk over one link soon after everything works again (seed ${seed})`, () => {
    fc.assert(
      fc.property(schedules, fc.nat(), fc.boolean(), someRules, (schedule, randomSeed, hasRelay, rules) => {
        const sessions = new TwoSessions({
          random: createSeededRandom(randomSeed).fraction,
          hasRelay,
          rules,
        });
        sessions.load(sessions.caller);
        sessions.load(sessions.callee);
        for (const [waitMs, fault] of schedule) {
          sessions.advance(waitMs);
          applyFault(sessions, fault);
        }
        repair(sessions);
        expectSettling(sessions);
        for (const end of [sessions.caller, sessions.callee]) expectValidEvents(end);
      }),
      { numRuns: runs, seed, examples: [judgedDuringSwitch] },
    );
    // A thousand runs take minutes on a busy machine.
  }, 240_000);
});

const waits = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 300, max: 6_000 }));

/** A fault or its end; plain data, so that a failing schedule is readable. */
type Fault =
  | { readonly type: 'network' | 'direct'; readonly passing: Passing }
  | { readonly type: 'server'; readonly side: Role; readonly isOnline: boolean }
  | { readonly type: 'reload'; readonly side: Role }
  | { readonly type: 'stall'; readonly side: Role; readonly forMs: number }
  | { readonly type: 'breakNewestLink'; readonly toward: Role }
  /** For good: only another link helps. */
  | { readonly type: 'deafenNewestLink' | 'uncountNewestLink'; readonly toward: Role };

const side = fc.constantFrom<Role>('caller', 'callee');
const passing = fc.constantFrom<Passing>('both', 'toCaller', 'toCallee', 'none');
const faults: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ type: fc.constantFrom('network' as const, 'direct' as const), passing }),
  fc.record({ type: fc.constant('server' as const), side, isOnline: fc.boolean() }),
  fc.record({ type: fc.constant('reload' as const), side }),
  fc.record({ type: fc.constant('stall' as const), side, forMs: fc.integer({ min: 50, max: 3_000 }) }),
  fc.record({ type: fc.constant('breakNewestLink' as const), toward: side }),
  fc.record({
    type: fc.constantFrom('deafenNewestLink' as const, 'uncountNewestLink' as const),
    toward: side,
  }),
);

const schedules = fc.array(fc.tuple(waits, faults), { maxLength: 14 });
const someRules = fc.constantFrom<LinkRules>({ relays: 'no' }, { relays: 'first' });

/** Long after the last fault a direct link takes over from a relayed one, at the callee a moment earlier. */
const judgedDuringSwitch: [[number, Fault][], number, boolean, LinkRules] = [
  [
    [2_860, { type: 'reload', side: 'callee' }],
    [3_064, { type: 'server', side: 'caller', isOnline: false }],
    [16, { type: 'server', side: 'caller', isOnline: false }],
    [5_120, { type: 'server', side: 'caller', isOnline: false }],
  ],
  0,
  true,
  { relays: 'no' },
];

function applyFault(sessions: TwoSessions, fault: Fault): void {
  switch (fault.type) {
    case 'network':
      sessions.passing = fault.passing;
      return;
    case 'direct':
      sessions.direct = fault.passing;
      return;
    case 'server':
      return sessions.setOnline(sessions[fault.side], fault.isOnline);
    case 'reload':
      return sessions.load(sessions[fault.side]);
    case 'stall':
      return sessions.stall(sessions[fault.side], fault.forMs);
    case 'breakNewestLink':
      return applyToNewestLink(sessions, sessions.broken, fault.toward);
    case 'deafenNewestLink':
      return applyToNewestLink(sessions, sessions.deaf, fault.toward);
    case 'uncountNewestLink':
      return applyToNewestLink(sessions, sessions.uncounted, fault.toward);
  }
}

function applyToNewestLink({ caller }: TwoSessions, faulty: TwoSessions['broken'], toward: Role): void {
  const id = [...caller.peers.keys()].at(-1);
  if (id !== undefined) faulty.add(`${id} ${toward}`);
}

function repair(sessions: TwoSessions): void {
  sessions.passing = 'both';
  sessions.direct = 'both';
  sessions.broken.clear();
  sessions.setOnline(sessions.caller, true);
  sessions.setOnline(sessions.callee, true);
}

/** `down` is never reported twice in a row, and media is always rendered before its link is up. */
function expectValidEvents({ events }: End): void {
  for (const [index, event] of events.entries()) {
    if (event.startsWith('down')) expect(events[index - 1] ?? 'up').not.toMatch(/^down/);
    if (event === 'media') expect(events[index + 1]).toBe('up');
  }
}
