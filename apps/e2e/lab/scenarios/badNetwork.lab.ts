import { setTimeout as delay } from 'node:timers/promises';
import type { Conditions } from '../internet/conditions.ts';
import { longIf } from '../../support/tags.ts';
import { printFigure, test } from '../labTest.ts';
import { expectRoute, expectStillTalking, gapsText, gapsSince, hasStandbySoon, talk } from '../labCall.ts';

/** How long a call must hold, in ms. */
const watchedMs = 8_000;

const badNetworks: readonly { readonly what: string; readonly conditions: Partial<Conditions> }[] = [
  { what: '10 % packet loss', conditions: { loss: 0.1 } },
  { what: '20 % packet loss', conditions: { loss: 0.2 } },
  { what: 'jitter of up to 150 ms', conditions: { jitterMs: 150 } },
];

for (const { what, conditions } of badNetworks) {
  test(`${what}: the call holds`, { tag: longIf(conditions.loss !== 0.2) }, async ({ lab, join }) => {
    const call = await talk(await join('ada'), await join('grace'));
    // Strangers start on the relay and switch to a direct path without a gap; only a settled call is measured.
    await expectRoute(call, 'direct');
    if (!(await hasStandbySoon(call))) printFigure('no standby');
    await lab.internet.set(conditions);
    const since = Date.now();
    await delay(watchedMs);
    // Switches are printed, not checked: a busy machine delays packets for as long as a broken path does.
    printFigure(gapsText(await gapsSince(call, since)));
    await expectStillTalking(call);
  });
}
