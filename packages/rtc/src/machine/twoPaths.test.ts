import fc from 'fast-check';
import { createSeededRandom } from '@ringback/testkit';
import { describe, expect, it } from 'vitest';
import type { Role } from '@ringback/protocol';
import { connectMs } from './link.ts';
import type { End } from './pathEnd.testing.ts';
import type { LinkRules } from './plan.ts';
import { TwoPaths, type Passing, type Surroundings } from './twoPaths.testing.ts';

const seed = Date.now() % 2 ** 31;

function connected(more: Partial<Surroundings> = {}): TwoPaths {
  const paths = new TwoPaths({ random: createSeededRandom(1).fraction, ...more });
  paths.load(paths.caller);
  paths.load(paths.callee);
  paths.advance(2_000);
  return paths;
}

function expectTalking(paths: TwoPaths): void {
  const { caller, callee } = paths;
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
 * However long ago something broke, links that can be done without may be on trial at any moment, and one end may hear
 * over such a link a moment before the other does.
 */
function expectSettling(paths: TwoPaths): void {
  paths.advance(connectMs + 4_000);
  for (const end of [paths.caller, paths.callee]) expect(end.carrying).toBeDefined();
  const isOnTrial = () => paths.caller.linksFor('main').length + paths.callee.linksFor('main').length > 2;
  for (let step = 0; step < 40 && isOnTrial(); step += 1) paths.advance(250);
  expectTalking(paths);
}

describe('two paths', () => {
  it('the first link comes up in the time it takes, and is the only one', () => {
    const paths = connected();
    expectTalking(paths);
    expect(paths.caller.told).toEqual(['media', 'up']);
    expect(paths.callee.told).toEqual(['media', 'up']);
  });

  it('the network fails for three seconds and comes back: the old link serves again', () => {
    const paths = connected();
    const first = paths.caller.carrying;
    paths.passing = 'none';
    paths.advance(1_200);
    expect(paths.caller.told.at(-1)).toBe('down: silent');
    paths.advance(1_800);
    paths.passing = 'both';
    paths.advance(300);
    expect(paths.caller.carrying).toBe(first);
    paths.advance(20_000);
    expectTalking(paths);
    expect(paths.caller.told.filter((word) => word.startsWith('down'))).toEqual(['down: silent']);
  });

  it.each(['caller', 'callee'] as const)(
    'a link breaks toward the %s alone: both move to a new one',
    (role) => {
      const paths = connected();
      const first = paths.caller.carrying;
      paths.broken.add(`${first ?? expect.fail()} ${role}`);
      paths.advance(2_500);
      expectTalking(paths);
      expect(paths.caller.carrying).not.toBe(first);
      // The direction that still worked moved over without a word of silence.
      expect(paths[role === 'caller' ? 'callee' : 'caller'].told).toEqual(['media', 'up', 'media', 'up']);
    },
  );

  it.each(['caller', 'callee'] as const)(
    'the %s is loaded anew within a second: no silence is told',
    (role) => {
      const paths = connected();
      paths.setOnline(paths[role], false);
      paths.load(paths[role]);
      paths.advance(400);
      paths.setOnline(paths[role], true);
      paths.advance(2_000);
      expectTalking(paths);
      expect(paths[role].told).toEqual(['media', 'up']);
    },
  );

  it('the callee is away for five seconds: the caller goes on asking, and both meet at once when it is back', () => {
    const paths = connected();
    paths.setOnline(paths.callee, false);
    paths.load(paths.callee);
    paths.advance(5_000);
    expect(paths.caller.told.at(-1)).toBe('down: peerClosed');
    paths.setOnline(paths.callee, true);
    paths.advance(600);
    expectTalking(paths);
  });

  it('the server is away while a link breaks: the next link is made when it is back, not before', () => {
    const paths = connected();
    paths.setOnline(paths.caller, false);
    paths.setOnline(paths.callee, false);
    paths.passing = 'none';
    paths.advance(15_000);
    expect(paths.caller.peers.size).toBe(1);
    const { path } = paths.caller;
    expect(path.state === 'open' && path.mending).toMatchObject({ waitsFor: 'server' });
    paths.passing = 'both';
    paths.broken.add(`${[...paths.caller.peers.keys()][0] ?? expect.fail()} caller`);
    paths.broken.add(`${[...paths.caller.peers.keys()][0] ?? expect.fail()} callee`);
    paths.advance(3_000);
    paths.setOnline(paths.caller, true);
    paths.setOnline(paths.callee, true);
    paths.advance(2_000);
    expectTalking(paths);
  });

  describe('with a relay', () => {
    const withStandby = (): TwoPaths => {
      const paths = connected({ hasRelay: true });
      paths.advance(1_000);
      return paths;
    };

    it('a call that is up raises a standby, one at each end', () => {
      const { caller, callee } = withStandby();
      expect(caller.linksFor('standby')).toHaveLength(1);
      expect(callee.linksFor('standby')).toEqual(caller.linksFor('standby'));
    });

    it.each(['none', 'toCaller', 'toCallee'] as const)(
      'the direct path is cut, %s passes: both move to the relay within half a second, and no silence is told',
      (direct) => {
        const paths = withStandby();
        paths.direct = direct;
        paths.advance(500);
        for (const end of [paths.caller, paths.callee]) {
          expect(end.route).toBe('relay');
          expect(end.told).toEqual(['media', 'up', 'media', 'up']);
          for (const gap of end.gaps) expect(gap).toBeLessThanOrEqual(450);
        }
        paths.advance(20_000);
        expectTalking(paths);
        expect(paths.caller.linksFor('standby')).toHaveLength(1);
      },
    );

    it.each([
      ['toCaller', 'caller'],
      ['toCaller', 'callee'],
      ['toCallee', 'caller'],
    ] as const)(
      'the direct path is cut, %s passes, and the page of the %s stands still: the standby waits for it',
      (direct, role) => {
        const paths = withStandby();
        paths.direct = direct;
        paths.advance(200);
        paths.holdUp(paths[role], 900);
        paths.advance(1_100);
        for (const end of [paths.caller, paths.callee]) {
          expect(end.route).toBe('relay');
          for (const gap of end.gaps) expect(gap).toBeLessThanOrEqual(1_150);
        }
        paths.advance(6_000);
        expectTalking(paths);
      },
    );

    it('the direct path works again: the call goes back to it, and not at once', () => {
      const paths = withStandby();
      paths.direct = 'none';
      paths.advance(2_000);
      paths.direct = 'both';
      paths.advance(5_000);
      expect(paths.caller.route).toBe('relay');
      paths.advance(30_000);
      expect(paths.caller.route).toBe('direct');
      expectTalking(paths);
    });

    it('everything is cut for five seconds: the first link serves again, and there is a standby again', () => {
      const paths = withStandby();
      const first = paths.caller.carrying;
      paths.passing = 'none';
      paths.advance(5_000);
      expect(paths.caller.told.at(-1)).toBe('down: silent');
      paths.passing = 'both';
      paths.advance(500);
      expect(paths.caller.carrying).toBe(first);
      paths.advance(30_000);
      expectTalking(paths);
      expect(paths.callee.linksFor('standby')).toHaveLength(1);
    });

    it('the standby is dead too: a new link is made beside the silent one', () => {
      const paths = withStandby();
      for (const id of paths.caller.peers.keys())
        for (const role of ['caller', 'callee'] as const) paths.broken.add(`${id} ${role}`);
      paths.advance(2_000);
      expect(paths.caller.carrying).toBeDefined();
      expect(paths.callee.carrying).toBe(paths.caller.carrying);
    });

    it('strangers are answered: media flows over the relay at once, and directly a moment later', () => {
      const paths = new TwoPaths({
        random: createSeededRandom(1).fraction,
        hasRelay: true,
        rules: { relays: 'untilAnswer' },
      });
      paths.load(paths.caller, 'warm');
      paths.load(paths.callee, 'warm');
      paths.advance(10_000);
      expect(paths.caller.told).toEqual([]);
      paths.answer();
      paths.advance(100);
      expect([paths.caller.route, paths.callee.route]).toEqual(['relay', 'relay']);
      paths.advance(2_000);
      expect([paths.caller.route, paths.callee.route]).toEqual(['direct', 'direct']);
      for (const end of [paths.caller, paths.callee]) {
        expect(end.told).toEqual(['media', 'up', 'media', 'up']);
        expect(end.gaps).toEqual([]);
      }
    });
  });

  // The longest that anything waits for is a link that will never connect.
  it(`whatever breaks, both talk over one link soon after nothing is broken any more (seed ${seed})`, () => {
    fc.assert(
      fc.property(schedules, fc.nat(), fc.boolean(), someRules, (schedule, dice, hasRelay, rules) => {
        const paths = new TwoPaths({ random: createSeededRandom(dice).fraction, hasRelay, rules });
        paths.load(paths.caller);
        paths.load(paths.callee);
        for (const [waitMs, trouble] of schedule) {
          paths.advance(waitMs);
          befall(paths, trouble);
        }
        heal(paths);
        expectSettling(paths);
        for (const end of [paths.caller, paths.callee]) expectSaneWords(end);
      }),
      { numRuns: 1_000, seed, examples: [judgedInMidTakeover] },
    );
  });
});

const waits = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 300, max: 6_000 }));

