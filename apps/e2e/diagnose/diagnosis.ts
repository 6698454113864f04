import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { joinLab, type Joined } from '../lab/joinLab.ts';
import type { Lab } from '../lab/lab.ts';
import { ringCallee, expectTalking } from '../support/callSteps.ts';
import { installDeviceProbe } from '../support/media/deviceProbe.ts';
import type { Ends } from '../lab/labCall.ts';
import { installInputFaults } from './inputFaults.ts';
import type { Fault, Scene } from './fault.ts';
import { toldBy, type Told } from './told.ts';

/** What came of one fault. `toldMs`: when each was first told the right thing; undefined where that never was so. */
export interface Diagnosis {
  readonly fault: Fault;
  readonly isRight: boolean;
  readonly toldMs: Ends<number | undefined>;
  /** What each is told in the end. */
  readonly last: Ends<Told>;
}

/** The time in which people are told of what is live. */
const defaultWithinMs = 8_000;
/** Until a call has its standby, and has measured what is usual. */
const settledMs = 6_000;
const lookMs = 250;

/** Lets one thing go wrong with a call between two homes, and sees what both are told. */
export async function diagnose(lab: Lab, fault: Fault, healthyMs: number): Promise<Diagnosis> {
  await lab.heal();
  const { url } = await lab.app(fault.settings ?? {});
  const joined = [await join(lab, url, 'ada', 'Ada'), await join(lab, url, 'grace', 'Grace')] as const;
  try {
    const [caller, callee] = [joined[0].person, joined[1].person];
    const scene: Scene = { lab, people: { caller, callee } };
    await fault.before?.(scene);
    await start(scene, fault);
    const since = performance.now();
    await fault.during?.(scene);
    return fault.isHealthy
      ? await watchHealthy(scene, fault, healthyMs)
      : await watch(scene, fault, since, fault.withinMs ?? defaultWithinMs);
  } finally {
    await Promise.all(joined.map(({ close }) => close()));
    await lab.heal();
  }
}

function join(lab: Lab, url: string, who: 'ada' | 'grace', name: string): Promise<Joined> {
  const onFault = (fault: string): void => console.log(`  a page threw: ${fault}`);
  return joinLab({
    lab,
    url,
    who,
    name,
    onFault,
    prepare: async (context) => {
      // The second one takes away what the first one gives, so this order.
      await installInputFaults(context);
      await installDeviceProbe(context);
    },
  });
}

/** Where the call itself is what goes wrong, it need not come up. */
async function start(
  { people: { caller, callee } }: Scene,
  { medium, during, before }: Fault,
): Promise<void> {
  await ringCallee(caller, callee, medium);
  await callee.incomingFrom(caller, medium).accept.click();
  if (before !== undefined && during === undefined) return;
  await expectTalking(caller, callee, medium);
  await expect(caller.callWith(callee).region).toHaveAttribute('data-route', /direct|relay/);
  await delay(settledMs);
}

async function look({ people: { caller, callee } }: Scene): Promise<Ends<Told>> {
  const [one, other] = await Promise.all([toldBy(caller, callee), toldBy(callee, caller)]);
  return { caller: one, callee: other };
}

async function watch(scene: Scene, fault: Fault, since: number, withinMs: number): Promise<Diagnosis> {
  const toldMs: { caller?: number; callee?: number } = {};
  let last = await look(scene);
  for (;;) {
    const at = Math.round(performance.now() - since);
    for (const end of ['caller', 'callee'] as const) if (fault.told[end](last[end])) toldMs[end] ??= at;
    const isRight = toldMs.caller !== undefined && toldMs.callee !== undefined;
    if (isRight || at > withinMs)
      return { fault, isRight, toldMs: { caller: toldMs.caller, callee: toldMs.callee }, last };
    await delay(lookMs);
    last = await look(scene);
  }
}

async function watchHealthy(scene: Scene, fault: Fault, watchedMs: number): Promise<Diagnosis> {
  const until = performance.now() + watchedMs;
  let last = await look(scene);
  const isRight = (): boolean => fault.told.caller(last.caller) && fault.told.callee(last.callee);
  while (performance.now() < until && isRight()) {
    await delay(lookMs);
    last = await look(scene);
  }
  return { fault, isRight: isRight(), toldMs: { caller: undefined, callee: undefined }, last };
}
