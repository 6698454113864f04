import { randomUUID } from 'node:crypto';
import { CallId, LinkId } from '@ringback/protocol';
import * as v from 'valibot';
import { openDevice, type LeanDevice } from './leanDevice.ts';

/** Two devices of which the first always calls the second. */
export interface Pair {
  readonly caller: LeanDevice;
  readonly callee: LeanDevice;
}

/** A session description and two candidates, of the size that browsers make. */
const description = 'd'.repeat(2_600);
const candidates = 'c'.repeat(320);
const route = { path: 'direct', transport: 'udp' } as const;

/** Connects this many pairs of new guests. */
export async function openPairs(url: string, count: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let n = 0; n < count; n += 1) {
    const caller = await openDevice(url, `Caller ${n}`);
    pairs.push({ caller, callee: await openDevice(url, `Callee ${n}`) });
  }
  return pairs;
}

/**
 * One call from `place` to both histories, with an offer, an answer and two batches of candidates each way; awaits
 * every answer and push. Returns the time from `place` until the callee's device knows, in ms.
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
