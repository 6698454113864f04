import { defaultTimeouts, isLive, type Call, type Calling, type CallId } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { UserCache } from '../people/userCache.ts';
import type { ContactOperations } from '../people/contactsSql.ts';
import type { PeopleOperations } from '../people/peopleSql.ts';
import type { PersonRulesOperations } from '../privacy/personRulesSql.ts';
import { PrivacyCache } from '../privacy/privacyCache.ts';
import type { SettingsOperations } from '../privacy/settingsSql.ts';
import { StorageError, type Storage } from '../storage/storage.ts';
import { CallCache } from './callCache.ts';
import { aCall, newDeviceId } from './calls.testing.ts';
import { report, reportRinging } from './callCommands.ts';
import { WriteConflictError, CallCommandBatcher, type StoredBatch } from './callCommandBatcher.ts';
import { callFromJson, type StoredCall } from './sql/callRow.ts';
import type { CallBatch, CallBatchResult, CallOperations } from './sql/callsSql.ts';
import type { Command } from './command.ts';

type Operations = CallOperations &
  ContactOperations &
  PeopleOperations &
  PersonRulesOperations &
  SettingsOperations;

/** A database in memory that can lose races and refuse writes, and records its batches. */
class FakeStorage implements Storage<Operations> {
  readonly calls = new Map<CallId, Call>();
  readonly batches: CallBatch[] = [];
  /** Called before each batch, to write before it as another server would. */
  beforeWrite: (batch: CallBatch) => void = () => {};