/** What goes wrong, or right again; plain data, so that a schedule that fails can be read. */
type Trouble =
  | { readonly type: 'network' | 'direct'; readonly passing: Passing }
  | { readonly type: 'server'; readonly side: Role; readonly isOnline: boolean }
  | { readonly type: 'reload'; readonly side: Role }
  | { readonly type: 'holdUp'; readonly side: Role; readonly forMs: number }
  | { readonly type: 'breakNewestLink'; readonly toward: Role };

const side = fc.constantFrom<Role>('caller', 'callee');
const passing = fc.constantFrom<Passing>('both', 'toCaller', 'toCallee', 'none');
const troubles: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({ type: fc.constantFrom('network' as const, 'direct' as const), passing }),
  fc.record({ type: fc.constant('server' as const), side, isOnline: fc.boolean() }),
  fc.record({ type: fc.constant('reload' as const), side }),
  fc.record({ type: fc.constant('holdUp' as const), side, forMs: fc.integer({ min: 50, max: 3_000 }) }),
  fc.record({ type: fc.constant('breakNewestLink' as const), toward: side }),
);

const schedules = fc.array(fc.tuple(waits, troubles), { maxLength: 14 });
const someRules = fc.constantFrom<LinkRules>({ relays: 'no' }, { relays: 'first' });

