import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CallId } from '@ringback/protocol';
import { createSeededRandom, freshSeed, signInGuest, type SeededRandom } from '@ringback/testkit';
import * as v from 'valibot';
import { expect, inject, test } from 'vitest';
import { openDeviceOf, openRawDevice } from '../../support/rawDevice.ts';
import { forTests, makeServer } from '../../support/server.ts';
import { sameDistribution } from './kolmogorovSmirnov.ts';

declare module 'vitest' {
  interface ProvidedContext {
    propertyRuns: string;
    seed: string;
  }
}

/** Calls of each kind; a thousand with `npm test -- all`. */
const calls = Number(inject('propertyRuns') || 30);
const pairsOfAKind = calls < 500 ? 5 : 25;
const ringMs = 300;
/** Of two honest samples one in a hundred looks this different; two in a row by chance only in ten thousand. */
const leastProbability = 0.01;
const attempts = 2;

/** How the callee keeps the calls of the caller from ringing: by a block, or by not letting strangers ring. */
type Kept = 'hidden' | 'silenced';
type Kind = Kept | 'offline';

/** How the calls end: the caller waits, or cancels. */
type Ending = 'deadline' | 'cancel';

/** What the caller of one call saw: every message, with everything replaced that differs between any two calls. */
interface Observed {
  readonly messages: readonly string[];
  readonly ackMs: number;
  readonly endMs: number;
}

/** A caller, and somebody whom they don't reach or who is away. */
interface Pair {
  readonly kind: Kind;
  readonly call: () => Promise<Observed>;
}

/** Pairs of one kind and those beside them, whose callees are away, have the same history. */
interface Comparison {
  readonly kept: Kept;
  readonly ending: Ending;
}

type RawDevice = Awaited<ReturnType<typeof openRawDevice>>;

async function openPair(url: string, { kept, ending }: Comparison, kind: Kind, n: number): Promise<Pair> {
  const seen: { at: number; name: string; payload: unknown }[] = [];
  const onPush = (name: string, payload: unknown): number =>
    seen.push({ at: performance.now(), name, payload });
  const about = `${kind} ${kept === 'hidden' ? 1 : 2}${ending === 'cancel' ? 1 : 2}${n}`;
  const caller = await openDeviceOf(url, await signInGuest(url, `Caller ${about}`), { onPush });
  const callee = await openRawDevice(url, `Callee ${about}`);
  const second = await openRawDevice(url, `Callee ${about}`);
  // Who has called somebody knows them, and does not silence them.
  const placements = [[caller, callee], ...(kept === 'hidden' ? [[callee, caller]] : [])] as const;
  for (const [from, to] of placements) if (from && to) await callOnce(from, to);
  await keepOut(caller, callee, kind);
  if (kind === 'offline') for (const device of [callee, second]) device.close();
  const call = async (): Promise<Observed> => {
    seen.length = 0;
    const callId = newCallId();
    const ended = caller.next('call:changed', ({ id, phase }) => id === callId && phase === 'ended', 30_000);
    let startedAt = performance.now();
    const placed = await caller.must('call:place', { callId, to: callee.userId, media: 'video' });
    const ackMs = performance.now() - startedAt;
    if (ending === 'cancel') {
      startedAt = performance.now();
      await caller.must('call:end', { callId });
    }
    await ended;
    const endMs = performance.now() - startedAt;
    const again = await caller.must('call:get', { callId });
    const record = await caller.must('call:record', { callId });
    // What may still follow is the entry; an answer comes after everything that was sent before it.
    const messages = [placed, ...seen.map(({ name, payload }) => [name, payload]), again, record];
    return { messages: messages.map((message) => withoutValues(message)), ackMs, endMs };
  };
  return { kind, call };
}

async function callOnce(from: RawDevice, to: RawDevice): Promise<void> {
  const callId = newCallId();
  await from.must('call:place', { callId, to: to.userId, media: 'audio' });
  await from.must('call:end', { callId });
}

/** Each callee has one rule and one setting, so that all pairs cost the server the same. */
async function keepOut(caller: RawDevice, callee: RawDevice, kind: Kind): Promise<void> {
  const isHidden = kind === 'hidden';
  const change = { blocksCalls: isHidden, allowsUrgent: !isHidden };
  await callee.must('privacy:setRules', { userId: caller.userId, change });
  await callee.must('settings:set', { strangers: kind === 'silenced' ? 'silence' : 'request' });
}

function newCallId(): CallId {
  return v.parse(CallId, randomUUID());
}

/** Replaces what differs between any two calls: ids, names and times, which are compared apart. */
function withoutValues(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) => {
    if (typeof value === 'number' && value > 1e12) return 'time';
    if (typeof value !== 'string') return value;
    return value.replaceAll(/[0-9a-f-]{36}/g, 'id').replaceAll(/(hidden|silenced|offline) \d+/g, 'somebody');
  });
}

type Samples = { readonly [B in 'kept' | 'offline']: Observed[] };

/** Each round calls every pair once, in an order by chance, so that load and warming up meet both kinds alike. */
async function observe(pairs: readonly Pair[], random: SeededRandom): Promise<Samples> {
  const observed: Samples = { kept: [], offline: [] };
  while (observed.kept.length < calls) {
    const round: Promise<void>[] = [];
    for (const { kind, call } of shuffled(pairs, random)) {
      const sample = observed[kind === 'offline' ? 'offline' : 'kept'];
      round.push(call().then((one) => void sample.push(one)));
      await delay(random.between(2, 6));
    }
    await Promise.all(round);
  }
  return observed;
}

function shuffled<Item>(items: readonly Item[], random: SeededRandom): Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random.below(left.length), 1));
}

function probabilities({ kept, offline }: Samples): number[] {
  return (['ackMs', 'endMs'] as const).map((time) =>
    sameDistribution(
      kept.map((one) => one[time]),
      offline.map((one) => one[time]),
    ),
  );
}

test.each<Comparison>([
  { kept: 'hidden', ending: 'deadline' },
  { kept: 'silenced', ending: 'deadline' },
  { kept: 'hidden', ending: 'cancel' },
  { kept: 'silenced', ending: 'cancel' },
])(
  `a caller who is $kept, until the $ending, sees what the caller of someone offline sees, at the same times (${calls} calls each)`,
  { timeout: 400_000 },
  async (comparison) => {
    const random = createSeededRandom(freshSeed(inject('seed')));
    console.info(`SEED=${random.seed}`);
    const server = await makeServer({ ...forTests, LOG_LEVEL: 'silent', RING_TIMEOUT_MS: String(ringMs) });
    await server.start();
    try {
      const numbers = Array.from({ length: pairsOfAKind }, (_, n) => n);
      const pairs: Pair[] = [];
      for (const n of numbers)
        for (const kind of [comparison.kept, 'offline'] as const)
          pairs.push(await openPair(server.url, comparison, kind, n));
      for (const { call } of pairs) await call();
      const found: number[][] = [];
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const observed = await observe(pairs, random);
        const views = [...observed.kept, ...observed.offline].map(({ messages }) => messages.join('\n'));
        expect([...new Set(views)]).toEqual(views.slice(0, 1));
        found.push(probabilities(observed));
        if (found.at(-1)?.every((p) => p > leastProbability)) break;
      }
      console.info(
        `p of the answer and of the end: ${found.map((ps) => ps.map((p) => p.toFixed(3)).join(', ')).join('; again: ')}`,
      );
      for (const p of found.at(-1) ?? []) expect(p).toBeGreaterThan(leastProbability);
    } finally {
      await server.dispose();
    }
  },
);
