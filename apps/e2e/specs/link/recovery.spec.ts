import { expect, test } from '@playwright/test';
import {
  buildPage,
  count,
  expectFlow,
  expectIncoming,
  often,
  openPath,
  talk,
  mediaEvents,
  TwoEnds,
  mediaEventNames,
  type Files,
} from './twoEnds.ts';
import { longIf } from '../../support/tags.ts';

let files: Files;
test.beforeAll(async () => {
  files = await buildPage();
});

for (const side of ['caller', 'callee'] as const) {
  const otherSide = side === 'caller' ? 'callee' : 'caller';

  test(
    `the ${side} reloads the page: the ${otherSide} switches from the dead link to the new one`,
    { tag: longIf(side === 'caller') },
    async ({ context }) => {
      const ends = await TwoEnds.open(context, files);
      await talk(ends);
      await ends.reload(ends[side]);
      await expectFlow(ends);
      expect(await mediaEventNames(ends[side])).toEqual(['media', 'up']);
      const heard = await mediaEventNames(ends[otherSide]);
      expect(heard.filter((word) => word.startsWith('down'))).toEqual(
        heard.includes('down: peerClosed') ? ['down: peerClosed'] : [],
      );
      expect(heard.slice(-2)).toEqual(['media', 'up']);
    },
  );

  test(
    `the ${side}'s page crashes and is opened again`,
    { tag: longIf(side === 'caller') },
    async ({ context }) => {
      const ends = await TwoEnds.open(context, files);
      await talk(ends);
      await ends.crash(side);
      await expect.poll(() => mediaEventNames(ends[otherSide]), often).toContain('down: silent');
      await ends.replace(side);
      await openPath(ends, ends[side], 'audio', 'video');
      await expectFlow(ends);
    },
  );

  test(
    `the ${side}'s peer connection closes unexpectedly`,
    { tag: longIf(side === 'caller') },
    async ({ context }) => {
      const ends = await TwoEnds.open(context, files);
      await talk(ends);
      await ends[side].evaluate(() => window.end.breakConnections());
      await expect
        .poll(async () => (await mediaEventNames(ends[side])).filter((word) => word === 'up').length, often)
        .toBe(2);
      await expectFlow(ends);
    },
  );

  test(
    `media of the ${side} stops on the wire while the other direction continues`,
    { tag: longIf(side === 'caller') },
    async ({ context }) => {
      const ends = await TwoEnds.open(context, files);
      await talk(ends);
      await ends[side].evaluate(() => window.end.silenceConnections());
      await expect
        .poll(() => mediaEventNames(ends[otherSide]), often)
        .toEqual(['media', 'up', 'down: silent', 'media', 'up']);
      await expectFlow(ends);
      expect((await mediaEventNames(ends[side])).slice(-2)).toEqual(['media', 'up']);
    },
  );
}

test(
  'a link that breaks while the server is down is replaced once it is back',
  { tag: '@long' },
  async ({ context }) => {
    const ends = await TwoEnds.open(context, files);
    await talk(ends);
    ends.online.set(ends.caller, false);
    ends.online.set(ends.callee, false);
    await expectIncoming(ends.caller);
    await expectIncoming(ends.callee);
    await ends.callee.evaluate(() => window.end.silenceConnections());
    await expect.poll(() => mediaEventNames(ends.caller), often).toEqual(['media', 'up', 'down: silent']);
    expect((await count(ends.caller)).connections).toBeGreaterThan(0);
    expect(await mediaEventNames(ends.callee)).toEqual(['media', 'up']);
    await ends.setOnline(ends.callee, true);
    await ends.setOnline(ends.caller, true);
    await expectFlow(ends);
    expect(await mediaEventNames(ends.caller)).toEqual(['media', 'up', 'down: silent', 'media', 'up']);
  },
);

test('a goodbye sent right before closing arrives, and no events follow', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  await talk(ends);
  expect(await ends.caller.evaluate(() => window.end.endAndClose())).toBe(0);
  await expect
    .poll(async () => (await mediaEvents(ends.callee)).find(({ type }) => type === 'message'), often)
    .toMatchObject({ message: { kind: 'ended' } });
  await ends.callee.evaluate(() => window.end.close());
  expect(await mediaEventNames(ends.caller)).toEqual(['media', 'up']);
  expect(await mediaEventNames(ends.callee)).toEqual(['media', 'up', 'message']);
  await expect.poll(async () => (await count(ends.callee)).connections, often).toBe(0);
});
