import type { Page } from '@playwright/test';
import { connect, expectTalking } from '../../support/callSteps.ts';
import { expectMoving } from '../../support/media/expectMoving.ts';
import { expectIncoming } from '../../support/media/mediaProbe.ts';
import { expect, test } from '../../support/test.ts';

test('a screen is shared in a video call: it is large at the other side and the person small, until it stops', async ({
  person,
}) => {
  const [ada, grace] = [await person('Ada'), await person('Grace')];
  await connect(ada, grace, 'video');
  const [adasCall, gracesCall] = [ada.callWith(grace), grace.callWith(ada)];
  await adasCall.shareScreen.click();
  await expect(adasCall.region.getByText(/^You are sharing/)).toBeVisible();
  await expect(adasCall.ownScreen).toBeVisible();
  await expectMoving(gracesCall.theirScreen);
  await expectMoving(gracesCall.theirVideo);
  const widthOf = async (picture: typeof gracesCall.theirScreen) => (await picture.boundingBox())?.width ?? 0;
  expect(await widthOf(gracesCall.theirScreen)).toBeGreaterThan(2 * (await widthOf(gracesCall.theirVideo)));
  await adasCall.stopSharing.click();
  await expect(gracesCall.theirScreen).toBeHidden();
  await expect(adasCall.shareScreen).toBeVisible();
  await expectIncoming(grace, 'video');
});

test(
  'the other side shares too, after a question: one screen is shared, and the browser’s own bar ends it',
  { tag: '@long' },
  async ({ person }) => {
    const [ada, grace] = [await person('Ada'), await person('Grace')];
    await connect(ada, grace, 'voice');
    const [adasCall, gracesCall] = [ada.callWith(grace), grace.callWith(ada)];
    await adasCall.shareScreen.click();
    await expectMoving(gracesCall.theirScreen);
    await gracesCall.shareScreen.click();
    await grace.page.getByRole('button', { name: 'Share instead', exact: true }).click();
    await expectMoving(adasCall.theirScreen);
    await expect(adasCall.ownScreen).toBeHidden();
    await expect(gracesCall.theirScreen).toBeHidden();
    await gracesCall.ownScreen.evaluate((video: HTMLVideoElement) => {
      const stream = video.srcObject instanceof MediaStream ? video.srcObject : new MediaStream();
      for (const track of stream.getVideoTracks()) track.dispatchEvent(new Event('ended'));
    });
    await expect(adasCall.theirScreen).toBeHidden();
    await expect(gracesCall.shareScreen).toBeVisible();
  },
);

test(
  'the page that shares is reloaded: the call goes on, sharing is over, and both sides are told',
  { tag: '@long' },
  async ({ person }) => {
    const [ada, grace] = [await person('Ada'), await person('Grace')];
    await connect(ada, grace, 'voice');
    await ada.callWith(grace).shareScreen.click();
    await expectMoving(grace.callWith(ada).theirScreen);
    await ada.reload();
    await Promise.all([
      expect(ada.page.getByText('Sharing ended as the page was reloaded')).toBeVisible(),
      expect(grace.page.getByText(`${ada.name} stopped sharing`)).toBeVisible(),
    ]);
    await expectTalking(ada, grace, 'voice');
    await expect(grace.callWith(ada).theirScreen).toBeHidden();
    await expect(ada.callWith(grace).shareScreen).toBeVisible();
  },
);

/** Lets the browser refuse every screen, with this message. */
async function refuseScreens(page: Page, message: string): Promise<void> {
  await page.evaluate((reason) => {
    navigator.mediaDevices.getDisplayMedia = () =>
      Promise.reject(new DOMException(reason, 'NotAllowedError'));
  }, message);
}

test(
  'a screen is not picked, or the system blocks it: only the latter needs a word',
  { tag: '@long' },
  async ({ person }) => {
    const [ada, grace] = [await person('Ada'), await person('Grace')];
    await connect(ada, grace, 'voice');
    const { shareScreen } = ada.callWith(grace);
    const blocked = ada.page.getByText(/Your system blocks screen sharing/);
    await refuseScreens(ada.page, 'Permission denied');
    await shareScreen.click();
    await expect(shareScreen).toBeEnabled();
    await refuseScreens(ada.page, 'Permission denied by system');
    await shareScreen.click();
    await expect(blocked).toBeVisible();
    await expect(shareScreen).toBeVisible();
  },
);
