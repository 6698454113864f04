import type { BrowserContext, Locator, Page } from '@playwright/test';
import { connect } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

/** How a page sends its shared screen. */
interface ScreenSending {
  readonly contentHint: string;
  readonly degradationPreference: string | undefined;
  readonly scaleResolutionDownBy: number | undefined;
}

declare global {
  interface Window {
    /** Over each open peer connection that a screen is sent over. */
    screenSending?: () => readonly ScreenSending[];
  }
}

/** Lets the spec read how pages send screens. Install it before the first page loads. */
async function installScreenProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const connections: RTCPeerConnection[] = [];
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
    window.screenSending = () =>
      connections
        .filter(({ connectionState }) => connectionState !== 'closed')
        .flatMap((connection) => connection.getSenders())
        .flatMap((sender) => {
          const { contentHint = '', kind } = sender.track ?? {};
          if (kind !== 'video' || contentHint === '') return [];
          const { degradationPreference, encodings } = sender.getParameters();
          const scaleResolutionDownBy = encodings[0]?.scaleResolutionDownBy;
          return [{ contentHint, degradationPreference, scaleResolutionDownBy }];
        });
  });
}

function screenSending(page: Page): Promise<readonly ScreenSending[]> {
  return page.evaluate(() => window.screenSending?.() ?? []);
}

/** Waits for a second in which at least so many frames are shown; a busy machine has slower ones. */
async function expectRate(video: Locator, leastPerSecond: number): Promise<void> {
  const seen: { readonly at: number; readonly frames: number }[] = [];
  const bestRate = async () => {
    const now = await video.evaluate((element: HTMLVideoElement) => ({
      at: performance.now(),
      frames: element.getVideoPlaybackQuality().totalVideoFrames,
    }));
    const recent = seen.filter(({ at }) => now.at - at <= 1_000);
    seen.push(now);
    return Math.max(0, ...recent.map(({ frames }) => now.frames - frames));
  };
  await expect
    .poll(bestRate, { message: 'frames within a second', intervals: [100], timeout: 60_000 })
    .toBeGreaterThanOrEqual(leastPerSecond);
}

function sizeOf(video: Locator): Promise<string> {
  return video.evaluate((element: HTMLVideoElement) => `${element.videoWidth}x${element.videoHeight}`);
}

test.beforeEach(async ({ context }) => installScreenProbe(context));

test(
  'a shared screen that moves arrives in full size, at five pictures a second or more; a film may get smaller',
  { tag: '@long' },
  async ({ person }) => {
    const [ada, grace] = [await person('Ada'), await person('Grace')];
    await connect(ada, grace, 'voice');
    const [adasCall, gracesCall] = [ada.callWith(grace), grace.callWith(ada)];
    await adasCall.shareScreen.click();
    await expectRate(gracesCall.theirScreen, 5);
    expect(await sizeOf(gracesCall.theirScreen)).toBe(await sizeOf(adasCall.ownScreen));
    const sharp = { contentHint: 'text', degradationPreference: 'maintain-resolution' };
    expect(await screenSending(ada.page)).toEqual([{ ...sharp, scaleResolutionDownBy: 1 }]);
    await adasCall.region.getByRole('radio', { name: 'Smooth motion', exact: true }).check();
    const smooth = { contentHint: 'motion', degradationPreference: 'balanced', scaleResolutionDownBy: 1 };
    await expect.poll(() => screenSending(ada.page)).toEqual([smooth]);
    await expectRate(gracesCall.theirScreen, 5);
  },
);
