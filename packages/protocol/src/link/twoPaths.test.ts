import fc from 'fast-check';
import { createSeededRandom } from '@ringback/testkit';
import { describe, expect, it } from 'vitest';
import { connectMs } from './link.ts';
import { TwoPaths, type End, type Passing } from './twoPaths.testing.ts';

const seed = Date.now() % 2 ** 31;

function connected(): TwoPaths {
  const paths = new TwoPaths(createSeededRandom(1).fraction);
  paths.load(paths.caller);
  paths.load(paths.callee);
  paths.advance(2_000);
  return paths;
}

function expectTalking(paths: TwoPaths): void {
  const { caller, callee } = paths;
  expect(caller.carrying).toBeDefined();
  expect(callee.carrying).toBe(caller.carrying);
  expect(caller.peers.size).toBe(1);
  expect(callee.peers.size).toBe(1);
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
      paths.advance(1_000);
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
    paths.advance(1_000);
    expectTalking(paths);
  });

  // The longest that anything waits for is a link that will never connect.
  it(`whatever breaks, both talk over one link soon after nothing is broken any more (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(waits, actions), { maxLength: 14 }), fc.nat(), (schedule, dice) => {
        const paths = new TwoPaths(createSeededRandom(dice).fraction);
        paths.load(paths.caller);
        paths.load(paths.callee);
        for (const [waitMs, act] of schedule) {
          paths.advance(waitMs);
          act(paths);
        }
        heal(paths);
        paths.advance(connectMs + 2_000);
        expectTalking(paths);
        for (const end of [paths.caller, paths.callee]) expectSaneWords(end);
      }),
      { numRuns: 1_000, seed },
    );
  });
});

const waits = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 300, max: 6_000 }));

type Act = (paths: TwoPaths) => void;
const ends = fc.constantFrom('caller', 'callee');
const passing: fc.Arbitrary<Act> = fc
  .constantFrom<Passing>('both', 'toCaller', 'toCallee', 'none')
  .map((what) => (paths) => {
    paths.passing = what;
  });
const online: fc.Arbitrary<Act> = fc.tuple(ends, fc.boolean()).map(
  ([role, isOnline]) =>
    (paths) =>
      paths.setOnline(paths[role], isOnline),
);
const load: fc.Arbitrary<Act> = ends.map((role) => (paths) => paths.load(paths[role]));
const breakLink: fc.Arbitrary<Act> = ends.map((role) => (paths) => {
  const id = [...paths.caller.peers.keys()].at(-1);
  if (id !== undefined) paths.broken.add(`${id} ${role}`);
});
const actions = fc.oneof(passing, online, load, breakLink);

function heal(paths: TwoPaths): void {
  paths.passing = 'both';
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
