import { defaultTimeouts, isLive, type Call, type Calling, type CallId } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { UserCache } from '../people/userCache.ts';
import type { ContactOperations } from '../people/contactsSql.ts';
import type { PeopleOperations } from '../people/peopleSql.ts';
import { StorageError, type Storage } from '../storage/storage.ts';
import { CallMemory } from './callMemory.ts';
import { aCall, newDeviceId } from './calls.testing.ts';
import { report, ring } from './requests.ts';
import { Contended, SetWriter, type Stored } from './setWriter.ts';
import { callFromJson, type StoredCall } from './sql/callRow.ts';
import type { CallBatch, CallBatchResult, CallOperations } from './sql/callsSql.ts';
import type { Work } from './work.ts';

type Operations = CallOperations & ContactOperations & PeopleOperations;

/** A database in memory that can be made to lose races and to refuse; it counts its batches. */
class FakeStorage implements Storage<Operations> {
  readonly calls = new Map<CallId, Call>();
  readonly batches: CallBatch[] = [];
  /** Told before each batch: a chance to write before it does, as another node would. */
  beforeWrite: (batch: CallBatch) => void = () => {};

  run<N extends keyof Operations>(name: N, input: Operations[N]['input']): Promise<Operations[N]['output']> {
    return Promise.resolve(this.#answer(name, input) as Operations[N]['output']);
  }

  #answer(name: keyof Operations, input: unknown): unknown {
    if (name === 'calls:live') return [...this.calls.values()].filter(isLive).map(stored);
    if (name === 'calls:byIds')
      return (input as CallId[]).flatMap((id) => this.calls.get(id) ?? []).map(stored);
    if (name === 'calls:write') return this.#write(input as CallBatch);
    return [];
  }

