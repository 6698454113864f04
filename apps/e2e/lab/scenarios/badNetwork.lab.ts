import { setTimeout as delay } from 'node:timers/promises';
import type { Conditions } from '../internet/conditions.ts';
import { printFigure, test } from '../labTest.ts';
import { expectRoute, expectStillTalking, gapsText, gapsSince, hasStandbySoon, talk } from '../labCall.ts';

/** How long a call must hold. */
const watchedMs = 8_000;

const weathers: readonly { readonly words: string; readonly conditions: Partial<Conditions> }[] = [
  { words: '10 % of all packets are lost', conditions: { loss: 0.1 } },
  { words: '20 % of all packets are lost', conditions: { loss: 0.2 } },
  { words: 'packets come up to 150 ms late', conditions: { jitterMs: 150 } },
];

for (const { words, conditions } of weathers) {
  test(`${words}: the call holds`, async ({ lab, join }) => {
    const call = await talk(await join('ada'), await join('grace'));
    // Strangers begin relayed and go direct in silence: what is watched is a call that has settled.
    await expectRoute(call, 'direct');
    if (!(await hasStandbySoon(call))) printFigure('no standby');
    await lab.internet.set(conditions);
    const since = Date.now();
    await delay(watchedMs);
    // Moves are printed and not judged: a busy machine, too, holds packets up for as long as a broken path does.
    printFigure(gapsText(await gapsSince(call, since)));
    await expectStillTalking(call);
  });
}
