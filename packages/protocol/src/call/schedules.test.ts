import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endReasons, type Call, type Reach } from './call.ts';
import { ada, ada2, everyone, grace, grace2, mary } from './cast.testing.ts';
import { isAnswered, isInCall, isUnanswered } from './predicates.ts';
import { durationMs, verdicts } from './reasons.ts';
import { callId, linkId, World } from './world.testing.ts';

const schedules = 10_000;
const seed = Date.now() % 2 ** 31;

type Step = (world: World) => void;

const tabs = fc.constantFrom(...everyone);
const ids = fc.integer({ min: 1, max: 4 }).map(callId);
const links = fc.integer({ min: 1, max: 3 }).map(linkId);
const how = fc.constantFrom('closed', 'silent');
const media = fc.constantFrom('audio', 'video');
const reaches = fc.constantFrom<Reach>('open', 'open', 'open', 'hidden', 'silenced');
const waits = fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 500, max: 60_000 }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(tabs, ids, tabs, media, reaches).map(placeStep) },
  {
    weight: 4,
    arbitrary: fc.tuple(tabs, ids).map(
      ([tab, id]) =>
        (w: World) =>
          void w.ring(tab, id),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(tabs, ids).map(
      ([tab, id]) =>
        (w: World) =>
          void w.accept(tab, id),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(tabs, ids).map(
      ([tab, id]) =>
        (w: World) =>
          void w.decline(tab, id),
    ),
  },
  { weight: 2, arbitrary: fc.tuple(tabs, ids, waits, fc.boolean()).map(endStep) },
  {
    weight: 4,
    arbitrary: fc.tuple(tabs, ids, links).map(
      ([t, c, l]) =>
        (w: World) =>
          void w.linkUp(t, c, l),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(tabs, ids, links).map(
      ([t, c, l]) =>
        (w: World) =>
          void w.linkDown(t, c, l),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(tabs, how).map(
      ([tab, way]) =>
        (w: World) =>
          w.detach(tab, way),
    ),
  },
  { weight: 3, arbitrary: fc.tuple(tabs, ids, links, fc.boolean()).map(attachStep) },
  { weight: 3, arbitrary: waits.map((ms) => (w: World) => w.passMs(ms)) },
  { weight: 1, arbitrary: waits.map((ms) => (w: World) => w.restart(ms)) },
);

function placeStep([tab, id, to, kind, reach]: [
  typeof ada,
  typeof one,
  typeof ada,
  'audio' | 'video',
  Reach,
]): Step {
  return (world) => {
    world.reach = reach;
    world.place(tab, id, to, kind);
  };
}

function endStep([tab, id, agoMs, peerEnded]: [typeof ada, typeof one, number, boolean]): Step {
  return (world) => void world.end(tab, id, { agoMs, peerEnded });
}

function attachStep([tab, id, link, isCarrying]: [
  typeof ada,
  typeof one,
  ReturnType<typeof linkId>,
  boolean,
]): Step {
  return (world) => world.attach(tab, isCarrying ? { callId: id, linkId: link } : undefined);
}

const one = callId(1);

/** Watches every state that is stored, and fails on the first that must not be. */
function watch(world: World): World {
  world.onStored = (call, before) => {
    if (before === undefined) return expect(call.version).toBe(1);
    expect(before.phase, 'ended is final').not.toBe('ended');
    expect(call.version).toBeGreaterThan(before.version);
    if (isAnswered(before) && call.phase !== 'calling' && call.phase !== 'ringing') {
      expect(call.answeredBy, 'one device answers').toBe(before.answeredBy);
    }
    expectStampsInOrder(call);
  };
  return world;
}

function expectStampsInOrder(call: Call): void {
  const answeredAt = 'answeredAt' in call ? call.answeredAt : undefined;
  const connectedAt = 'connectedAt' in call ? call.connectedAt : undefined;
  const endedAt = call.phase === 'ended' ? call.end.at : undefined;
  const stamps = [call.placedAt, answeredAt, connectedAt, endedAt].filter((at) => at !== undefined);
  expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
}

function run(steps: readonly Step[]): World {
  const world = watch(new World(everyone));
  for (const act of steps) {
    act(world);
    world.passMs(0);
    for (const call of world.live()) {
      const overdue = Object.values(call.deadlines).filter((at) => at <= world.now);
      expect(overdue, 'a deadline that was set fires or is cleared').toEqual([]);
    }
  }
  return world;
}

/** Every ending that was seen, so that a generator that has gone dull is noticed. */
const endings = new Set<string>();

/** All tabs leave for good, and time goes by until nothing can be waiting any more. */
function abandon(world: World): void {
  for (const tab of everyone) world.detach(tab, 'silent');
  world.passMs(3_600_000);
}

const check = (property: (world: World) => void): void =>
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => property(run(steps))),
    { seed, numRuns: schedules },
  );

describe(`random schedules (seed ${seed})`, () => {
  it('each user has at most one entry a call, and the two always fit', () => {
    check((world) => {
      abandon(world);
      for (const call of world.calls.values()) expectEntriesFit(world, call);
    });
    expect(endings, 'the schedules reach every ending').toEqual(new Set(endReasons));
  });

  it('whatever is live when everybody leaves for good comes to an end', () => {
    check((world) => {
      abandon(world);
      expect(world.live()).toEqual([]);
    });
  });

  it('two people have at most one open call at a time, and a device is in at most one call', () => {
    check((world) => {
      const open = world.live().filter((call) => call.reach === 'open');
      const pairs = open.map((call) => [call.caller.userId, call.callee.userId].toSorted().join());
      expect(new Set(pairs).size).toBe(pairs.length);
      for (const tab of [ada, ada2, grace, grace2, mary]) {
        const mine = world.live().filter((call) => isInCall(call, tab.deviceId));
        expect(mine.length).toBeLessThanOrEqual(1);
      }
    });
  });

  it('an unanswered call waits for its ring deadline, a connecting one for its connect deadline', () => {
    check((world) => {
      for (const call of world.live()) {
        if (isUnanswered(call)) expect(call.deadlines.ring).toBe(call.ringDeadlineAt);
        if (call.phase === 'connecting') expect(call.deadlines.connect).toBeGreaterThan(world.now);
      }
    });
  });
});

function expectEntriesFit(world: World, call: Call): void {
  if (call.phase !== 'ended') return;
  endings.add(call.end.reason);
  const entries = world.entries.filter((entry) => entry.callId === call.id);
  const of = (role: 'caller' | 'callee') => entries.filter((e) => e.userId === call[role].userId);
  expect(of('caller')).toHaveLength(1);
  expect(of('callee')).toHaveLength(call.reach === 'hidden' ? 0 : 1);
  expect(entries).toHaveLength(call.reach === 'hidden' ? 1 : 2);
  const row = verdicts[call.end.reason];
  expect(of('caller')[0]).toMatchObject({ ...row.caller, direction: 'outgoing' });
  if (call.reach === 'open') expect(of('callee')[0]).toMatchObject({ ...row.callee, direction: 'incoming' });
  for (const entry of entries) {
    if (entry.label === 'answered') expect(entry.durationMs).toBe(durationMs(call));
  }
}