  #write(batch: CallBatch): CallBatchResult {
    this.beforeWrite(batch);
    this.batches.push(batch);
    const wins = batch.calls.filter(
      ({ id, readVersion }) => (this.calls.get(id)?.version ?? 0) === readVersion,
    );
    for (const { id, body } of wins) this.calls.set(id, callFromJson(body));
    return { won: new Set(wins.map(({ id }) => id)), missed: new Map() };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const stored = (call: Call): StoredCall => ({ call, alias: null });

async function writer(
  ...calls: Call[]
): Promise<{ storage: FakeStorage; set: SetWriter; told: Stored[]; log: string[] }> {
  const storage = new FakeStorage();
  for (const call of calls) storage.calls.set(call.id, call);
  const memories = { calls: new CallMemory(storage), people: new UserCache(storage) };
  await memories.calls.load();
  const told: Stored[] = [];
  const log: string[] = [];
  const set = new SetWriter({
    storage,
    memories,
    timeouts: defaultTimeouts,
    now: () => 1_000,
    isWanted: () => false,
    onRinging: (calls) => log.push(...calls.map(() => 'ringing')),
    onStored: (batch) => {
      log.push('telling');
      told.push(batch);
    },
    onRefused: (_error, requests) => log.push(`refused ${requests}`),
  });
  return { storage, set, told, log };
}

/** Puts a new call among the others. */
const placing = (call: Calling): Work<void> => ({
  needs: { fresh: [call.id] },
  decide: (book) => book.add(call),
});
const callee = (call: Call) => ({ userId: call.callee.userId, deviceId: newDeviceId() });
const cancel = (call: Call) =>
  report(call.id, call.caller, (at) => ({
    type: 'endPressed',
    by: call.caller,
    at,
    agoMs: 0,
    peerEnded: false,
  }));

test('what arrives in one turn of the event loop is one batch, in order, told once for each call', async () => {
  const [one, two] = [aCall(), aCall()];
  const { storage, set, told } = await writer(one, two);
  const answers = await Promise.all([
    set.submit(ring(one.id, callee(one))),
    set.submit(ring(two.id, callee(two))),
    set.submit(cancel(one)),
  ]);
  expect(answers.map((answer) => answer.ok && answer.data.phase)).toEqual(['ringing', 'ringing', 'ended']);
  expect(storage.batches).toHaveLength(1);
  expect(storage.batches[0]?.calls.map(({ version, readVersion }) => [version, readVersion])).toEqual([
    [3, 1],
    [2, 1],
  ]);
  await set.drained();
  expect(told.flatMap(({ calls }) => calls.map(({ call }) => call.phase)).toSorted()).toEqual([
    'ended',
    'ringing',
  ]);
});

test('answers come after the write and before the pushes', async () => {
  const call = aCall();
  const { storage, set, log } = await writer(call);
  storage.beforeWrite = () => log.push('writing');
  await set.submit(cancel(call)).then(() => log.push('answered'));
  await set.drained();
  expect(log).toEqual(['writing', 'answered', 'telling']);
});

test('what waited while a batch was being written is sent to the database before that batch is answered', async () => {
  const [first, second] = [aCall(), aCall()];
  const { storage, set, log } = await writer(first, second);
  storage.beforeWrite = () => {
    log.push('writing');
    if (log.length === 1) void set.submit(cancel(second)).then(() => log.push('second answered'));
  };
  await set.submit(cancel(first)).then(() => log.push('first answered'));
  await set.drained();
  expect(log.filter((line) => line !== 'telling')).toEqual([
    'writing',
    'writing',
    'first answered',
    'second answered',
  ]);
});

test('a new call rings once it is stored, before the next batch is written and before anybody is answered', async () => {
  const waiting = aCall();
  const { storage, set, log } = await writer(waiting);
  storage.beforeWrite = () => {
    log.push('writing');
    if (log.length === 1) void set.submit(cancel(waiting));
  };
  await set.submit(placing(aCall())).then(() => log.push('answered'));
  await set.drained();
  expect(log.slice(0, 4)).toEqual(['writing', 'ringing', 'writing', 'answered']);
});

test.each(['hidden', 'silenced'] as const)('a new call that is %s rings nowhere', async (visibility) => {
  const { set, log } = await writer();
  await set.submit(placing(aCall({ visibility })));
  await set.drained();
  expect(log).toEqual(['telling']);
});

test('a call that is placed and canceled in one batch rings nowhere', async () => {
  const { set, log } = await writer();
  const call = aCall();
  await Promise.all([set.submit(placing(call)), set.submit(cancel(call))]);
  await set.drained();
  expect(log).toEqual(['telling']);
});

test('a request that changes nothing writes nothing', async () => {
  const call = aCall();
  const { storage, set } = await writer(call);
  await set.submit(report(call.id, call.caller, (at) => ({ type: 'declined', by: call.caller, at })));
  expect(storage.batches).toHaveLength(0);
});

test('another node was faster: the request is decided again upon what that one wrote, and its neighbor is not', async () => {
  const [lost, other] = [aCall(), aCall()];
  const { storage, set } = await writer(lost, other);
  const ringing = { ...lost, version: 2, phase: 'ringing', ringing: [] } as const;
  storage.beforeWrite = () => {
    if (storage.batches.length === 0) storage.calls.set(lost.id, ringing);
  };
  const [rang, canceled] = await Promise.all([
    set.submit(ring(lost.id, callee(lost))),
    set.submit(cancel(other)),
  ]);
  expect(rang).toMatchObject({ ok: true, data: { version: 3, phase: 'ringing' } });
  expect(canceled).toMatchObject({ ok: true, data: { phase: 'ended' } });
  expect(storage.batches.map(({ calls }) => calls.map(({ id }) => id === lost.id))).toEqual([
    [true, false],
    [true],
  ]);
});

test('others are faster again and again: given up after a while, and told so', async () => {
  const call = aCall();
  const { storage, set, told } = await writer(call);
  storage.beforeWrite = ({ calls: [row] }) => {
    if (row !== undefined) storage.calls.set(call.id, { ...call, version: row.version + 5 });
  };
  await expect(set.submit(cancel(call))).rejects.toThrow(Contended);
  expect(told.flatMap(({ calls }) => calls)).toEqual([]);
});

test('a batch that the database refuses is tried one by one, so that nobody pays for a neighbor', async () => {
  const [good, bad, fine] = [aCall(), aCall(), aCall()];
  const { storage, set, log } = await writer(good, bad, fine);
  storage.beforeWrite = ({ calls }) => {
    if (calls.some(({ id }) => id === bad.id)) throw new StorageError('SQLITE_CONSTRAINT', 'refused');
  };
  const answers = await Promise.allSettled([good, bad, fine].map((call) => set.submit(cancel(call))));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(log).toContain('refused 3');
  expect(storage.calls.get(bad.id)?.phase).toBe('calling');
});

test('refused only when it is decided again: its neighbor, stored at the first try, is not decided twice', async () => {
  const [lost, other] = [aCall(), aCall()];
  const { storage, set, log } = await writer(lost, other);
  storage.beforeWrite = () => {
    if (storage.batches.length > 0) throw new StorageError('SQLITE_FULL', 'refused');
    storage.calls.set(lost.id, { ...lost, version: 2, phase: 'ringing', ringing: [] });
  };
  let decided = 0;
  const counting = {
    ...cancel(other),
    decide: (...given: Parameters<ReturnType<typeof cancel>['decide']>) => {
      decided += 1;
      return cancel(other).decide(...given);
    },
  };
  const answers = await Promise.allSettled([set.submit(cancel(lost)), set.submit(counting)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(decided).toBe(1);
  expect(log).toContain('refused 1');
});

test('more than one batch takes: the rest makes the next', async () => {
  const calls = Array.from({ length: 700 }, () => aCall());
  const { storage, set } = await writer(...calls);
  await Promise.all(calls.map((call) => set.submit(cancel(call))));
  expect(storage.batches.map((batch) => batch.calls.length)).toEqual([500, 200]);
});

test('a look at a remembered call is answered at once; behind a request about it, only after that', async () => {
  const call = aCall();
  const { storage, set } = await writer(call);
  const phaseOf = (seen: Call | undefined) => seen?.phase;
  expect(set.look(call.id, phaseOf)).toBe('calling');
  const canceled = set.submit(cancel(call));
  const looked = set.look(call.id, phaseOf);
  expect(looked).toBeInstanceOf(Promise);
  expect(await looked).toBe('ended');
  await canceled;
  expect(storage.batches).toHaveLength(1);
  expect(await set.look(call.id, phaseOf)).toBe('ended');
  expect(await set.look(aCall().id, phaseOf)).toBeUndefined();
});
