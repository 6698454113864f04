import { expect, type BrowserContext, type Page } from '@playwright/test';

/** The microphones and cameras that a page holds open. */
export interface OpenInputs {
  readonly audio: number;
  readonly video: number;
}

interface Probe {
  readonly open: () => OpenInputs;
  /** Keeps the page's requests for inputs waiting, as a browser does that asks its person. */
  readonly hold: () => void;
  readonly goOn: () => void;
}

declare global {
  interface Window {
    inputProbe?: Probe;
  }
}

/** Lets specs see what every page of a context captures; must come before its first page loads. */
export async function installInputProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript(probeInPage);
}

/** Runs in the page, so it may use nothing from this file. */
function probeInPage(): void {
  // Only secure pages have inputs at all.
  if (!window.isSecureContext) return;
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  const tracks = new Set<MediaStreamTrack>();
  let held: { readonly promise: Promise<void>; readonly goOn: () => void } | undefined;

  mediaDevices.getUserMedia = async (constraints) => {
    // Only then: any wait would let the page draw first, which takes longer than opening an input.
    if (held !== undefined) await held.promise;
    const stream = await getUserMedia(constraints);
    for (const track of stream.getTracks()) tracks.add(track);
    return stream;
  };
  window.inputProbe = {
    open: () => {
      const live = [...tracks].filter(({ readyState }) => readyState === 'live');
      const audio = live.filter(({ kind }) => kind === 'audio').length;
      return { audio, video: live.length - audio };
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = { promise, goOn: resolve };
    },
    goOn: () => {
      held?.goOn();
      held = undefined;
    },
  };
}

/** Inputs that a page has open. */
export async function openInputs(page: Page): Promise<OpenInputs> {
  const open = await page.evaluate(() => window.inputProbe?.open() ?? null);
  if (open === null) throw new Error('The page has no probe for inputs.');
  return open;
}

/** Keeps a page's requests for inputs waiting; what it returns lets them go on. */
export async function holdInputs(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => window.inputProbe?.hold());
  return () => page.evaluate(() => window.inputProbe?.goOn());
}

/**
 * Cameras and microphones are let go with any ending. The product promises a second; the rest is for a busy machine, on
 * which one poll of a page may take as long.
 */
export async function expectInputsReleased(...pages: readonly { readonly page: Page }[]): Promise<void> {
  await Promise.all(
    pages.map(({ page }) =>
      expect
        .poll(() => openInputs(page), { message: 'open inputs', intervals: [50], timeout: 4_000 })
        .toEqual({ audio: 0, video: 0 }),
    ),
  );
}
