import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { expect, test } from '../../support/test.ts';

test('the own picture of a phone held upright is whole, and that of a rear camera is not mirrored', async ({
  context,
  person,
}) => {
  await context.addInitScript(useRearCamera);
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.place('video', grace);
  const { localVideo, cancel } = ada.callWith(grace);
  const shape = () =>
    localVideo.evaluate((video: HTMLVideoElement) => ({
      picture: video.videoWidth / video.videoHeight,
      box: video.clientWidth / video.clientHeight,
    }));
  await expect.poll(shape).toEqual({ picture: 9 / 16, box: expect.closeTo(9 / 16, 1) });
  await expect(localVideo).toBeInViewport({ ratio: 1 });
  await expect(localVideo).toHaveCSS('object-fit', 'contain');
  await expect(localVideo).toHaveCSS('transform', 'none');
  await cancel.click();
  await expectInputsReleased(ada);
});

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
