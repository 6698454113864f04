import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActiveCallLock, Call, CallId, EntryDraft, UserId } from '@ringback/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { operationHandlers, type Operations } from '../../operations/operations.ts';
import { newCallId } from '../../testing/testServer.ts';
import { openDatabase, type Database } from '../../storage/database.ts';
import type { OperationHandlers } from '../../storage/storage.ts';
import { aCall, newDeviceId, newUserId } from '../calls.testing.ts';
import { callRow } from './callRow.ts';
import type { CallBatch, CallBatchResult } from './callsSql.ts';

let dataDir = '';
let database: Database;
let run: OperationHandlers<Operations>;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ringback-storage-'));
  database = await openDatabase(dataDir);
  run = operationHandlers(database.db);
});

afterEach(async () => {
  await database.close();
  await rm(dataDir, { recursive: true });
});

function write(batch: Partial<CallBatch>): Promise<CallBatchResult> {
  return run['calls:write']({
    calls: [],
    revealed: [],
    released: [],
    locks: [],
    fresh: [],
    entries: [],
    met: [],
    countFor: [],
    at: 0,
    sums: [],
    ...batch,
  });
}

/** Adds both users of a new call to the database. */
async function callBetween(...users: UserId[]): Promise<ReturnType<typeof aCall>> {
  const call = aCall();
  const [caller = call.caller.userId, callee = call.callee.userId] = users;
  for (const id of [caller, callee]) await run['users:add']({ id, name: id, claimHash: null, createdAt: 0 });
  return { ...call, caller: { ...call.caller, userId: caller }, callee: { ...call.callee, userId: callee } };
}

const fresh = (call: Call) => callRow({ call, alias: null }, 0);
const next = (call: Call, readVersion: number) => callRow({ call, alias: null }, readVersion);
const readOne = async ({ id }: Call): Promise<Call | undefined> => (await run['calls:byIds']([id]))[0]?.call;

function ended(call: Call, version = call.version + 1): Call {
  const { id, media, caller, callee, visibility, earlyCandidates, placedAt, ringDeadlineAt } = call;
  const end = { reason: 'canceled', at: 5 } as const;
  return {
    id,
    version,
    media,
    caller,
    callee,
    visibility,
    earlyCandidates,
    placedAt,
    ringDeadlineAt,
    phase: 'ended',
    end,
  };
}

function entryOf(call: Call, userId: UserId, changes: Partial<EntryDraft> = {}): EntryDraft {
  const peerId = userId === call.caller.userId ? call.callee.userId : call.caller.userId;
  const base = {
    callId: call.id,
    userId,
    peerId,
    direction: 'incoming',
    media: 'audio',
    label: 'missed',
  } as const;
  return { ...base, placedAt: call.placedAt, endedAt: 5, seen: false, ...changes };
}

test('a call is read as it was written, in every phase', async () => {
  const calling = await callBetween();
  const { deadlines, callerConnection, ...common } = calling;
  const route = { path: 'relay', transport: 'tls' } as const;
  const mediaReport = { state: 'down', linkId: null, cause: 'rejoining' } as const;
  const deviceId = newDeviceId();
  const participants = {
    caller: { deviceId: calling.caller.deviceId, connection: 'silent', mediaReport },
    callee: { deviceId, connection: 'attached', mediaReport: { state: 'none' }, isHolding: true },
  } as const;
  const talking = {
    answeredBy: deviceId,
    answeredAt: 3,
    answeredMedia: 'video',
    participants,
    deadlines,
  } as const;
  const phases: Call[] = [
    calling,
    { ...common, callerConnection, deadlines, phase: 'ringing', ringing: [deviceId] },
    { ...common, ...talking, phase: 'connecting' },
    { ...common, ...talking, phase: 'active', connectedAt: 4, route },
    { ...common, ...talking, phase: 'reconnecting', connectedAt: 4, route },
    ended(calling, 1),
  ];
  for (const [index, call] of phases.entries()) {
    const now = { ...call, version: index + 1 };
    await write({ calls: [index === 0 ? fresh(now) : next(now, index)] });
    expect(await readOne(calling)).toEqual(now);
  }
});

test('a change is written only if the stored version is the one that was read', async () => {
  const call = await callBetween();
  await write({ calls: [fresh(call)] });
  const second = { ...call, version: 2 };
  expect((await write({ calls: [next(second, 1)] })).won).toEqual(new Set([call.id]));
  expect((await write({ calls: [next({ ...call, version: 9 }, 1)] })).won).toEqual(new Set());
  expect((await write({ calls: [next(ended(call, 9), 1)] })).won).toEqual(new Set());
  expect((await write({ calls: [fresh(call)] })).won).toEqual(new Set());
  expect(await readOne(call)).toEqual(second);
});

