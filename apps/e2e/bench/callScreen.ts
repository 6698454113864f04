// `npm run bench:call-screen`: how long a page works between a press and the screen of the call, beside another build.
//   -- --before /path/to/checkout   built there with `npm run build`; without it, only this build is measured
//   -- --media voice                a voice call
//   -- --n 3                        so many calls of each
import { parseArgs } from 'node:util';
import { expect, type Browser, type Page } from '@playwright/test';
import { ensureWebBuild, repo } from '@ringback/tooling';
import { expectNoCall } from '../support/callSteps.ts';
import type { Medium } from '../support/callTerms.ts';
import { line, spread } from './link/table.ts';
import { startCheckout } from './program.ts';
import { launchSpeaking, signIn } from './speakingPeople.ts';

const { values: options } = parseArgs({
  options: {
    before: { type: 'string' },
    media: { type: 'string', default: 'video' },
    n: { type: 'string', default: '10' },
  },
});
const medium: Medium = options.media === 'voice' ? 'voice' : 'video';
const rounds = Number(options.n);

/** What happened between a press and the frame with the call's screen, on the main thread of a page. */
interface Opening {
  /** Until the screen is in the document, in ms. */
  readonly scriptMs: number;
  /** Frames of the page without it. 0: it is in the first one. */
  readonly framesBefore: number;
  /** Until its first frame is made, in ms. */
  readonly madeMs: number;
}

declare global {
  interface Window {
    callScreenOpened?: Promise<Opening>;
  }
}

/** Runs in the page. Watches for the screen of a call, and reports about the press that led to it. */
function watchCallScreen(): void {
  window.callScreenOpened = new Promise((resolve) => {
    let press = { at: 0, frames: 0 };
    const onFrame = (): void => {
      press.frames += 1;
      frame = requestAnimationFrame(onFrame);
    };
    let frame = requestAnimationFrame(onFrame);
    const onClick = (): void => {
      press = { at: performance.now(), frames: 0 };
    };
    addEventListener('click', onClick, { capture: true });
    const observer = new MutationObserver(() => {
      if (document.querySelector('section[data-phase]') === null) return;
      const { at, frames: framesBefore } = press;
      const scriptMs = performance.now() - at;
      observer.disconnect();
      cancelAnimationFrame(frame);
      removeEventListener('click', onClick, { capture: true });
      // The message comes after the frame that the callback belongs to.
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () =>
        resolve({ scriptMs, framesBefore, madeMs: performance.now() - at }),
      );
      port1.start();
      requestAnimationFrame(() => port2.postMessage(null));
    });
    observer.observe(document, { childList: true, subtree: true });
  });
}

async function openingAt(page: Page): Promise<Opening> {
  const opening = await page.evaluate(() => window.callScreenOpened);
  if (opening === undefined) throw new Error('Nothing watches this page.');
  return opening;
}

type Openings = Record<'placed' | 'accepted', Opening[]>;

async function measureBuild(browser: Browser, root: string): Promise<Openings> {
  const server = await startCheckout(root);
  try {
    const [ada, grace] = [
      await signIn(browser, server.url, 'Ada'),
      await signIn(browser, server.url, 'Grace'),
    ];
    const openings: Openings = { placed: [], accepted: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const { page } of [ada, grace]) await page.evaluate(watchCallScreen);
      await ada.place(medium, grace);
      openings.placed.push(await openingAt(ada.page));
      await expect(ada.callWith(grace).status).toHaveText('Ringing…');
      await grace.incomingFrom(ada, medium).accept.click();
      openings.accepted.push(await openingAt(grace.page));
      await expect(ada.callWith(grace).region).toHaveAttribute('data-phase', 'active');
      await ada.callWith(grace).hangUp.click();
      for (const [one, other] of [
        [ada, grace],
        [grace, ada],
      ] as const)
        await expectNoCall(one, other);
    }
    await Promise.all([ada, grace].map(({ page }) => page.context().close()));
    return openings;
  } finally {
    await server.stop();
  }
}

async function main(): Promise<void> {
  await ensureWebBuild();
  const { browser, close } = await launchSpeaking();
  try {
    console.log(`\nThe screen of a ${medium} call: median (least–most) of ${rounds} calls`);
    line('', ['script', 'frames without it', 'first frame']);
    if (options.before !== undefined) print('before', await measureBuild(browser, options.before));
    print('now', await measureBuild(browser, repo));
  } finally {
    await close();
  }
}

function print(build: string, openings: Openings): void {
  for (const [what, all] of Object.entries(openings)) {
    const of = (key: keyof Opening): string => spread(all.map((opening) => opening[key]));
    line(`${build}, ${what}`, [`${of('scriptMs')} ms`, of('framesBefore'), `${of('madeMs')} ms`]);
  }
}

await main();
