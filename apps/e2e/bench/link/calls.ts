import { setTimeout as delay } from 'node:timers/promises';
import { acceptMixed, expectMixedTalking, hangUpMixed, ringMixed } from '../../firefox/mixedCall.ts';
import { expectNoCall } from '../../support/callSteps.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { talk, type Talk } from '../../lab/labCall.ts';
import { iceServers } from '../../lab/timeline.ts';
import type { Flow } from './bareEnd.ts';
import { acceptBare, hangUpBare, prepare } from './barePage.ts';
import type { Stage } from './stage.ts';

/** How long a call rings: people need that long to react, and the warm-up uses that time. */
const ringsForMs = 2_500;

/** Runs a Ringback call during a measurement, then hangs up. */
export async function withRingback<T>(
  { people: { caller, callee } }: Stage,
  measure: (call: Talk) => Promise<T>,
): Promise<T> {
  const call = await talk(caller, callee, { rings: ringsForMs });
  const measured = await measure(call);
  await caller.callWith(callee).hangUp.click();
  await expectInputsReleased(caller, callee);
  await expectNoCall(caller, callee);
  await expectNoCall(callee, caller);
  return measured;
}

/** Runs a Ringback call from Chromium to Firefox during a measurement, then hangs up. */
export async function withFirefox<T>({ people, fox }: Stage, measure: () => Promise<T>): Promise<T> {
  const pair = { fox, chrome: people.caller, caller: 'Chromium' } as const;
  await ringMixed(pair, 'video');
  await delay(ringsForMs);
  await acceptMixed(pair, 'video');
  await expectMixedTalking(pair, 'video');
  const measured = await measure();
  await hangUpMixed(pair, 'Chromium');
  return measured;
}

/** Runs a bare call during a measurement, then hangs up. Its ICE servers are those of the last Ringback call. */
export async function withBare<T>(
  { people, bare }: Stage,
  flow: Flow,
  measure: (acceptedAt: number) => Promise<T>,
): Promise<T> {
  const servers = await iceServers(people.caller.page);
  const pages = Object.values(bare);
  await Promise.all([
    prepare(bare.callee, flow, 'callee', servers),
    prepare(bare.caller, flow, 'caller', servers),
  ]);
  await delay(ringsForMs);
  const acceptedAt = await acceptBare(bare.callee);
  const measured = await measure(acceptedAt);
  for (const page of pages) await hangUpBare(page);
  return measured;
}

/**
 * Unmeasured calls that warm up the programs. Each of the two has then called the other, so that either may learn the
 * other's address while it rings.
 */
export async function warmUp({ people: { caller, callee }, ...stage }: Stage): Promise<void> {
  await withRingback({ ...stage, people: { caller: callee, callee: caller } }, async () => {});
  await withRingback({ ...stage, people: { caller, callee } }, async () => {});
}
