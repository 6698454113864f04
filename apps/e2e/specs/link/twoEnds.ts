import { fileURLToPath } from 'node:url';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { build } from 'vite';
import type { ConnectionCounters, Counters, SectionCounters, OpenOptions, MediaEvent } from './page/end.ts';

/** Browsers treat localhost as a secure context; every request to it is answered from memory. */
const origin = 'http://localhost:3960';

/** Frequent polls: most of what is awaited here takes some hundred ms. */
export const often = { intervals: [50] };

export type Files = ReadonlyMap<string, string | Uint8Array>;

/** Builds the page that holds one end of a session. */
export async function buildPage(): Promise<Files> {
  const root = fileURLToPath(new URL('page', import.meta.url));
  const built = await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: { write: false, minify: false, modulePreload: { polyfill: false } },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const files = outputs.flatMap((each) => ('output' in each ? each.output : []));
  return new Map(
    files.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source] as const),
  );
}

async function serve(context: BrowserContext, files: Files): Promise<void> {
  await context.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = files.get(pathname === '/' ? '/index.html' : pathname);
    if (file === undefined) return route.fulfill({ status: 404 });
    const contentType = pathname.endsWith('.js') ? 'text/javascript' : 'text/html';
    return route.fulfill({ contentType, body: typeof file === 'string' ? file : Buffer.from(file) });
  });
}

/** Opens a page with one end and no other page. */
export async function openPage(context: BrowserContext, files: Files): Promise<Page> {
  await serve(context, files);
  const page = await context.newPage();
  await page.goto(origin);
  return page;
}

/** Two pages whose signals travel through a server that the spec simulates. */
export class TwoEnds {
  caller: Page;
  callee: Page;
  /** Whether each page can reach the server. */
  readonly online = new Map<Page, boolean>();
  /** Handles each signal; by default it is delivered unchanged. */
  transport: (box: string, deliver: (box: string) => Promise<void>) => Promise<void> = (box, deliver) =>
    deliver(box);
  /** Every envelope that was sent, in order. */
  readonly posted: { readonly from: Page; readonly linkId: string; readonly box: string }[] = [];

  private constructor(caller: Page, callee: Page) {
    this.caller = caller;
    this.callee = callee;
  }

