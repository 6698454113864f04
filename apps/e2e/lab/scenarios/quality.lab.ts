import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from '@playwright/test';
import type { Conditions, UplinkConditions } from '../internet/conditions.ts';
import { longIf } from '../../support/tags.ts';
import { expectRoute, talk, type Talk } from '../labCall.ts';
import { expect, printFigure, test } from '../labTest.ts';

/** From the fault to the words on the screen. */
const toldWithinMs = 8_000;
/** A busy machine may be later, which the figure shows. */
const patienceMs = 20_000;
const watchedMs = 20_000;
/** Until the numbers of the call's start are forgotten, and cameras have their full size. */
const settledMs = 10_000;

async function secondsUntil(line: Locator, words: string): Promise<number> {
  const since = performance.now();
  await expect(line).toContainText(words, { timeout: patienceMs });
  return (performance.now() - since) / 1_000;
}

/** Waits until both sides are told what they should be, and prints how long it took. */
async function expectTold({ caller, callee }: Talk, toCaller: string, toCallee: string): Promise<void> {
  const seconds = await Promise.all([
    secondsUntil(caller.callWith(callee).quality, toCaller),
    secondsUntil(callee.callWith(caller).quality, toCallee),
  ]);
  const [mine, theirs] = seconds.map((each) => `${each.toFixed(1)} s`);
  const isLate = Math.max(...seconds) * 1_000 > toldWithinMs;
  printFigure(`told after ${mine} and ${theirs}${isLate ? ', LATE' : ''}`);
}

const between = 'The connection between you is weak';

const weakInternets: readonly { readonly what: string; readonly conditions: Partial<Conditions> }[] = [
  { what: '10 % of all packets are lost', conditions: { loss: 0.1 } },
  { what: '20 % of all packets are lost', conditions: { loss: 0.2 } },
  { what: 'every packet takes 300 ms', conditions: { delayMs: 300 } },
];

for (const { what, conditions } of weakInternets) {
  test(`${what}: both read that the connection is weak`, { tag: longIf(true) }, async ({ lab, join }) => {
    const call = await talk(await join('ada'), await join('grace'));
    await expectRoute(call, 'direct');
    await delay(settledMs);
    await lab.internet.set(conditions);
    await expectTold(call, between, between);
  });
}

const weakUplinks: readonly { readonly what: string; readonly conditions: Partial<UplinkConditions> }[] = [
  { what: "20 % of the caller's packets are lost", conditions: { loss: 0.2 } },
  { what: "the caller's packets take 300 ms", conditions: { delayMs: 300 } },
];

for (const { what, conditions } of weakUplinks) {
  test(`${what}: both read whose network is weak`, { tag: longIf(true) }, async ({ lab, join }) => {
    const call = await talk(await join('ada'), await join('grace'));
    await expectRoute(call, 'direct');
    await delay(settledMs);
    await lab.internet.setUplink('ada', conditions);
    await expectTold(call, 'Your network is weak', `${call.caller.name}'s network is weak`);
  });
}

const fineInternets: readonly { readonly what: string; readonly conditions: Partial<Conditions> }[] = [
  { what: '2 % of all packets are lost', conditions: { loss: 0.02 } },
  { what: 'a round trip takes 150 ms', conditions: { delayMs: 75 } },
];

for (const { what, conditions } of fineInternets) {
  test(`${what}: neither is told anything`, { tag: longIf(true) }, async ({ lab, join }) => {
    const call = await talk(await join('ada'), await join('grace'));
    await expectRoute(call, 'direct');
    await delay(settledMs);
    await lab.internet.set(conditions);
    const { caller, callee } = call;
    const lines = [caller.callWith(callee).quality, callee.callWith(caller).quality];
    const since = performance.now();
    while (performance.now() - since < watchedMs)
      for (const line of lines) expect(await line.allTextContents()).toEqual([]);
  });
}
