import { expect, test } from '@playwright/test';
import { buildPage, count, expectIncoming, talk, TwoEnds, mediaEventNames, type Files } from './twoEnds.ts';

let files: Files;
test.beforeAll(async () => {
  files = await buildPage();
});

/** Lets time pass while the page runs: a silence of a second would be noticed. */
async function letPass(ends: TwoEnds, seconds: number): Promise<void> {
  await ends.callee.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), seconds * 1_000);
}

test('a muted caller keeps sending silence, which does not count as a broken link', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  await talk(ends);
  await ends.caller.evaluate(() => window.end.setMuted(true));
  await expectIncoming(ends.callee);
  await letPass(ends, 2);
  await expectIncoming(ends.callee);
  await ends.caller.evaluate(() => window.end.setMuted(false));
  await expectIncoming(ends.callee);
  expect(await mediaEventNames(ends.callee)).toEqual(['media', 'up']);
});

test('the camera turns off and on without renegotiation', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  await talk(ends);
  const posted = ends.posted.length;
  await ends.caller.evaluate(() => window.end.stop('video'));
  await expect
    .poll(async () => {
      const before = (await count(ends.callee)).videoFrames;
      await letPass(ends, 0.3);
      return (await count(ends.callee)).videoFrames - before;
    })
    .toBe(0);
  await expectIncoming(ends.callee, { audio: true, video: false });
  await ends.caller.evaluate(() => window.end.send('video'));
  await expectIncoming(ends.callee);
  expect(ends.posted.length).toBe(posted);
  expect(await mediaEventNames(ends.callee)).toEqual(['media', 'up']);
});

test(
  'when the microphone goes away, heartbeats keep the session up',
  { tag: '@long' },
  async ({ context }) => {
    const ends = await TwoEnds.open(context, files);
    await talk(ends);
    await ends.caller.evaluate(() => window.end.stop('video'));
    await ends.caller.evaluate(() => window.end.stop('audio'));
    await letPass(ends, 4);
    expect(await mediaEventNames(ends.callee)).toEqual(['media', 'up']);
    await ends.caller.evaluate(() => window.end.send('audio', 'video'));
    await expectIncoming(ends.callee);
    expect(await mediaEventNames(ends.callee)).toEqual(['media', 'up']);
  },
);
