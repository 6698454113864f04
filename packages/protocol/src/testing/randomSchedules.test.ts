import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endReasons, type Call, type Visibility } from '../call/call.ts';
import { ada, ada2, everyone, grace, grace2, mary } from './fixtures.ts';
import type { CallId, LinkId } from '../common/ids.ts';
import { isAnswered, isInCall, isUnanswered, roleOf } from '../call/predicates.ts';
import { durationMs, entryStatuses } from '../call/historyEntries.ts';
import { maxTraceEvents } from '../call/trace.ts';
import { callId, linkId, World, type Tab } from './simulatedServer.ts';

const schedules = 10_000;
const seed = Date.now() % 2 ** 31;

type Step = (world: World) => void;
type Who = (world: World) => { readonly tab: Tab; readonly id: CallId };

/**
 * Mostly somebody who has to do with the newest call, so that schedules get somewhere;
 * now and then anybody with any call, so that strangers, old calls and unknown ids are met too.
 */
const who: fc.Arbitrary<Who> = fc
  .tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 10 }))
  .map(([pickTab, pickCall, dice]) => (world) => {
    const ids = [...world.calls.keys()];
    const newest = ids.at(-1);
    const isStray = dice === 1 || newest === undefined;
    const id = isStray ? (ids[pickCall % (ids.length + 1)] ?? callId(99)) : newest;
    const call = world.find(id);
    const parties = everyone.filter((tab) => call && roleOf(call, tab.userId) !== undefined);
    const crowd = isStray || parties.length === 0 ? everyone : parties;
    return { id, tab: present(world, crowd[pickTab % crowd.length] ?? ada) };
  });

/** Only a tab that has said hello can ask for anything. */
function present(world: World, tab: Tab): Tab {
  if (!world.attached.has(tab)) world.attach(tab);
  return tab;
}

const links = fc.integer({ min: 1, max: 3 }).map(linkId);
const media = fc.constantFrom('audio', 'video');
const how = fc.constantFrom('closed', 'silent');
const reaches = fc.constantFrom<Visibility>('open', 'open', 'open', 'open', 'hidden', 'silenced');
const tabs = fc.constantFrom(...everyone);
const waits = fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 500, max: 60_000 }));

const place: fc.Arbitrary<Step> = fc
  .tuple(tabs, fc.integer({ min: 1, max: 12 }), tabs, media, reaches)
  .map(([tab, n, to, kind, visibility]) => (world) => {
    world.visibility = visibility;
    world.place(present(world, tab), callId(n), to, kind);
  });

const end: fc.Arbitrary<Step> = fc
  .tuple(who, waits, fc.boolean())
  .map(([pick, agoMs, peerEnded]) => (world) => {
    const { tab, id } = pick(world);
    world.end(tab, id, { agoMs, peerEnded });
  });

const attach: fc.Arbitrary<Step> = fc
  .tuple(who, links, fc.boolean())
  .map(([pick, link, isCarrying]) => (world) => {
    const { tab, id } = pick(world);
    world.attach(tab, isCarrying ? { callId: id, linkId: link } : undefined);
  });

/** A step of somebody in some call. */
const doing = (act: (world: World, tab: Tab, id: CallId, link: LinkId) => unknown): fc.Arbitrary<Step> =>
  fc.tuple(who, links).map(([pick, link]) => (world) => {
    const { tab, id } = pick(world);
    act(world, tab, id, link);
  });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: place },
  { weight: 4, arbitrary: doing((world, tab, id) => world.ring(tab, id)) },
  { weight: 4, arbitrary: doing((world, tab, id) => world.accept(tab, id)) },
  { weight: 1, arbitrary: doing((world, tab, id) => world.decline(tab, id)) },
  { weight: 2, arbitrary: end },
  { weight: 4, arbitrary: doing((world, tab, id, link) => world.linkUp(tab, id, link)) },
  { weight: 3, arbitrary: doing((world, tab, id, link) => world.linkDown(tab, id, link)) },
  {
    weight: 2,
    arbitrary: fc.tuple(who, how).map(
      ([pick, way]) =>
        (w: World) =>
          w.detach(pick(w).tab, way),
    ),
  },
  { weight: 3, arbitrary: attach },
  { weight: 3, arbitrary: waits.map((ms) => (world: World) => world.passMs(ms)) },
  { weight: 1, arbitrary: waits.map((ms) => (world: World) => world.restart(ms)) },
);

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
    expectTraceInBounds(call);
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

function expectTraceInBounds({ trace }: Call): void {
  const times = trace?.events?.map(({ at }) => at) ?? [];
  expect(times.length).toBeLessThanOrEqual(maxTraceEvents);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
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
const endings = new Map<string, number>();

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

    expect(new Set(endings.keys()), 'the schedules reach every ending').toEqual(new Set(endReasons));
  });

  it('whatever is live when everybody leaves for good comes to an end', () => {
    check((world) => {
      abandon(world);
      expect(world.live()).toEqual([]);
    });
  });

  it('two people have at most one open call at a time, and a device is in at most one call', () => {
    check((world) => {
      const open = world.live().filter((call) => call.visibility === 'open');
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
  endings.set(call.end.reason, (endings.get(call.end.reason) ?? 0) + 1);
  const entries = world.entries.filter((entry) => entry.callId === call.id);
  const of = (role: 'caller' | 'callee') => entries.filter((e) => e.userId === call[role].userId);
  expect(of('caller')).toHaveLength(1);
  expect(of('callee')).toHaveLength(call.visibility === 'hidden' ? 0 : 1);
  expect(entries).toHaveLength(call.visibility === 'hidden' ? 1 : 2);
  const row = entryStatuses[call.end.reason];
  expect(of('caller')[0]).toMatchObject({ ...row.caller, direction: 'outgoing' });
  if (call.visibility === 'open')
    expect(of('callee')[0]).toMatchObject({ ...row.callee, direction: 'incoming' });
  for (const entry of entries) {
    if (entry.label === 'answered') expect(entry.durationMs).toBe(durationMs(call));
  }
}
