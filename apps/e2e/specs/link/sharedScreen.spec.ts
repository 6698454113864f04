import { expect, test, type Page } from '@playwright/test';
import {
  expectIncoming,
  sectionsOf,
  often,
  openPath,
  openWith,
  talk,
  TwoEnds,
  mediaEventNames,
} from './twoEnds.ts';
import { withRelay } from './withRelay.ts';

const bench = withRelay();

/** The media sections of a shared screen and its sound, from the caller and from the callee. */
const screenSections = { caller: [2, 3], callee: [4, 5] } as const;

/** Waits until new frames and sound of a screen that `side` shares arrive. */
async function expectScreen(page: Page, side: 'caller' | 'callee'): Promise<void> {
  const [picture, sound] = screenSections[side];
  const read = async () => {
    const sections = await sectionsOf(page);
    return { frames: sections[picture]?.framesDecoded ?? 0, packets: sections[sound]?.packetsReceived ?? 0 };
  };
  const before = await read();
  // Counters of a closed link disappear; those of the new one start at zero.
  const rise = (now: number, then: number): number => (now < then ? now : now - then);
  await expect
    .poll(async () => {
      const now = await read();
      return rise(now.frames, before.frames) > 5 && rise(now.packets, before.packets) > 20;
    }, often)
    .toBe(true);
}

/** What a page has sent over the sections for screens, in bytes. */
async function sentOfScreens(page: Page): Promise<number> {
  return (await sectionsOf(page)).slice(2).reduce((sum, { bytesSent }) => sum + bytesSent, 0);
}

test('both share a screen with its sound beside their cameras, without negotiation', async ({ context }) => {
  const ends = await TwoEnds.open(context, bench.files());
  await talk(ends);
  for (const page of [ends.caller, ends.callee]) expect(await sentOfScreens(page)).toBe(0);
  const posted = ends.posted.length;
  await ends.caller.evaluate(() => window.end.share());
  await ends.callee.evaluate(() => window.end.share());
  await Promise.all([expectScreen(ends.callee, 'caller'), expectScreen(ends.caller, 'callee')]);
  await Promise.all([expectIncoming(ends.caller), expectIncoming(ends.callee)]);
  expect(ends.posted.length).toBe(posted);
  for (const page of [ends.caller, ends.callee]) expect(await mediaEventNames(page)).toEqual(['media', 'up']);
});

test(
  'the direct path breaks while the caller shares: the screen and its sound go on over the standby, without the server',
  { tag: '@long' },
  async ({ context }) => {
    const ends = await TwoEnds.open(context, bench.files());
    for (const page of [ends.callee, ends.caller]) {
      await openWith(ends, page, { iceServers: bench.servers('udp', 'tcp') });
      await page.evaluate(() => window.end.send('audio', 'video'));
    }
    for (const page of [ends.caller, ends.callee])
      await expect
        .poll(async () => (await page.evaluate(() => window.end.connections())).length, often)
        .toBe(2);
    await ends.caller.evaluate(() => window.end.share());
    await expectScreen(ends.callee, 'caller');
    for (const page of [ends.caller, ends.callee]) await ends.setOnline(page, false);
    await ends.caller.evaluate(() => window.end.silenceConnections(1));
    await expect.poll(() => mediaEventNames(ends.callee), often).toEqual(['media', 'up', 'media', 'up']);
    await expectScreen(ends.callee, 'caller');
  },
);

for (const [side, earlier] of [
  ['caller', 'callee'],
  ['callee', 'caller'],
] as const)
  test(
    `the ${earlier}'s page is of the build before: camera and microphone work as they did, and nothing else is sent`,
    { tag: '@long' },
    async ({ context }) => {
      const ends = await TwoEnds.open(context, bench.files());
      if (side === 'callee') await openPath(ends, ends.callee, 'audio', 'video');
      await ends[earlier].evaluate((role) => window.end.openEarlierBuild(role), earlier);
      if (side === 'caller') await openPath(ends, ends.caller, 'audio', 'video');
      await ends[side].evaluate(() => window.end.share());
      await Promise.all([expectIncoming(ends.caller), expectIncoming(ends.callee)]);
      expect((await sectionsOf(ends[side])).slice(4).map(({ framesDecoded }) => framesDecoded)).toEqual(
        side === 'caller' ? [0, 0] : [],
      );
      const sent = (await sectionsOf(ends[earlier])).map(({ bytesSent }) => bytesSent > 0);
      expect(sent).toEqual(side === 'caller' ? [true, true, false, false, false, false] : [true, true]);
      expect(await mediaEventNames(ends[side])).toEqual(['media', 'up']);
    },
  );
