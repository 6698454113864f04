import { expect, test } from '@playwright/test';
import {
  buildPage,
  connections,
  expectFlow,
  often,
  openPath,
  talk,
  mediaEvents,
  TwoEnds,
  mediaEventNames,
  type Files,
} from './twoEnds.ts';

let files: Files;
test.beforeAll(async () => {
  files = await buildPage();
});

test('two pages connect, with audio and video both ways over a direct route', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  await talk(ends);
  for (const page of [ends.caller, ends.callee]) {
    expect(await mediaEventNames(page)).toEqual(['media', 'up']);
    expect((await mediaEvents(page))[0]).toEqual({ type: 'media', tracks: ['audio', 'video'] });
    expect((await mediaEvents(page))[1]).toMatchObject({ route: { path: 'direct', transport: 'udp' } });
  }
});

test('the warm-up connection sends no events and leaves nothing behind', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  for (const page of [ends.caller, ends.callee]) {
    expect(await page.evaluate(() => window.end.preload())).toBe(1);
    expect(await connections(page)).toEqual([]);
    // Once per page.
    expect(await page.evaluate(() => window.end.preload())).toBe(1);
  }
  expect(ends.posted).toEqual([]);
  await talk(ends);
});

test('the link comes up without any microphone', async ({ context }) => {
  const ends = await TwoEnds.open(context, files);
  await Promise.all([openPath(ends, ends.caller), openPath(ends, ends.callee)]);
  for (const page of [ends.caller, ends.callee])
    await expect.poll(() => mediaEventNames(page), often).toEqual(['media', 'up']);
  await ends.caller.evaluate(() => window.end.send('audio', 'video'));
  await ends.callee.evaluate(() => window.end.send('audio', 'video'));
  await expectFlow(ends);
});
