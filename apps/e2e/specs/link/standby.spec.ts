import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import {
  connections,
  expectIncoming,
  often,
  openWith,
  mediaEvents,
  TwoEnds,
  mediaEventNames,
} from './twoEnds.ts';
import { withRelay } from './withRelay.ts';
import { longIf } from '../../support/tags.ts';

const bench = withRelay();

/** Connects two ends in a call with a standby. */
async function talkWithStandby(ends: TwoEnds): Promise<void> {
  for (const page of [ends.callee, ends.caller]) {
    await openWith(ends, page, { iceServers: bench.servers('udp', 'tcp') });
    await page.evaluate(() => window.end.send('audio', 'video'));
  }
  for (const page of [ends.caller, ends.callee]) await expectStandby(page);
  await Promise.all([expectIncoming(ends.caller), expectIncoming(ends.callee)]);
}

async function expectStandby(page: Page): Promise<void> {
  await expect
    .poll(async () => (await connections(page)).map(({ policy, state }) => `${policy} ${state}`), {
      ...often,
      timeout: 15_000,
    })
    .toEqual(['all connected', 'relay connected']);
}

async function upRoutes(page: Page): Promise<readonly string[]> {
  return (await mediaEvents(page)).flatMap((each) => (each.type === 'up' ? [each.route.path] : []));
}

test('a direct call gets a relayed standby that carries no media', async ({ context }) => {
  const ends = await TwoEnds.open(context, bench.files());
  await talkWithStandby(ends);
  for (const page of [ends.caller, ends.callee]) {
    const [, standby] = await connections(page);
    expect(standby).toMatchObject({ policy: 'relay', packetsSent: 0, packetsReceived: 0 });
    expect(await mediaEventNames(page)).toEqual(['media', 'up']);
  }
});

for (const side of ['caller', 'callee'] as const) {
  const hearing = side === 'caller' ? 'callee' : 'caller';

  test(
    `media of the ${side} breaks in one direction: both switch to the standby, without a reported silence`,
    { tag: longIf(side === 'caller') },
    async ({ context }) => {
      const ends = await TwoEnds.open(context, bench.files());
      await talkWithStandby(ends);
      await ends[side].evaluate(() => window.end.silenceConnections(1));
      for (const page of [ends.caller, ends.callee]) {
        await expect.poll(() => upRoutes(page), often).toEqual(['direct', 'relay']);
        await expectIncoming(page);
        expect(await mediaEventNames(page)).not.toContainEqual(expect.stringContaining('down'));
      }
      const last = (await mediaEvents(ends[hearing])).findLast(({ type }) => type === 'up');
      expect(last).toMatchObject({ gap: { cause: 'silent' } });
      expect(last?.type === 'up' ? last.gap?.ms : undefined).toBeLessThan(1_000);
    },
  );
}
