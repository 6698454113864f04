import type { Locator, Page } from '@playwright/test';
import { connect, expectTalking, ringCallee } from '../../support/callSteps.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { expect, test } from '../../support/test.ts';

test('the own picture fills a call that rings, and is whole in a corner once they are seen; a rear camera is not mirrored', async ({
  context,
  person,
}) => {
  await context.addInitScript(useRearCamera);
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ringCallee(ada, grace, 'video');
  const { region, localVideo, theirVideo, hangUp } = ada.callWith(grace);
  await expect(region).toHaveAttribute('data-stage', 'own');
  await expect.poll(() => localVideo.boundingBox()).toEqual(await region.boundingBox());
  await grace.incomingFrom(ada, 'video').accept.click();
  await expectTalking(ada, grace, 'video');
  await expect(region).toHaveAttribute('data-stage', 'theirs');
  await expect.poll(() => theirVideo.boundingBox()).toEqual(await region.boundingBox());
  await expect.poll(() => shapeOf(localVideo)).toEqual({ picture: 9 / 16, box: expect.closeTo(9 / 16, 1) });
  await expect(localVideo).toBeInViewport({ ratio: 1 });
  await expect(localVideo).toHaveCSS('transform', 'none');
  await hangUp.click();
  await expectInputsReleased(ada);
});

test(
  'the own picture moves by keys and by a drag, minimizes, swaps, and stays where it was put',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'video');
    const call = ada.callWith(grace);
    await expect.poll(() => cornerOf(call.localVideo)).toBe('bottom right');
    await call.moveOwn.press('ArrowUp');
    await expect.poll(() => cornerOf(call.localVideo)).toBe('top right');
    await drag(ada.page, call.localVideo, { x: -700, y: 60 });
    await expect.poll(() => cornerOf(call.localVideo)).toBe('top left');
    await call.moveOwn.dblclick();
    await expect.poll(() => cornerOf(call.theirVideo)).toBe('top left');
    await expect.poll(() => call.localVideo.boundingBox()).toEqual(await call.region.boundingBox());
    await call.swapVideos.click();
    await expect.poll(() => cornerOf(call.localVideo)).toBe('top left');
    await call.mute.click();
    await expect(call.region.getByTitle('You are muted')).toBeVisible();
    await call.minimizeOwn.click();
    await expect(call.localVideo).toBeHidden();
    await ada.reload();
    await expect(call.localVideo).toBeHidden();
    await call.showOwn.click();
    await expect.poll(() => cornerOf(call.localVideo)).toBe('top left');
  },
);

/** Where the center of a small picture is in the window; `none` while it fills more than a quarter. */
async function cornerOf(picture: Locator): Promise<string> {
  const box = await picture.boundingBox();
  const window = picture.page().viewportSize();
  if (box === null || window === null || box.width > window.width / 2) return 'none';
  const isTop = box.y + box.height / 2 < window.height / 2;
  const isLeft = box.x + box.width / 2 < window.width / 2;
  return `${isTop ? 'top' : 'bottom'} ${isLeft ? 'left' : 'right'}`;
}

async function drag(page: Page, picture: Locator, by: { readonly x: number; readonly y: number }) {
  await picture.evaluate(async ({ parentElement }) => {
    await Promise.all(parentElement?.getAnimations().map(({ finished }) => finished) ?? []);
  });
  const box = await picture.boundingBox();
  if (box === null) throw new Error('The picture is not on the screen.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by.x, y + by.y, { steps: 5 });
  await page.mouse.up();
}

function shapeOf(picture: Locator): Promise<{ readonly picture: number; readonly box: number }> {
  return picture.evaluate((video: HTMLVideoElement) => ({
    picture: video.videoWidth / video.videoHeight,
    box: video.clientWidth / video.clientHeight,
  }));
}

/** Runs in the page: the camera becomes a tall drawing that says it looks away from the user. */
function useRearCamera(): void {
  if (!window.isSecureContext) return;
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints = {}) => {
    if (constraints.video === undefined) return getUserMedia(constraints);
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [720, 1280];
    const pen = canvas.getContext('2d');
    setInterval(() => pen?.fillRect(0, 0, 720 * Math.random(), 1280), 100);
    const stream = canvas.captureStream(10);
    for (const track of stream.getVideoTracks()) track.getSettings = () => ({ facingMode: 'environment' });
    return Promise.resolve(stream);
  };
}