/** Long after its last trouble a direct link takes over from a relayed one, at the callee a moment earlier. */
const judgedInMidTakeover: [[number, Trouble][], number, boolean, LinkRules] = [
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

function befall(paths: TwoPaths, trouble: Trouble): void {
  switch (trouble.type) {
    case 'network':
      paths.passing = trouble.passing;
      return;
    case 'direct':
      paths.direct = trouble.passing;
      return;
    case 'server':
      return paths.setOnline(paths[trouble.side], trouble.isOnline);
    case 'reload':
      return paths.load(paths[trouble.side]);
    case 'holdUp':
      return paths.holdUp(paths[trouble.side], trouble.forMs);
    case 'breakNewestLink': {
      const id = [...paths.caller.peers.keys()].at(-1);
      if (id !== undefined) paths.broken.add(`${id} ${trouble.toward}`);
    }
  }
}

function heal(paths: TwoPaths): void {
  paths.passing = 'both';
  paths.direct = 'both';
  paths.broken.clear();
  paths.setOnline(paths.caller, true);
  paths.setOnline(paths.callee, true);
}

/** Down is never said twice in a row, and no link is up without its media on the screen. */
function expectSaneWords({ told }: End): void {
  for (const [index, word] of told.entries()) {
    if (word.startsWith('down')) expect(told[index - 1] ?? 'up').not.toMatch(/^down/);
    if (word === 'media') expect(told[index + 1]).toBe('up');
  }
}
