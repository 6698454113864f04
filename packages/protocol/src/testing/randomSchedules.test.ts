import { env } from 'node:process';
import { freshSeed } from '@ringback/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lockOf } from '../call/decisions/placement.ts';
import { endReasons, type Call, type Live, type Visibility } from '../call/call.ts';
import type { CurrentCallPlan } from '../call/decisions/firstContact.ts';
import { isHeldBy } from '../call/hold.ts';
import { durationMs, entryStatuses } from '../call/historyEntries.ts';
import { isAnswered, isInCall, isUnanswered, roleOf } from '../call/predicates.ts';
import { maxTraceEvents } from '../call/trace.ts';
import type { CallId, LinkId } from '../common/ids.ts';
import { ada, everyone } from './fixtures.ts';
import { callId, linkId, SimulatedServer, type TestDevice } from './simulatedServer.ts';

const schedules = 10_000;
const seed = freshSeed(env['SEED']);

type Action = (server: SimulatedServer) => void;
type Pick = (server: SimulatedServer) => { readonly tab: TestDevice; readonly id: CallId };

/**
 * Mostly a participant of the newest call, so that schedules make progress. Now and then any tab and any call, so that
 * strangers, old calls and unknown ids occur too.
 */
const party: fc.Arbitrary<Pick> = fc
  .tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 10 }))
  .map(([pickTab, pickCall, dice]) => (server) => {
    const ids = [...server.calls.keys()];
    const newest = ids.at(-1);
    const isStray = dice === 1 || newest === undefined;
    const id = isStray ? (ids[pickCall % (ids.length + 1)] ?? callId(99)) : newest;
    const call = server.find(id);
    const parties = everyone.filter((tab) => call && roleOf(call, tab.userId) !== undefined);
    const candidates = isStray || parties.length === 0 ? everyone : parties;
    return { id, tab: present(server, candidates[pickTab % candidates.length] ?? ada) };
  });

/** Attaches the tab first: the server answers requests only after a hello. */
function present(server: SimulatedServer, tab: TestDevice): TestDevice {
  if (!server.attached.has(tab)) server.attach(tab);
  return tab;
}

const links = fc.integer({ min: 1, max: 3 }).map(linkId);
const media = fc.constantFrom('audio', 'video');
const waysToDetach = fc.constantFrom('closed', 'silent');
const visibilities = fc.constantFrom<Visibility>('open', 'open', 'open', 'open', 'hidden', 'silenced');
const tabs = fc.constantFrom(...everyone);
const waits = fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 500, max: 60_000 }));

const place: fc.Arbitrary<Action> = fc
  .tuple(tabs, fc.integer({ min: 1, max: 12 }), tabs, media, visibilities)
  .map(([tab, n, to, kind, visibility]) => (server) => {
    server.visibility = visibility;
    server.isStranger = n % 3 === 0;
    server.takesSecondCalls = n % 4 !== 0;
    server.place(present(server, tab), callId(n), to, kind);
  });

/** The callee blocks the caller, mutes them, or undoes the block; or any two people who have no call. */
const changeRule: fc.Arbitrary<Action> = fc
  .tuple(party, fc.constantFrom('block', 'unblock', 'unblock', 'mute'))
  .map(([pick, what]) => (server) => {
    const { tab, id } = pick(server);
    const call = server.find(id);
    const peer = everyone.find(({ userId }) => userId !== tab.userId && call && roleOf(call, userId));
    if (peer === undefined) return;
    if (what === 'mute') server.mute(tab, peer);
    else server.block(tab, peer, what === 'block');
  });

/** The callee of a call, which may be hidden from them, calls its caller. */
const callBack: fc.Arbitrary<Action> = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 12 }))
  .map(([pick, n]) => (server) => {
    const waiting = server.live().filter(isUnanswered);
    const call = waiting[pick % waiting.length];
    const callee = everyone.find((tab) => tab.userId === call?.callee.userId);
    const caller = everyone.find((tab) => tab.userId === call?.caller.userId);
    if (call === undefined || callee === undefined || caller === undefined) return;
    server.visibility = 'open';
    const wasHidden = call.visibility !== 'open';
    server.place(present(server, callee), callId(n), caller);
    const now = server.find(call.id);
    if (wasHidden && now !== undefined && isAnswered(now))
      reached.add('a hidden call that its callee answers');
  });

/** A stranger calls somebody who may have no call, and rings. Undefined where that is refused. */
function ringAsStranger(server: SimulatedServer, pick: number, n: number): Call | undefined {
  const [caller, callee] = [everyone[pick % everyone.length], everyone[(pick + 1) % everyone.length]];
  if (caller === undefined || callee === undefined || caller.userId === callee.userId) return undefined;
  server.visibility = 'open';
  server.isStranger = true;
  server.place(present(server, caller), callId(n), present(server, callee));
  server.ring(callee, callId(n));
  const call = server.find(callId(n));
  return call?.phase === 'ringing' && call.isRequest ? call : undefined;
}

