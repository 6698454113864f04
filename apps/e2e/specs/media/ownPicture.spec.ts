import type { Locator } from '@playwright/test';
import { expectTalking, ringCallee } from '../../support/callSteps.ts';
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
  expect(await localVideo.boundingBox()).toEqual(await region.boundingBox());
  await grace.incomingFrom(ada, 'video').accept.click();
  await expectTalking(ada, grace, 'video');
  await expect(region).toHaveAttribute('data-stage', 'theirs');
  expect(await theirVideo.boundingBox()).toEqual(await region.boundingBox());
  await expect.poll(() => shapeOf(localVideo)).toEqual({ picture: 9 / 16, box: expect.closeTo(9 / 16, 1) });
  await expect(localVideo).toBeInViewport({ ratio: 1 });
  await expect(localVideo).toHaveCSS('transform', 'none');
  await hangUp.click();
  await expectInputsReleased(ada);
});

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
