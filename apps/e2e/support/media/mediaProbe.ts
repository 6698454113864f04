import { expect, type BrowserContext, type Page } from '@playwright/test';
import type { Medium } from '../callTerms.ts';

/** Media received over all open peer connections of a page. */
export interface Counters {
  readonly audioPackets: number;
  /** Rises while the other person is heard, and stands still while the other side sends silence. */
  readonly audioEnergy: number;
  readonly framesDecoded: number;
}

declare global {
  interface Window {
    countMedia?: () => Promise<Counters>;
  }
}

/** Lets specs count media in every page of a context. Install it before the first page loads. */
export async function installMediaProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript(mediaProbe);
}

/** Runs in the page, so it may use nothing from this file. */
export function mediaProbe(): void {
  const connections = new Set<RTCPeerConnection>();
  // Specs may break what the page sees.
  const getStats: unknown = Reflect.get(RTCPeerConnection.prototype, 'getStats');

  interface Inbound {
    readonly type: 'inbound-rtp';
    readonly packetsReceived?: number;
    readonly totalAudioEnergy?: number;
    readonly framesDecoded?: number;
    readonly kind: string;
  }
  const isInbound = (stat: unknown): stat is Inbound =>
    typeof stat === 'object' && stat !== null && 'type' in stat && stat.type === 'inbound-rtp';

  async function inbound(connection: RTCPeerConnection): Promise<Inbound[]> {
    const stats: unknown[] = [];
    // Firefox never answers for a connection that is closed meanwhile.
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 1_000));
    const asked: unknown = typeof getStats === 'function' ? Reflect.apply(getStats, connection, []) : null;
    const report: unknown = await Promise.race([asked, late]);
    if (report instanceof RTCStatsReport) report.forEach((stat: unknown) => stats.push(stat));
    return stats.filter(isInbound);
  }

  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.add(this);
    }
  };
  window.countMedia = async () => {
    const open = [...connections].filter(({ connectionState }) => connectionState !== 'closed');
    const all = (await Promise.all(open.map(inbound))).flat();
    const audio = all.filter(({ kind }) => kind === 'audio');
    const sum = (values: readonly (number | undefined)[]) =>
      values.reduce((total: number, value) => total + (value ?? 0), 0);
    return {
      audioPackets: sum(audio.map(({ packetsReceived }) => packetsReceived)),
      audioEnergy: sum(audio.map(({ totalAudioEnergy }) => totalAudioEnergy)),
      framesDecoded: sum(all.map(({ framesDecoded }) => framesDecoded)),
    };
  };
}

/** Media received by a page so far. */
async function countMedia(page: Page): Promise<Counters> {
  const counters = await page.evaluate(() => window.countMedia?.() ?? null);
  if (counters === null) throw new Error('The page has no probe for media.');
  return counters;
}

/** Waits until a counter has risen by this much. */
export async function expectRise(page: Page, counter: keyof Counters, by: number): Promise<void> {
  const rise = riseOf(async () => (await countMedia(page))[counter]);
  await expect.poll(rise, { message: `rise of ${counter}` }).toBeGreaterThan(by);
}

/** How far a counter has risen since the first call; a link that is closed takes its share with it. */
export function riseOf(read: () => Promise<number>): () => Promise<number> {
  let least = Infinity;
  return async () => {
    const now = await read();
    least = Math.min(least, now);
    return now - least;
  };
}

/** Waits until new audio keeps arriving and, for video, new frames as well. */
export async function expectIncoming({ page }: { readonly page: Page }, medium: Medium): Promise<void> {
  await expectRise(page, 'audioPackets', 10);
  if (medium === 'video') await expectRise(page, 'framesDecoded', 4);
}

/** How long a standstill must last, in ms: longer than the second between beeps of the fake microphone. */
const standstillMs = 1_500;

/**
 * What a browser synthesizes for late packets is nearly silent, but not quite: 1.4e-9 was measured on a busy machine,
 * where one beep of the fake microphone is above 1e-4.
 */
const silence = 1e-6;

/** Waits until a counter stands still. */
export async function expectStandstill(page: Page, counter: keyof Counters): Promise<void> {
  let last = -1;
  const rise = async () => {
    const now = (await countMedia(page))[counter];
    const risen = now - last;
    last = now;
    return risen;
  };
  await expect.poll(rise, { message: `rise of ${counter}`, intervals: [standstillMs] }).toBeLessThan(silence);
}