/** A contact calls somebody for whom a stranger rings. */
const contactBesideStranger: fc.Arbitrary<Action> = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 2 }))
  .map(([pick, n, steps]) => (server) => {
    const strangers = server.live().filter((call) => call.phase === 'ringing' && call.isRequest);
    const call = strangers[pick % strangers.length] ?? ringAsStranger(server, pick, (n % 12) + 1);
    const callee = everyone.find((tab) => tab.userId === call?.callee.userId);
    const others = everyone.filter((tab) => call && roleOf(call, tab.userId) === undefined);
    const caller = others[pick % others.length];
    if (callee === undefined || caller === undefined) return;
    server.visibility = 'open';
    server.isStranger = false;
    server.place(present(server, caller), callId(n), present(server, callee));
    if (steps > 0) server.ring(callee, callId(n));
    const ringing = server.live().filter((each) => each.phase === 'ringing');
    if (ringing.filter((each) => each.callee.userId === callee.userId).length === 2)
      reached.add('a contact beside a stranger');
    if (steps > 1) server.accept(callee, callId(n), 'audio');
  });

const end: fc.Arbitrary<Action> = fc
  .tuple(party, waits, fc.boolean())
  .map(([pick, agoMs, peerEnded]) => (server) => {
    const { tab, id } = pick(server);
    server.end(tab, id, { agoMs, peerEnded });
  });

const attach: fc.Arbitrary<Action> = fc
  .tuple(party, links, fc.boolean())
  .map(([pick, link, isCarrying]) => (server) => {
    const { tab, id } = pick(server);
    server.attach(tab, isCarrying ? { callId: id, linkId: link } : undefined);
  });

/** An action of some tab in some call. */
const actionInCall = (
  act: (server: SimulatedServer, tab: TestDevice, id: CallId, link: LinkId) => unknown,
): fc.Arbitrary<Action> =>
  fc.tuple(party, links).map(([pick, link]) => (server) => {
    const { tab, id } = pick(server);
    act(server, tab, id, link);
  });

/** Also beside another call, which is held or ended then. */
const accept: fc.Arbitrary<Action> = fc
  .tuple(party, fc.constantFrom<CurrentCallPlan | undefined>(undefined, 'hold', 'end'))
  .map(([pick, plan]) => (server) => {
    const { tab, id } = pick(server);
    server.accept(tab, id, 'audio', plan);
  });

/** Somebody calls a device that is in an answered call, which then rings, and then answers. Chance alone rarely gets there. */
const callBeside: fc.Arbitrary<Action> = fc
  .tuple(
    fc.nat(),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 0, max: 2 }),
    fc.constantFrom<CurrentCallPlan>('hold', 'end'),
  )
  .map(([pick, n, steps, plan]) => (server) => {
    const answered = server.live().filter(isAnswered);
    const call = answered[pick % answered.length];
    if (call === undefined) return;
    const deviceId = pick % 2 === 0 ? call.caller.deviceId : call.answeredBy;
    const callee = everyone.find((tab) => tab.deviceId === deviceId);
    const others = everyone.filter((tab) => roleOf(call, tab.userId) === undefined);
    const caller = others[pick % others.length];
    if (callee === undefined || caller === undefined) return;
    server.visibility = 'open';
    server.isStranger = pick % 5 === 0;
    server.takesSecondCalls = true;
    server.place(present(server, caller), callId(n), present(server, callee));
    if (steps > 0) server.ring(callee, callId(n));
    if (steps > 1) server.accept(callee, callId(n), 'audio', plan);
  });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 2, arbitrary: place },
  { weight: 4, arbitrary: actionInCall((server, tab, id) => server.ring(tab, id)) },
  { weight: 4, arbitrary: accept },
  { weight: 3, arbitrary: callBeside },
  { weight: 2, arbitrary: changeRule },
  { weight: 1, arbitrary: callBack },
  { weight: 1, arbitrary: contactBesideStranger },
  { weight: 1, arbitrary: actionInCall((server, tab, id) => server.decline(tab, id)) },
  { weight: 2, arbitrary: end },
  { weight: 4, arbitrary: actionInCall((server, tab, id, link) => server.linkUp(tab, id, link)) },
  { weight: 3, arbitrary: actionInCall((server, tab, id, link) => server.linkDown(tab, id, link)) },
  { weight: 2, arbitrary: actionInCall((server, tab, id) => server.hold(tab, id)) },
  { weight: 1, arbitrary: actionInCall((server, tab, id) => server.hold(tab, id, false)) },
  {
    weight: 2,
    arbitrary: fc.tuple(party, waysToDetach).map(
      ([pick, way]) =>
        (server: SimulatedServer) =>
          server.detach(pick(server).tab, way),
    ),
  },
  { weight: 3, arbitrary: attach },
  { weight: 3, arbitrary: waits.map((ms) => (server: SimulatedServer) => server.passMs(ms)) },
  { weight: 1, arbitrary: waits.map((ms) => (server: SimulatedServer) => server.restart(ms)) },
);

