import { expect, type BrowserContext, type Page } from '@playwright/test';

/** The microphones and cameras that a page holds open. */
export interface OpenInputs {
  readonly audio: number;
  readonly video: number;
}

interface Probe {
  readonly open: () => OpenInputs;
  /** Delays the page's requests for inputs, like a browser that shows a permission prompt. */
  readonly hold: () => void;
  readonly release: () => void;
}

declare global {
  interface Window {
    inputProbe?: Probe;
  }
}

/** Lets specs see what every page of a context captures. Install it before the first page loads. */
export async function installInputProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript(inputProbe);
}

/** Runs in the page, so it may use nothing from this file. */
export function inputProbe(): void {
  // Only secure pages have inputs.
  if (!window.isSecureContext) return;
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  const tracks = new Set<MediaStreamTrack>();
  let held: { readonly promise: Promise<void>; readonly release: () => void } | undefined;

  mediaDevices.getUserMedia = async (constraints) => {
    // Only if requests are delayed: any wait would let the page render first, which takes longer than opening an input.
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
      held = { promise, release: resolve };
    },
    release: () => {
      held?.release();
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

/** Delays a page's requests for inputs until the returned function is called. */
export async function holdInputs(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => window.inputProbe?.hold());
  return () => page.evaluate(() => window.inputProbe?.release());
}

/** Delays the requests of the pages that this tab loads from now on. */
export async function holdInputsOnLoad(page: Page): Promise<void> {
  await page.addInitScript(() => window.inputProbe?.hold());
}

/**
 * Every ending releases cameras and microphones, within a second. The rest of the timeout is for a busy machine, on
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
