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
const calls = Number(inject('propertyRuns') || 60);
const pairsOfAKind = calls < 500 ? 10 : 25;
const ringMs = 300;
/** Of two honest samples one in a hundred looks this different; two in a row by chance only in ten thousand. */
const leastProbability = 0.01;
const attempts = 2;

type Kind = 'hidden' | 'offline';

/** What the caller of one call saw: every message, with everything replaced that differs between any two calls. */
interface Observed {
  readonly messages: readonly string[];
  readonly ackMs: number;
  readonly endMs: number;
}

/** A caller and somebody who has blocked them, or who is away. */
interface Pair {
  readonly kind: Kind;
  readonly call: () => Promise<Observed>;
}

async function openPair(url: string, kind: Kind, n: number): Promise<Pair> {
  const seen: { at: number; name: string; payload: unknown }[] = [];
  const onPush = (name: string, payload: unknown): number =>
    seen.push({ at: performance.now(), name, payload });
  const caller = await openDeviceOf(url, await signInGuest(url, `Caller ${kind} ${n}`), { onPush });
  const callee = await openRawDevice(url, `Callee ${kind} ${n}`);
  const second = await openRawDevice(url, `Callee ${kind} ${n}`);
  // The same history: each has called the other once.
  for (const [from, to] of [
    [caller, callee],
    [callee, caller],
  ] as const) {
    const callId = newCallId();
    await from.must('call:place', { callId, to: to.userId, media: 'audio' });
    await from.must('call:end', { callId });
  }
  await callee.must('privacy:setRules', {
    userId: caller.userId,
    change: { blocksCalls: kind === 'hidden', isMuted: kind === 'offline' },
  });
  if (kind === 'offline') for (const device of [callee, second]) device.close();
  const call = async (): Promise<Observed> => {
    seen.length = 0;
    const callId = newCallId();
    const ended = caller.next('call:changed', ({ id, phase }) => id === callId && phase === 'ended', 30_000);
    const startedAt = performance.now();
    const placed = await caller.must('call:place', { callId, to: callee.userId, media: 'video' });
    const ackMs = performance.now() - startedAt;
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

function newCallId(): CallId {
  return v.parse(CallId, randomUUID());
}

/** Replaces what differs between any two calls: ids, names and times, which are compared apart. */
function withoutValues(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) => {
    if (typeof value === 'number' && value > 1e12) return 'time';
    if (typeof value !== 'string') return value;
    return value.replaceAll(/[0-9a-f-]{36}/g, 'id').replaceAll(/(hidden|offline) \d+/g, 'somebody');
  });
}

/** Each round calls every pair once, in an order by chance, so that load and warming up meet both kinds alike. */
async function observe(pairs: readonly Pair[], random: SeededRandom): Promise<Record<Kind, Observed[]>> {
  const observed: Record<Kind, Observed[]> = { hidden: [], offline: [] };
  while (observed.hidden.length < calls) {
    const round: Promise<void>[] = [];
    for (const { kind, call } of shuffled(pairs, random)) {
      round.push(call().then((one) => void observed[kind].push(one)));
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

function probabilities({ hidden, offline }: Record<Kind, readonly Observed[]>): number[] {
  return (['ackMs', 'endMs'] as const).map((time) =>
    sameDistribution(
      hidden.map((one) => one[time]),
      offline.map((one) => one[time]),
    ),
  );
}

test(
  `a blocked caller sees what the caller of someone offline sees, at the same times (${calls} calls each)`,
  { timeout: 400_000 },
  async () => {
    const random = createSeededRandom(freshSeed(inject('seed')));
    console.info(`SEED=${random.seed}`);
    const server = await makeServer({ ...forTests, LOG_LEVEL: 'silent', RING_TIMEOUT_MS: String(ringMs) });
    await server.start();
    try {
      const numbers = Array.from({ length: pairsOfAKind }, (_, n) => n);
      const pairs: Pair[] = [];
      for (const n of numbers)
        for (const kind of ['hidden', 'offline'] as const) pairs.push(await openPair(server.url, kind, n));
      for (const { call } of pairs) await call();
      const found: number[][] = [];
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const observed = await observe(pairs, random);
        const views = [...observed.hidden, ...observed.offline].map(({ messages }) => messages.join('\n'));
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
