import type { Locator } from '@playwright/test';
import { connect, expectTalking, hangUp } from '../../support/callSteps.ts';
import { expectMoving } from '../../support/media/expectMoving.ts';
import { slowDownBlur } from '../../support/media/slowBlur.ts';
import { expect, test } from '../../support/test.ts';

const tooSlow = 'This device is too slow for blur. Your background is visible.';

/** What a picture comes from: the camera, or a drawing of it. */
function sourceOf(video: Locator): Promise<'camera' | 'drawing' | 'nothing'> {
  return video.evaluate((element) => {
    const stream = element instanceof HTMLVideoElement ? element.srcObject : null;
    const [track] = stream instanceof MediaStream ? stream.getVideoTracks() : [];
    if (track === undefined) return 'nothing';
    return track instanceof CanvasCaptureMediaStreamTrack ? 'drawing' : 'camera';
  });
}

test(
  'the background is blurred in a call, and is not any more: the other side sees the picture go on',
  { tag: '@long' },
  async ({ person }) => {
    const [ada, grace] = [await person('Ada'), await person('Grace')];
    await connect(ada, grace, 'video');
    const [call, gracesCall] = [ada.callWith(grace), grace.callWith(ada)];
    await call.cameraOptions.click();
    for (const strength of ['Light', 'Strong'] as const) {
      await call.blur(strength).check();
      await expect(call.options('Camera options')).not.toContainText('Starting…');
      await expect.poll(() => sourceOf(call.localVideo)).toBe('drawing');
      await expectMoving(gracesCall.theirVideo);
    }
    await call.blur('Off').check();
    await expect.poll(() => sourceOf(call.localVideo)).toBe('camera');
    await expectMoving(gracesCall.theirVideo);
    await ada.page.keyboard.press('Escape');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
  },
);

test(
  'this device is too slow for blur: it says so, the picture goes on as it is, and another attempt works',
  { tag: '@long' },
  async ({ person }) => {
    const [ada, grace] = [await person('Ada'), await person('Grace')];
    await connect(ada, grace, 'video');
    const [call, gracesCall] = [ada.callWith(grace), grace.callWith(ada)];
    const endSlowness = await slowDownBlur(ada.page);
    await call.cameraOptions.click();
    await call.blur('Light').check();
    const options = call.options('Camera options');
    await expect(options).toContainText(tooSlow, { timeout: 60_000 });
    await expect.poll(() => sourceOf(call.localVideo)).toBe('camera');
    await expectMoving(gracesCall.theirVideo);
    await endSlowness();
    await options.getByRole('button', { name: 'Try again', exact: true }).click();
    await expect.poll(() => sourceOf(call.localVideo)).toBe('drawing');
    await expect(options).not.toContainText(tooSlow);
    await expectTalking(ada, grace, 'video');
    await expectMoving(gracesCall.theirVideo);
  },
);