  run<N extends keyof Operations>(name: N, input: Operations[N]['input']): Promise<Operations[N]['output']> {
    return Promise.resolve(this.#answer(name, input) as Operations[N]['output']);
  }

  #answer(name: keyof Operations, input: unknown): unknown {
    if (name === 'calls:live') return [...this.calls.values()].filter(isLive).map(withoutAlias);
    if (name === 'calls:byIds')
      return (input as CallId[]).flatMap((id) => this.calls.get(id) ?? []).map(withoutAlias);
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

const withoutAlias = (call: Call): StoredCall => ({ call, alias: null });

async function batcherOf(
  ...calls: Call[]
): Promise<{ storage: FakeStorage; batcher: CallCommandBatcher; stored: StoredBatch[]; log: string[] }> {
  const storage = new FakeStorage();
  for (const call of calls) storage.calls.set(call.id, call);
  const caches = {
    calls: new CallCache(storage),
    people: new UserCache(storage),
    privacy: new PrivacyCache(storage),
  };
  await caches.calls.load();
  const stored: StoredBatch[] = [];
  const log: string[] = [];
  const batcher = new CallCommandBatcher({
    storage,
    caches,
    timeouts: defaultTimeouts,
    now: () => 1_000,
    isConnected: () => false,
    onRinging: (calls) => log.push(...calls.map(() => 'ringing')),
    onStored: (batch) => {
      log.push('notifying');
      stored.push(batch);
    },
    onRefused: (_error, requests) => log.push(`refused ${requests}`),
  });
  return { storage, batcher, stored, log };
}

/** Adds a new call. */
const addCall = (call: Calling): Command<void> => ({
  reads: { fresh: [call.id] },
  decide: (unit) => {
    const effects = call.visibility === 'open' ? [{ type: 'notifyCallee', devices: 'all' } as const] : [];
    unit.apply({ kind: 'decided', verdict: 'placed', call, changes: [{ call, effects }], acquaintances: [] });
  },
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

const rules = { timeouts: defaultTimeouts, takesSecondCall: () => true };

test('commands of one turn of the event loop are one batch, in order, with one notification for each call', async () => {
  const [one, two] = [aCall(), aCall()];
  const { storage, batcher, stored } = await batcherOf(one, two);
  const answers = await Promise.all([
    batcher.submit(reportRinging(one.id, callee(one), rules)),
    batcher.submit(reportRinging(two.id, callee(two), rules)),
    batcher.submit(cancel(one)),
  ]);
  expect(answers.map((answer) => answer.ok && answer.data.phase)).toEqual(['ringing', 'ringing', 'ended']);
  expect(storage.batches).toHaveLength(1);
  expect(storage.batches[0]?.calls.map(({ version, readVersion }) => [version, readVersion])).toEqual([
    [3, 1],
    [2, 1],
  ]);
  await batcher.drained();
  expect(stored.flatMap(({ calls }) => calls.map(({ call }) => call.phase)).toSorted()).toEqual([
    'ended',
    'ringing',
  ]);
});

test('answers are sent after the write and before the pushes', async () => {
  const call = aCall();
  const { storage, batcher, log } = await batcherOf(call);
  storage.beforeWrite = () => log.push('writing');
  await batcher.submit(cancel(call)).then(() => log.push('answered'));
  await batcher.drained();
  expect(log).toEqual(['writing', 'answered', 'notifying']);
});

test('commands queued during a write go to the database before that batch is answered', async () => {
  const [first, second] = [aCall(), aCall()];
  const { storage, batcher, log } = await batcherOf(first, second);
  storage.beforeWrite = () => {
    log.push('writing');
    if (log.length === 1) void batcher.submit(cancel(second)).then(() => log.push('second answered'));
  };
  await batcher.submit(cancel(first)).then(() => log.push('first answered'));
  await batcher.drained();
  expect(log.filter((line) => line !== 'notifying')).toEqual([
    'writing',
    'writing',
    'first answered',
    'second answered',
  ]);
});

test('a new call rings once it is stored, before the next batch is written and before any answer', async () => {
  const waiting = aCall();
  const { storage, batcher, log } = await batcherOf(waiting);
  storage.beforeWrite = () => {
    log.push('writing');
    if (log.length === 1) void batcher.submit(cancel(waiting));
  };
  await batcher.submit(addCall(aCall())).then(() => log.push('answered'));
  await batcher.drained();
  expect(log.slice(0, 4)).toEqual(['writing', 'ringing', 'writing', 'answered']);
});

test.each(['hidden', 'silenced'] as const)('a new call that is %s does not ring', async (visibility) => {
  const { batcher, log } = await batcherOf();
  await batcher.submit(addCall(aCall({ visibility })));
  await batcher.drained();
  expect(log).toEqual(['notifying']);
});

test('a call that is placed and canceled in one batch does not ring', async () => {
  const { batcher, log } = await batcherOf();
  const call = aCall();
  await Promise.all([batcher.submit(addCall(call)), batcher.submit(cancel(call))]);
  await batcher.drained();
  expect(log).toEqual(['notifying']);
});

test('a command that changes nothing writes nothing', async () => {
  const call = aCall();
  const { storage, batcher } = await batcherOf(call);
  await batcher.submit(report(call.id, call.caller, (at) => ({ type: 'declined', by: call.caller, at })));
  expect(storage.batches).toHaveLength(0);
});

test('another server was faster: the command is decided again on the new state, and other commands are not', async () => {
  const [lost, other] = [aCall(), aCall()];
  const { storage, batcher } = await batcherOf(lost, other);
  const ringing = { ...lost, version: 2, phase: 'ringing', ringing: [] } as const;
  storage.beforeWrite = () => {
    if (storage.batches.length === 0) storage.calls.set(lost.id, ringing);
  };
  const [rang, canceled] = await Promise.all([
    batcher.submit(reportRinging(lost.id, callee(lost), rules)),
    batcher.submit(cancel(other)),
  ]);
  expect(rang).toMatchObject({ ok: true, data: { version: 3, phase: 'ringing' } });
  expect(canceled).toMatchObject({ ok: true, data: { phase: 'ended' } });
  expect(storage.batches.map(({ calls }) => calls.map(({ id }) => id === lost.id))).toEqual([
    [true, false],
    [true],
  ]);
});

test('a command that keeps losing races fails with a write conflict', async () => {
  const call = aCall();
  const { storage, batcher, stored } = await batcherOf(call);
  storage.beforeWrite = ({ calls: [row] }) => {
    if (row !== undefined) storage.calls.set(call.id, { ...call, version: row.version + 5 });
  };
  await expect(batcher.submit(cancel(call))).rejects.toThrow(WriteConflictError);
  expect(stored.flatMap(({ calls }) => calls)).toEqual([]);
});

test('a batch that the database refuses is retried one command at a time, so only the bad one fails', async () => {
  const [good, bad, fine] = [aCall(), aCall(), aCall()];
  const { storage, batcher, log } = await batcherOf(good, bad, fine);
  storage.beforeWrite = ({ calls }) => {
    if (calls.some(({ id }) => id === bad.id)) throw new StorageError('SQLITE_CONSTRAINT', 'refused');
  };
  const answers = await Promise.allSettled([good, bad, fine].map((call) => batcher.submit(cancel(call))));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(log).toContain('refused 3');
  expect(storage.calls.get(bad.id)?.phase).toBe('calling');
});

test('a command refused on its second attempt does not decide again what was stored at the first', async () => {
  const [lost, other] = [aCall(), aCall()];
  const { storage, batcher, log } = await batcherOf(lost, other);
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
  const answers = await Promise.allSettled([batcher.submit(cancel(lost)), batcher.submit(counting)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(decided).toBe(1);
  expect(log).toContain('refused 1');
});

test('commands beyond the batch size make the next batch', async () => {
  const calls = Array.from({ length: 700 }, () => aCall());
  const { storage, batcher } = await batcherOf(...calls);
  await Promise.all(calls.map((call) => batcher.submit(cancel(call))));
  expect(storage.batches.map((batch) => batch.calls.length)).toEqual([500, 200]);
});

test('a query of a cached call is answered at once, or after the queued commands about that call', async () => {
  const call = aCall();
  const { storage, batcher } = await batcherOf(call);
  const phaseOf = (seen: Call | undefined) => seen?.phase;
  expect(batcher.query(call.id, phaseOf)).toBe('calling');
  const canceled = batcher.submit(cancel(call));
  const queried = batcher.query(call.id, phaseOf);
  expect(queried).toBeInstanceOf(Promise);
  expect(await queried).toBe('ended');
  await canceled;
  expect(storage.batches).toHaveLength(1);
  expect(await batcher.query(call.id, phaseOf)).toBe('ended');
  expect(await batcher.query(aCall().id, phaseOf)).toBeUndefined();
});
