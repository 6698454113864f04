import { expect, test, type Page } from '@playwright/test';
import {
  answer,
  connections,
  expectFlow,
  expectIncoming,
  often,
  openWith,
  mediaEvents,
  TwoEnds,
  warmUp,
  mediaEventNames,
} from './twoEnds.ts';
import { withRelay } from './withRelay.ts';

const bench = withRelay();

/** No connection of a page has sent anything. */
async function expectNothingSent(ends: TwoEnds): Promise<void> {
  for (const page of [ends.caller, ends.callee]) {
    for (const each of await connections(page))
      expect(each).toMatchObject({ packetsSent: 0, packetsReceived: 0 });
    expect(await mediaEventNames(page)).toEqual([]);
  }
}

test('both ends connect while it rings without sending, and media flows over that connection after the answer', async ({
  context,
}) => {
  const ends = await TwoEnds.open(context, bench.files());
  await warmUp(ends, { warm: 'all' });
  await expectNothingSent(ends);
  await answer(ends);
  await expectFlow(ends);
  expect((await mediaEvents(ends.caller)).find(({ type }) => type === 'up')).toMatchObject({
    route: { path: 'direct' },
  });
  expect(await mediaEventNames(ends.caller)).toEqual(['media', 'up']);
});

test("the first frames are small, and soon have the camera's size", async ({ context }) => {
  const ends = await TwoEnds.open(context, bench.files());
  await warmUp(ends, { warm: 'all' });
  const scaleOf = async (page: Page) => (await connections(page))[0]?.scaleDownBy;
  for (const page of [ends.caller, ends.callee]) await expect.poll(() => scaleOf(page), often).toBe(2);
  await answer(ends);
  await expectFlow(ends);
  for (const page of [ends.caller, ends.callee]) await expect.poll(() => scaleOf(page), often).toBe(1);
  await Promise.all([expectIncoming(ends.caller), expectIncoming(ends.callee)]);
});

test('strangers exchange no addresses before the answer; afterwards a direct link takes over', async ({
  context,
}) => {
  const ends = await TwoEnds.open(context, bench.files());
  await warmUp(ends, { warm: 'relay', iceServers: bench.servers('udp') });
  await expectNothingSent(ends);
  for (const { box } of ends.posted) expect(box).not.toMatch(/ typ (host|srflx|prflx) /);
  await answer(ends);
  for (const page of [ends.caller, ends.callee]) {
    await expect
      .poll(
        async () =>
          (await mediaEvents(page)).flatMap((each) => (each.type === 'up' ? [each.route.path] : [])),
        {
          ...often,
          timeout: 15_000,
        },
      )
      .toEqual(['relay', 'direct']);
    expect(await mediaEventNames(page)).not.toContainEqual(expect.stringContaining('down'));
  }
  await Promise.all([expectIncoming(ends.caller), expectIncoming(ends.callee)]);
});

test('strangers without a relay connect directly, and only after the answer', async ({ context }) => {
  const ends = await TwoEnds.open(context, bench.files());
  for (const page of [ends.callee, ends.caller]) await openWith(ends, page, { stage: 'warm', warm: 'relay' });
  await answer(ends);
  await expectFlow(ends);
});