test('only calls that were written leave entries, at most one for each user', async () => {
  const [won, lost] = [await callBetween(), await callBetween()];
  await write({ calls: [fresh(won), fresh({ ...lost, version: 3 })] });
  const user = won.caller.userId;
  const entries = [entryOf(won, user), entryOf(lost, lost.caller.userId)];
  const batch = { calls: [next(ended(won), 1), next(ended(lost), 1)], entries, countFor: [user] };
  expect(await write(batch)).toEqual({ won: new Set([won.id]), missed: new Map([[user, 1]]) });
  await write({ calls: [next(ended(won, 3), 2)], entries: [entryOf(won, user, { label: 'busy' })] });
  const page = (userId: UserId) =>
    run['history:page']({
      userId,
      filter: 'all',
      peer: undefined,
      search: undefined,
      before: undefined,
      limit: 10,
    });
  expect((await page(user)).entries).toMatchObject([{ label: 'missed' }]);
  expect((await page(lost.caller.userId)).entries).toEqual([]);
});

test('two people have at most one live call in either direction, apart from hidden ones', async () => {
  const call = await callBetween();
  const { caller, callee } = call;
  const back = await callBetween(callee.userId, caller.userId);
  const hidden = { ...(await callBetween(caller.userId, callee.userId)), visibility: 'hidden' as const };
  expect((await write({ calls: [fresh(call)] })).won.size).toBe(1);
  expect((await write({ calls: [fresh(back)] })).won.size).toBe(0);
  expect((await write({ calls: [fresh(hidden)] })).won.size).toBe(1);
  const both = await write({ calls: [next(ended(call), 1), fresh(back)] });
  expect(both.won).toEqual(new Set([call.id, back.id]));
});

test('a callee takes one call at a time: the second is not written until the first has ended', async () => {
  const first = await callBetween();
  const { userId } = first.callee;
  const second = await callBetween(newUserId(), userId);
  await write({ calls: [fresh(first), fresh(second)] });
  const lockFor = (call: Call) => [{ userId, callId: call.id, slot: 'current' as const }];
  expect((await write({ calls: [next({ ...first, version: 2 }, 1)], locks: lockFor(first) })).won.size).toBe(
    1,
  );
  expect(
    (await write({ calls: [next({ ...second, version: 2 }, 1)], locks: lockFor(second) })).won.size,
  ).toBe(0);
  expect((await write({ calls: [next({ ...first, version: 3 }, 2)], locks: lockFor(first) })).won.size).toBe(
    1,
  );
  const changes = [next(ended(first, 4), 3), next({ ...second, version: 2 }, 1)];
  const released = lockFor(first);
  expect((await write({ calls: changes, released, locks: lockFor(second) })).won.size).toBe(2);
});

test('beside the call in which a user talks there may be one that they hold, and the two can be swapped', async () => {
  const first = await callBetween();
  const { userId } = first.callee;
  const [second, third] = [await callBetween(newUserId(), userId), await callBetween(newUserId(), userId)];
  await write({ calls: [fresh(first), fresh(second), fresh(third)] });
  const lock = (call: Call, slot: ActiveCallLock['slot']) => ({ userId, callId: call.id, slot });
  const attempt = async (version: number, released: Lock[], locks: Lock[]): Promise<number> => {
    const calls = locks.map(({ callId }) => [first, second, third].find(({ id }) => id === callId) ?? first);
    const rows = calls.map((call) => next({ ...call, version }, version - 1));
    return (await write({ calls: rows, released, locks })).won.size;
  };
  type Lock = ReturnType<typeof lock>;
  expect(await attempt(2, [], [lock(first, 'held'), lock(second, 'current')])).toBe(2);
  expect(await attempt(2, [], [lock(third, 'current')])).toBe(0);
  expect(await attempt(2, [], [lock(third, 'held')])).toBe(0);
  const both = [lock(first, 'held'), lock(second, 'current')];
  expect(await attempt(3, both, [lock(first, 'current'), lock(second, 'held')])).toBe(2);
  expect(await attempt(2, [], [lock(third, 'current')])).toBe(0);
});

test('a lock that an ended call did not release counts as free', async () => {
  const first = await callBetween();
  const { userId } = first.callee;
  const second = await callBetween(newUserId(), userId);
  await write({
    calls: [fresh(ended(first)), fresh(second)],
    locks: [{ userId, callId: first.id, slot: 'current' as const }],
  });
  const change = {
    calls: [next({ ...second, version: 2 }, 1)],
    locks: [{ userId, callId: second.id, slot: 'current' as const }],
  };
  expect((await write(change)).won.size).toBe(1);
});

test('a call is found by its alias, which no other call may have', async () => {
  const call = await callBetween();
  const other = await callBetween();
  const alias = newCallId();
  await write({ calls: [fresh(call)] });
  await write({ calls: [callRow({ call: { ...call, version: 2 }, alias }, 1)] });
  await write({ calls: [callRow({ call: ended(call, 3), alias }, 2)] });
  expect(await run['calls:byIds']([alias])).toMatchObject([{ call: { id: call.id, phase: 'ended' }, alias }]);
  expect((await write({ calls: [callRow({ call: other, alias }, 0)] })).won.size).toBe(0);
});

