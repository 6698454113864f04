import { setTimeout as delay } from 'node:timers/promises';
import { expectMoving } from '../../support/media/expectMoving.ts';
import { longIf } from '../../support/tags.ts';
import type { Cut } from '../cuts.ts';
import { coturnSettings } from '../coturn.ts';
import { expect, printFigure, test } from '../labTest.ts';
import {
  expectRoute,
  expectStillTalking,
  gapsText,
  gapsSince,
  hasStandbySoon,
  talk,
  type Ends,
  type Gaps,
  type Talk,
} from '../labCall.ts';

/** Prints whether there is a standby, because the next figure depends on it. */
async function printStandby(call: Talk): Promise<void> {
  if (!(await hasStandbySoon(call))) printFigure('no standby');
}

/** Waits until both talk again, and prints the gaps since a moment. */
async function expectMended(call: Talk, sinceMs: number): Promise<Ends<Gaps>> {
  await expectStillTalking(call);
  const gaps = await gapsSince(call, sinceMs);
  printFigure(gapsText(gaps));
  return gaps;
}

/** The same, for a call that must have switched to another link at both ends. */
async function expectMoved(call: Talk, sinceMs: number): Promise<void> {
  const { caller, callee } = await expectMended(call, sinceMs);
  for (const { moves } of [caller, callee]) expect(moves).toBeGreaterThan(0);
}

const directions = { 'both directions': 'both', 'one direction': 'out' } as const;
for (const [words, direction] of Object.entries(directions)) {
  test(
    `the direct path breaks in a call, in ${words}: the call continues, relayed`,
    { tag: longIf(direction === 'both') },
    async ({ lab, join }) => {
      const call = await talk(await join('ada'), await join('grace'));
      await printStandby(call);
      // The last look before the cut: on a busy machine a call may leave the direct path for a while without need.
      await expectRoute(call, 'direct');
      const cutAt = Date.now();
      await lab.homes.ada.cut({ what: 'everything', with: lab.homes.grace.address, direction });
      await expectRoute(call, 'relay');
      await expectMoved(call, cutAt);
    },
  );
}

test(
  'the direct path breaks while a screen is shared: the screen goes on, relayed',
  { tag: '@long' },
  async ({ lab, join }) => {
    const call = await talk(await join('ada'), await join('grace'));
    await printStandby(call);
    await expectRoute(call, 'direct');
    const { shareScreen } = call.caller.callWith(call.callee);
    const { theirScreen } = call.callee.callWith(call.caller);
    await shareScreen.click();
    await expectMoving(theirScreen);
    const cutAt = Date.now();
    await lab.homes.ada.cut({ what: 'everything', with: lab.homes.grace.address, direction: 'both' });
    await expectMoved(call, cutAt);
    await expectMoving(theirScreen);
  },
);

test('UDP breaks in a relayed call: the call continues over TCP', async ({ lab, join }) => {
  for (const home of [lab.homes.ada, lab.homes.grace]) await home.translate('symmetric');
  const call = await talk(await join('ada'), await join('grace'));
  await expectRoute(call, 'relay');
  await printStandby(call);
  const cutAt = Date.now();
  await lab.homes.ada.cut({ what: 'udp' });
  await expectMoved(call, cutAt);
});

const everything: Cut = { what: 'everything' };
for (const seconds of [5, 12, 25]) {
  test(
    `a total outage of ${seconds} s at one home: the call continues`,
    { tag: longIf(seconds > 5) },
    async ({ lab, join }) => {
      const call = await talk(await join('ada'), await join('grace'));
      const cutAt = Date.now();
      await lab.homes.ada.cut(everything);
      await delay(seconds * 1_000);
      await lab.homes.ada.cut();
      await expectMended(call, cutAt);
    },
  );
}

test.describe('with a short reconnect time', () => {
  test.use({ settings: { RECONNECT_TIMEOUT_MS: '6000' } });

  test(
    'an outage beyond the reconnect time: the connection is lost, and both screens say so',
    { tag: '@long' },
    async ({ lab, join }) => {
      const call = await talk(await join('ada'), await join('grace'));
      await lab.homes.ada.cut(everything);
      await expect(call.callee.after.dialog).toContainText('Connection lost', { timeout: 30_000 });
      await lab.homes.ada.cut();
      await expect(call.caller.after.dialog).toContainText('Connection lost', { timeout: 30_000 });
    },
  );
});

test.describe('with coturn', () => {
  test.use({ settings: coturnSettings });

  test('the relay restarts: the call continues', { tag: '@long' }, async ({ lab, join }) => {
    for (const home of [lab.homes.ada, lab.homes.grace]) await home.translate('symmetric');
    const first = await lab.startCoturn();
    const call = await talk(await join('ada'), await join('grace'));
    await expectRoute(call, 'relay');
    const killedAt = Date.now();
    await first.stop();
    const second = await lab.startCoturn();
    await expectMended(call, killedAt);
    await second.stop();
  });
});