/** Checks every stored state of every call. */
function watch(server: SimulatedServer): SimulatedServer {
  server.onStored = (call, before) => {
    if (before === undefined) return expect(call.version).toBe(1);
    expect(before.phase, 'ended is final').not.toBe('ended');
    expect(call.version).toBeGreaterThan(before.version);
    if (isAnswered(before) && call.phase !== 'calling' && call.phase !== 'ringing') {
      expect(call.answeredBy, 'one device answers').toBe(before.answeredBy);
    }
    expectStampsInOrder(call);
    expectTraceInBounds(call);
  };
  return server;
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

function run(steps: readonly Action[]): SimulatedServer {
  const server = watch(new SimulatedServer(everyone));
  for (const act of steps) {
    act(server);
    server.passMs(0);
    expect(brokenRules(server)).toEqual([]);
    for (const call of server.live()) {
      const overdue = Object.values(call.deadlines).filter((at) => at <= server.now);
      expect(overdue, 'a deadline expires or is cleared').toEqual([]);
    }
  }
  return server;
}

/** The end reasons that occurred, so that the test fails if the generator no longer reaches all of them. */
const endings = new Map<string, number>();
const reached = new Set<string>();

/** All tabs leave forever, and time passes until no deadline can remain. */
function abandon(server: SimulatedServer): void {
  for (const tab of everyone) server.detach(tab, 'silent');
  server.passMs(3_600_000);
}

/** The rules about several calls that do not hold. Not one `expect` each: they are checked after every step. */
function brokenRules(server: SimulatedServer): readonly string[] {
  const live = server.live();
  return [
    ...brokenForPairs(live),
    ...everyone.flatMap((tab) => [...brokenOnDevice(live, tab), ...brokenForUser(live, tab)]),
    ...brokenLocks(live),
  ];
}

function brokenForPairs(live: readonly Live[]): readonly string[] {
  const open = live.filter((call) => call.visibility === 'open');
  const pairs = open.map((call) => [call.caller.userId, call.callee.userId].toSorted().join());
  return new Set(pairs).size === pairs.length ? [] : ['two people have more than one open call'];
}

function brokenOnDevice(live: readonly Live[], tab: TestDevice): readonly string[] {
  const own = live.filter((call) => isInCall(call, tab.deviceId));
  const held = own.filter((call) => isHeldBy(call, tab.userId));
  if (own.length === 2 && held.length === 1) reached.add('a held call beside another');
  return [
    ...(own.length > 2 ? ['a device is in more than two calls'] : []),
    ...(own.length === 2 && !own.every(isAnswered) ? ['of two calls of a device, one is not answered'] : []),
    ...(held.length > 1 ? ['a device holds more than one call'] : []),
    ...(own.length - held.length > 1 ? ['a device talks in more than one call'] : []),
  ];
}

/** A device that is gone counts for nothing until it is back. */
function brokenForUser(live: readonly Live[], { userId }: TestDevice): readonly string[] {
  const answered = live.filter(isAnswered).filter((call) => roleOf(call, userId) !== undefined);
  const held = answered.filter((call) => isHeldBy(call, userId));
  return [
    ...(held.length > 1 ? ['a user holds more than one call'] : []),
    ...(answered.length - held.length > 1 ? ['a user talks in more than one call'] : []),
  ];
}

/** What the database enforces: a callee has at most one call that is not held, one that is, and one stranger who rings. */
function brokenLocks(live: readonly Live[]): readonly string[] {
  const locks = live.flatMap((call) => lockOf(call) ?? []).map(({ userId, slot }) => `${userId} ${slot}`);
  return new Set(locks).size === locks.length ? [] : ['two calls need the same lock'];
}

function expectDeadlines(server: SimulatedServer): void {
  for (const call of server.live()) {
    if (isUnanswered(call)) expect(call.deadlines.ring).toBe(call.ringDeadlineAt);
    if (call.phase === 'connecting') expect(call.deadlines.connect).toBeGreaterThan(server.now);
  }
}

it(`random schedules keep every rule (SEED=${seed})`, () => {
  const schedule = fc.property(fc.array(action, { minLength: 1, maxLength: 40 }), (actions) => {
    const server = run(actions);
    expectDeadlines(server);
    abandon(server);
    expect(server.live(), 'every call ends after everyone has left').toEqual([]);
    for (const call of server.calls.values()) expectEntriesFit(server, call);
  });
  fc.assert(schedule, { seed, numRuns: schedules });
  expect(new Set(endings.keys()), 'the schedules reach every end reason').toEqual(new Set(endReasons));
  expect([...reached].toSorted(), 'the schedules reach what they are made for').toEqual([
    'a contact beside a stranger',
    'a held call beside another',
    'a hidden call that its callee answers',
  ]);
});

function expectEntriesFit(server: SimulatedServer, call: Call): void {
  if (call.phase !== 'ended') return;
  endings.set(call.end.reason, (endings.get(call.end.reason) ?? 0) + 1);
  const entries = server.entries.filter((entry) => entry.callId === call.id);
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
