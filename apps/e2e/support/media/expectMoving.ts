import { expect, type Locator } from '@playwright/test';

/** Waits until a video element renders new frames. */
export async function expectMoving(video: Locator): Promise<void> {
  const drawn = () =>
    video.evaluate((element) =>
      element instanceof HTMLVideoElement ? element.getVideoPlaybackQuality().totalVideoFrames : 0,
    );
  const before = await drawn();
  await expect.poll(drawn, { message: 'pictures drawn' }).toBeGreaterThan(before + 3);
}