test('a call with an id that was used before is not written, and the rest of the batch is', async () => {
  const [old, neighbor, glaring] = [await callBetween(), await callBetween(), await callBetween()];
  const alias = newCallId();
  await write({ calls: [callRow({ call: ended(old, 1), alias }, 0), fresh(glaring)] });
  const again = { ...(await callBetween()), id: old.id };
  const underAlias = { ...(await callBetween()), id: alias };
  const now = { ...glaring, version: 2 };
  const { won } = await write({
    calls: [fresh(again), fresh(underAlias), fresh(neighbor), callRow({ call: now, alias: old.id }, 1)],
    fresh: [
      { id: again.id, callId: again.id },
      { id: alias, callId: alias },
      { id: neighbor.id, callId: neighbor.id },
      { id: old.id, callId: glaring.id },
    ],
  });
  expect(won).toEqual(new Set([neighbor.id]));
});

test('a batch that the database refuses is not written at all', async () => {
  const call = await callBetween();
  const unknownPeer = entryOf(call, call.caller.userId, { peerId: newUserId() });
  await expect(write({ calls: [fresh(call)], entries: [unknownPeer] })).rejects.toThrow(/FOREIGN KEY/);
  expect(await readOne(call)).toBeUndefined();
});

test('hundreds of calls in one batch, read back as live and as overdue', async () => {
  const user = newUserId();
  const calls: Call[] = [];
  for (let n = 0; n < 200; n++) calls.push(await callBetween(user));
  const dueAt = (call: Call, n: number): Call =>
    call.phase === 'calling' ? { ...call, deadlines: { ring: n } } : call;
  await write({ calls: calls.map((call, n) => fresh(dueAt(call, n))) });
  await write({ calls: calls.slice(150).map((call) => next(ended(call), 1)) });
  expect(await run['calls:live'](null)).toHaveLength(150);
  expect(await run['calls:overdue']({ at: 99, limit: 500 })).toHaveLength(100);
  expect(await run['calls:overdue']({ at: 1_000, limit: 7 })).toHaveLength(7);
  expect(await run['calls:byIds'](calls.map(({ id }) => id))).toHaveLength(200);
});

test('a trace that another release wrote differently is left out, and the call can still be read', async () => {
  const [older, fromOtherRelease] = [await callBetween(), await callBetween()];
  const story = { rangAt: 5, moments: [{ kind: 'teleported', at: 6, role: 'caller' }] };
  const row = fresh(fromOtherRelease);
  const body = JSON.stringify({ ...JSON.parse(row.body), story });
  const rows = [fresh(older), { ...row, body }];
  await write({ calls: rows });
  const read = await run['calls:byIds']([older.id, fromOtherRelease.id]);
  const traceOf = (id: CallId) => read.find(({ call }) => call.id === id)?.call.trace;
  expect(traceOf(older.id)).toBeUndefined();
  expect(traceOf(fromOtherRelease.id)).toEqual({});
  expect(await run['calls:live'](null)).toHaveLength(2);
});

test('a row keeps the names that the first release stored', async () => {
  const call = await callBetween();
  const [callerDevice, calleeDevice] = [call.caller.deviceId, newDeviceId()];
  const route = { path: 'direct', transport: 'udp' } as const;
  const answer = { answeredBy: calleeDevice, answeredAt: 3, answeredMedia: 'audio', connectedAt: 4 } as const;
  const event = { kind: 'up', at: 4, role: 'caller', route } as const;
  const { visibility, earlyCandidates, callerConnection, ...common } = call;
  const active: Call = {
    ...common,
    ...answer,
    phase: 'active',
    visibility,
    earlyCandidates,
    route,
    trace: { rangAt: 2, events: [event] },
    participants: {
      caller: { deviceId: callerDevice, connection: callerConnection, mediaReport: { state: 'none' } },
      callee: { deviceId: calleeDevice, connection: 'closed', mediaReport: { state: 'none' } },
    },
  };
  expect(JSON.parse(fresh(call).body)).toMatchObject({
    reach: 'open',
    warm: 'relay',
    callerPresence: 'attached',
  });
  expect(JSON.parse(fresh(active).body)).toEqual({
    ...common,
    ...answer,
    phase: 'active',
    reach: visibility,
    warm: earlyCandidates,
    route,
    story: { rangAt: 2, moments: [event] },
    sides: {
      caller: { deviceId: callerDevice, presence: callerConnection, word: { state: 'none' } },
      callee: { deviceId: calleeDevice, presence: 'closed', word: { state: 'none' } },
    },
  });
});

test('a row that does not hold a call is refused', async () => {
  const call = await callBetween();
  const broken = { ...fresh(call), body: JSON.stringify({ ...call, phase: 'dreaming' }) };
  await write({ calls: [broken] });
  await expect(run['calls:byIds']([call.id])).rejects.toThrow('broken at phase');
});
