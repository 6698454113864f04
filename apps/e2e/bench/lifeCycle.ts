import { randomUUID } from 'node:crypto';
import { CallId, LinkId } from '@ringback/protocol';
import * as v from 'valibot';
import { openDevice, type LeanDevice } from './leanDevice.ts';

/** Two devices that call each other, always the first the second. */
export interface Pair {
  readonly caller: LeanDevice;
  readonly callee: LeanDevice;
}

/** A description as browsers make them, and two candidates, by size. */
const description = 'd'.repeat(2_600);
const candidates = 'c'.repeat(320);
const route = { path: 'direct', transport: 'udp' } as const;

/** Connects so many pairs of new guests. */
export async function openPairs(url: string, count: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let n = 0; n < count; n += 1) {
    const caller = await openDevice(url, `Caller ${n}`);
    pairs.push({ caller, callee: await openDevice(url, `Callee ${n}`) });
  }
  return pairs;
}

/**
 * One call from `place` to both histories, every answer and push awaited, with an offer, an answer and two batches of
 * candidates each way. Returns the time from `place` to the callee's device knowing, in ms.
 */
export async function liveOneCall({ caller, callee }: Pair): Promise<number> {
  const callId = v.parse(CallId, randomUUID());
  const linkId = v.parse(LinkId, randomUUID());
  const placedAt = performance.now();
  const placed = caller.request('call:place', { callId, to: callee.signedIn.me.id, media: 'audio' });
  const { at } = await callee.push('call:changed', 'calling');
  await Promise.all([
    placed,
    callee.request('call:ringing', { callId }),
    caller.push('call:changed', 'ringing'),
  ]);
  const connecting = caller.push('call:changed', 'connecting');
  await Promise.all([callee.request('call:accept', { callId, media: 'audio' }), connecting]);
  for (const box of [description, candidates, candidates]) {
    const [toCallee, toCaller] = [callee.signedIn.device.id, caller.signedIn.device.id];
    await Promise.all([
      caller.request('call:signal', { callId, to: toCallee, linkId, box }),
      callee.push('call:signal'),
    ]);
    await Promise.all([
      callee.request('call:signal', { callId, to: toCaller, linkId, box }),
      caller.push('call:signal'),
    ]);
  }
  const active = callee.push('call:changed', 'active');
  const ups = [caller, callee].map((device) => device.request('call:linkUp', { callId, linkId, route }));
  await Promise.all([...ups, active]);
  const ended = callee.push('call:changed', 'ended');
  await Promise.all([caller.request('call:end', { callId }), ended]);
  await Promise.all([caller.push('history:changed'), callee.push('history:changed')]);
  caller.forget();
  callee.forget();
  return at - placedAt;
}