  static async open(context: BrowserContext, files: Files): Promise<TwoEnds> {
    await serve(context, files);
    const ends = new TwoEnds(await context.newPage(), await context.newPage());
    await Promise.all([ends.#connect('caller'), ends.#connect('callee')]);
    return ends;
  }

  async #connect(side: 'caller' | 'callee'): Promise<void> {
    const from = this[side];
    this.online.set(from, true);
    const isOnline = (): boolean => this.online.get(from) === true;
    await from.exposeFunction('isOnline', isOnline);
    await from.exposeFunction('post', async (linkId: string, box: string) => {
      if (!isOnline()) return false;
      this.posted.push({ from, linkId, box });
      const to = side === 'caller' ? this.callee : this.caller;
      await this.transport(box, (each) => this.deliver(to, linkId, each));
      return true;
    });
    await from.goto(origin);
  }

  /** Kills a page's process, so that the page sends no goodbye. */
  async crash(side: 'caller' | 'callee'): Promise<void> {
    const page = this[side];
    this.online.set(page, false);
    const session = await page.context().newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    // The command gets no response, because the page has crashed.
    session.send('Page.crash').catch(() => undefined);
    await crashed;
  }

  /** Opens a new page in place of one that crashed. */
  async replace(side: 'caller' | 'callee'): Promise<void> {
    const dead = this[side];
    this[side] = await dead.context().newPage();
    await dead.close();
    await this.#connect(side);
  }

  /** Delivers an envelope to a page, if the page is online and has a session. */
  async deliver(to: Page, linkId: string, box: string): Promise<void> {
    if (this.online.get(to) !== true) return;
    await to.evaluate((args) => window.end.receive(...args), [linkId, box] as const).catch(() => undefined);
  }

  /** Reloads a page and rejoins the call, as the app does. */
  async reload(page: Page): Promise<void> {
    await page.reload();
    await openPath(this, page, 'audio', 'video');
  }

  async setOnline(page: Page, isOnline: boolean): Promise<void> {
    this.online.set(page, isOnline);
    if (isOnline) await page.evaluate(() => window.end.signalingRestored());
  }
}

/** Opens one end and sends the named inputs. */
export async function openPath(
  ends: TwoEnds,
  page: Page,
  ...kinds: readonly ('audio' | 'video')[]
): Promise<void> {
  await openWith(ends, page, {});
  await page.evaluate((named) => window.end.send(...named), kinds);
}

/** Opens one end with options. */
export async function openWith(ends: TwoEnds, page: Page, how: OpenOptions): Promise<void> {
  const role = page === ends.caller ? 'caller' : 'callee';
  await page.evaluate((args) => window.end.open(...args), [role, how] as const);
}

/** Opens both ends while the call rings, and waits until they are connected. */
export async function warmUp(ends: TwoEnds, how: OpenOptions): Promise<void> {
  await openWith(ends, ends.callee, { stage: 'warm', ...how });
  await openWith(ends, ends.caller, { stage: 'warm', ...how });
  for (const page of [ends.caller, ends.callee])
    await expect
      .poll(async () => (await connections(page)).map(({ state }) => state), often)
      .toEqual(['connected']);
}

/** Answers: both open microphone and camera, and send. */
export async function answer(ends: TwoEnds): Promise<void> {
  for (const page of [ends.callee, ends.caller]) {
    await page.evaluate(() => window.end.answered());
    await page.evaluate(() => window.end.send('audio', 'video'));
  }
}

export async function connections(page: Page): Promise<readonly ConnectionCounters[]> {
  return page.evaluate(() => window.end.connections());
}

/** Opens both ends, each with a microphone and a camera, and waits until media flows. */
export async function talk(ends: TwoEnds): Promise<void> {
  await Promise.all([
    openPath(ends, ends.caller, 'audio', 'video'),
    openPath(ends, ends.callee, 'audio', 'video'),
  ]);
  await expectFlow(ends);
}

export async function mediaEvents(page: Page): Promise<readonly MediaEvent[]> {
  return page.evaluate(() => window.end.mediaEvents());
}

/** The names of a page's media events. */
export async function mediaEventNames(page: Page): Promise<readonly string[]> {
  return (await mediaEvents(page)).map((each) => (each.type === 'down' ? `down: ${each.cause}` : each.type));
}

/** The link that carries media at a page. Throws if there is none. */
export async function carriedLink(page: Page): Promise<string> {
  const linkId = await page.evaluate(() => window.end.carrying());
  if (linkId === undefined) throw new Error('no link carries media');
  return linkId;
}

export async function count(page: Page): Promise<Counters> {
  return page.evaluate(() => window.end.count());
}

/** The counters of a page's media sections, in the order of the offer. */
export async function sectionsOf(page: Page): Promise<readonly SectionCounters[]> {
  return page.evaluate(() => window.end.sections());
}

/** Waits until new audio packets and video frames arrive at a page. */
export async function expectIncoming(page: Page, kinds = { audio: true, video: true }): Promise<void> {
  const before = await count(page);
  await expect
    .poll(async () => {
      const now = await count(page);
      // Counters of a closed link disappear; those of the new link start at zero.
      const audio = now.audioPackets - (now.audioPackets < before.audioPackets ? 0 : before.audioPackets);
      const video = now.videoFrames - (now.videoFrames < before.videoFrames ? 0 : before.videoFrames);
      return (!kinds.audio || audio > 20) && (!kinds.video || video > 5);
    }, often)
    .toBe(true);
}

/** Waits until both ends use the same link, with one connection each and media both ways. */
export async function expectFlow(ends: TwoEnds): Promise<void> {
  await expect
    .poll(
      async () => {
        const [one, other] = await Promise.all(
          [ends.caller, ends.callee].map((page) => page.evaluate(() => window.end.carrying())),
        );
        return one !== undefined && one === other;
      },
      { ...often, timeout: 15_000 },
    )
    .toBe(true);
  await Promise.all([expectIncoming(ends.caller), expectIncoming(ends.callee)]);
  for (const page of [ends.caller, ends.callee])
    await expect.poll(async () => (await count(page)).connections, often).toBe(1);
}
