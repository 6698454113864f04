import type { Page } from '@playwright/test';
import { callRegion } from '../../pages/callRegion.ts';
import { connect, expectNoCall } from '../../support/callSteps.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

/** Presses "Picture in picture", and returns the window that opens. */
async function openSmallWindow(person: Person, peer: Person): Promise<Page> {
  const opened = person.page.context().waitForEvent('page');
  await person.callWith(peer).pictureInPicture.click();
  return opened;
}

/** Keeps what the page gives the system to call, as `actions` of the window. */
async function keepMediaActions(page: Page): Promise<(action: string) => Promise<void>> {
  const kept = await page.evaluateHandle(() => {
    const actions = new Map<string, () => void>();
    const setActionHandler = (action: string, handler: (() => void) | null): void => {
      if (handler === null) actions.delete(action);
      else actions.set(action, handler);
    };
    Object.assign(navigator.mediaSession, { setActionHandler });
    return actions;
  });
  return (action) => kept.evaluate((actions, name) => actions.get(name)?.(), action);
}

test('in its small window a call is seen, muted by key and button, brought back, and ended', async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'video');
  const main = ada.callWith(grace);
  const page = await openSmallWindow(ada, grace);
  const small = callRegion(page, grace);
  await expect(small.theirVideo).toBeVisible();
  await expect(main.theirVideo).toBeHidden();
  await expect
    .poll(() => small.theirVideo.evaluate((video: HTMLVideoElement) => video.videoWidth))
    .toBeGreaterThan(0);
  await small.mute.click();
  await expect(main.unmute).toBeVisible();
  await page.keyboard.press('m');
  await expect(small.mute).toBeVisible();

  const closed = page.waitForEvent('close');
  // The window goes at the press, and takes the answer to it along.
  await Promise.all([closed, page.keyboard.down('Escape').catch(() => undefined)]);
  await expect(main.theirVideo).toBeVisible();

  const again = await openSmallWindow(ada, grace);
  const ended = again.waitForEvent('close');
  await callRegion(again, grace).hangUp.click();
  await ended;
  await expectNoCall(ada, grace);
});

test(
  'a second call is answered in the small window, whose keys reach the sheet and the whole tab',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const mary = await person('Mary');
    await connect(ada, grace, 'voice');
    const page = await openSmallWindow(ada, grace);
    await mary.place('voice', ada);
    const second = page.getByRole('region', { name: `Second call from ${mary.name}`, exact: true });
    const answers = ['Hold and accept', 'End and accept', 'Decline'];
    for (const name of answers)
      await expect(second.getByRole('button', { name, exact: true })).toBeInViewport();
    await mary.callWith(ada).cancel.click();
    await expect(second).toBeHidden();

    await page.keyboard.press('?');
    const sheet = ada.page.getByRole('dialog', { name: 'Keyboard shortcuts', exact: true });
    await expect(sheet).toBeVisible();
    await sheet.getByRole('button', { name: 'Close', exact: true }).click();
    const main = ada.callWith(grace);
    await main.backToApp.click();
    await expect(main.region).toHaveAttribute('data-layout', 'tile');
    const closed = page.waitForEvent('close');
    await Promise.all([closed, page.keyboard.down('f').catch(() => undefined)]);
    await expect(main.region).toHaveAttribute('data-layout', 'full');
  },
);

test(
  "the system's buttons mute a call and end it, and leaving its tab opens the small window until one is back",
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const press = await keepMediaActions(ada.page);
    await connect(ada, grace, 'voice');
    const main = ada.callWith(grace);
    await expect(ada.page).toHaveTitle(`Call with ${grace.name} · Ringback`);
    expect(await ada.page.evaluate(() => navigator.mediaSession.metadata?.title)).toBe(
      `Call with ${grace.name}`,
    );
    await press('togglemicrophone');
    await expect(main.unmute).toBeVisible();
    await expect(ada.page).toHaveTitle(`Muted · Call with ${grace.name} · Ringback`);
    await press('togglecamera');
    await expect(main.cameraOff).toBeVisible();

    const opened = ada.page.context().waitForEvent('page');
    await press('enterpictureinpicture');
    const small = await opened;
    await expect(callRegion(small, grace).unmute).toBeVisible();
    const closed = small.waitForEvent('close');
    await ada.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await closed;

    await press('hangup');
    await expectNoCall(ada, grace);
    expect(await ada.page.evaluate(() => navigator.mediaSession.metadata)).toBeNull();
    await expect(ada.page).toHaveTitle('People · Ringback');
  },
);

test(
  'the icon of the tab shows the call, and then that one was missed',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const icon = (of: Person) => of.page.locator('link[rel="icon"]');
    await expect(icon(grace)).toHaveAttribute('href', '/icon.svg');
    await ada.place('voice', grace);
    await expect(icon(ada)).toHaveAttribute('href', /^data:image\/svg/u);
    await expect(icon(grace)).toHaveAttribute('href', /^data:image\/svg/u);
    await expect(ada.page).toHaveTitle(`Ringing ${grace.name} · Ringback`);
    await ada.callWith(grace).cancel.click();
    await expect(icon(ada)).toHaveAttribute('href', /icon\.svg$/u);
    await expect(icon(grace)).toHaveAttribute('href', /%3E1%3C/u);
  },
);

test(
  'a browser without such windows shows the picture alone, until the call is over',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ada.page.evaluate(() =>
      Object.defineProperty(window, 'documentPictureInPicture', { value: undefined, configurable: true }),
    );
    await connect(ada, grace, 'video');
    const { pictureInPicture, hangUp } = ada.callWith(grace);
    const shown = () => ada.page.evaluate(() => document.pictureInPictureElement?.ariaLabel ?? null);
    await pictureInPicture.click();
    await expect.poll(shown).toBe(`${grace.name}'s video`);
    await pictureInPicture.click();
    await expect.poll(shown).toBeNull();
    await pictureInPicture.click();
    await expect.poll(shown).toBe(`${grace.name}'s video`);
    await hangUp.click();
    await expectNoCall(ada, grace);
    await expect.poll(shown).toBeNull();
  },
);

test('a screen that is shared fills the small window', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'video');
  await grace.callWith(ada).shareScreen.click();
  const main = ada.callWith(grace);
  await expect(main.theirScreen).toBeVisible();
  const small = callRegion(await openSmallWindow(ada, grace), grace);
  await expect(small.theirScreen).toBeVisible();
  await expect(small.theirVideo).toBeVisible();
  await expect(main.theirScreen).toBeHidden();
  await grace.callWith(ada).stopSharing.click();
  await expect(small.theirScreen).toBeHidden();
  await small.hangUp.click();
  await expectNoCall(ada, grace);
});
