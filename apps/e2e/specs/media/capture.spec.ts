import { chromiumFlags } from '@ringback/tooling';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { buildPage, openPage, type Files } from '../link/twoEnds.ts';

let files: Files;
test.beforeAll(async () => {
  files = await buildPage();
});

const fakeDevices = '--use-fake-device-for-media-stream';
const fakeAnswers = '--use-fake-ui-for-media-stream';

/** A page in its own browser, started without some of the usual flags. */
async function without(
  flags: readonly string[],
  browser: Browser,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const { executablePath } = test.info().project.use.launchOptions ?? {};
  const args = chromiumFlags().filter((flag) => !flags.includes(flag));
  const other = await browser
    .browserType()
    .launch({ args, ...(executablePath !== undefined && { executablePath }) });
  try {
    await act(await openPage(await other.newContext(), files));
  } finally {
    await other.close();
  }
}

test('an allowed microphone and camera open', async ({ context }) => {
  const page = await openPage(context, files);
  expect(await page.evaluate(() => window.end.probeInput('audio'))).toBe('sound');
  expect(await page.evaluate(() => window.end.probeInput('video'))).toBe('1280x720');
});

test('the browser says whether it would ask', async ({ browser }) => {
  await without([fakeAnswers], browser, async (page) => {
    expect(await page.evaluate(() => window.end.permission('audio'))).toBe('prompt');
    await page.context().grantPermissions(['microphone']);
    expect(await page.evaluate(() => window.end.permission('audio'))).toBe('granted');
    expect(await page.evaluate(() => window.end.probeInput('audio'))).toBe('sound');
  });
});

test('the user denies access', async ({ browser }) => {
  await without([fakeAnswers], browser, async (page) => {
    // Granting one permission denies all others to this context.
    await page.context().grantPermissions(['geolocation']);
    expect(await page.evaluate(() => window.end.permission('video'))).toBe('denied');
    expect(await page.evaluate(() => window.end.probeInput('video'))).toBe('notAllowed');
  });
});

test('there is no microphone and no camera', async ({ browser }) => {
  await without([fakeDevices], browser, async (page) => {
    expect(await page.evaluate(() => window.end.probeInput('audio'))).toBe('notFound');
    expect(await page.evaluate(() => window.end.probeInput('video'))).toBe('notFound');
  });
});
