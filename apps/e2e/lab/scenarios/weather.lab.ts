import { setTimeout as delay } from 'node:timers/promises';
import type { Conditions } from '../internet/conditions.ts';
import { expect, tell, test } from '../labTest.ts';
import {
  expectRoute,
  expectStandby,
  expectStillTalking,
  gapsInWords,
  gapsSince,
  setUpInWords,
  setUpOf,
  talk,
} from '../talking.ts';

/** How long a call must hold without a move. */
const watchedMs = 8_000;

const weathers: readonly { readonly words: string; readonly conditions: Partial<Conditions> }[] = [
  { words: '10 % of all packets are lost', conditions: { loss: 0.1 } },
  { words: '20 % of all packets are lost', conditions: { loss: 0.2 } },
  { words: 'packets come up to 150 ms late', conditions: { jitterMs: 150 } },
];

for (const { words, conditions } of weathers) {
  test(`${words}: the call holds, and stays where it is`, async ({ lab, join }) => {
    const call = await talk(await join('ada'), await join('grace'));
    // Strangers begin relayed and go direct in silence: what is watched is a call that has settled.
    await expectRoute(call, 'direct');
    await expectStandby(call);
    await lab.internet.set(conditions);
    const since = Date.now();
    await delay(watchedMs);
    const gaps = await gapsSince(call, since);
    tell(gapsInWords(gaps));
    expect(gaps).toMatchObject({ caller: { moves: 0 }, callee: { moves: 0 } });
    await expectStillTalking(call);
  });
}

test('80 ms there and back: the call comes up', async ({ lab, join }) => {
  const [ada, grace] = [await join('ada'), await join('grace')];
  await lab.internet.set({ delayMs: 40 });
  tell(setUpInWords(await setUpOf(await talk(ada, grace))));
});
