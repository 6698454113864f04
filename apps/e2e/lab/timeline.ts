import type { BrowserContext, Page } from '@playwright/test';

/** Media that arrived between two polls of the counters. Times are ms of the machine's clock. */
export interface MediaArrival {
  readonly kind: 'audio' | 'video';
  /** The peer connection of the page that it came over, counted from 0. */
  readonly connection: number;
  /** Time of the first packet, or for video of the first decoded frame; for accuracy see `probeInPage`. */
  readonly firstAt: number;
  readonly lastAt: number;
}

declare global {
  interface Window {
    readArrivals?: (sinceMs: number) => readonly MediaArrival[];
    /** All peer connections that the page has made, in order. */
    peerConnections?: readonly RTCPeerConnection[];
  }
}

/** Makes every page of a context record when media arrives. Install it before the first page loads. */
export async function installTimeline(context: BrowserContext): Promise<void> {
  await context.addInitScript(timelineProbe);
}

/** Media that arrived at a page since a moment, in order. */
export async function arrivals(page: Page, sinceMs: number): Promise<readonly MediaArrival[]> {
  const read = await page.evaluate((since) => window.readArrivals?.(since) ?? null, sinceMs);
  if (read === null) throw new Error('The page keeps no timeline of media.');
  return read;
}

/** Whether one of a page's peer connections is up. */
export function isConnected(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    (window.peerConnections ?? []).some(({ connectionState }) => connectionState === 'connected'),
  );
}

/** Whether one of a page's peer connections is up and carries nothing, while another one carries media. */
export function hasStandby(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const lately = performance.timeOrigin + performance.now() - 1_000;
    const carriers = new Set(window.readArrivals?.(lately).map(({ connection }) => connection));
    const idle = (window.peerConnections ?? []).filter((_, index) => !carriers.has(index));
    return carriers.size > 0 && idle.some(({ connectionState }) => connectionState === 'connected');
  });
}

/**
 * Bytes that a page has sent over peer connections that carry no media, by the browser's counters, which leave out
 * connectivity checks.
 */
export function bytesSentWhileIdle(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const lately = performance.timeOrigin + performance.now() - 1_000;
    const carriers = new Set(window.readArrivals?.(lately).map(({ connection }) => connection));
    let sent = 0;
    for (const [index, connection] of (window.peerConnections ?? []).entries()) {
      if (carriers.has(index) || connection.connectionState !== 'connected') continue;
      (await connection.getStats()).forEach((stats: Partial<RTCTransportStats>) => {
        if (stats.type === 'transport') sent += stats.bytesSent ?? 0;
      });
    }
    return sent;
  });
}

/**
 * The ICE servers of a page's newest peer connection among those that got the most (a standby gets only some). Empty
 * before the first peer connection.
 */
export function iceServers(page: Page): Promise<readonly RTCIceServer[]> {
  return page.evaluate(() => {
    const urlsOf = (servers: readonly RTCIceServer[]): number => servers.flatMap(({ urls }) => urls).length;
    return (window.peerConnections ?? [])
      .map((connection) => connection.getConfiguration().iceServers ?? [])
      .reduce((most, servers) => (urlsOf(servers) >= urlsOf(most) ? servers : most), []);
  });
}

interface Inbound {
  readonly type: 'inbound-rtp';
  readonly id: string;
  readonly kind: 'audio' | 'video';
  readonly timestamp: number;
  readonly packetsReceived?: number;
  readonly lastPacketReceivedTimestamp?: number;
  readonly framesDecoded?: number;
}

interface Known {
  readonly count: number;
  readonly at: number;
}

/**
 * Runs in the page, so it cannot use values of this file.
 *
 * Chromium refreshes its statistics every 50 ms at most. For audio they tell exactly when the last packet came, and
 * packets come every 20 ms, so the first of several is known to a few ms. For frames there is only the time of the
 * refresh, so they are known to 50 ms, which is also how far apart the fake camera's frames are.
 */
export function timelineProbe(): void {
  const pollMs = 25;
  const packetMs = 20;
  /** Ten minutes of a call. */
  const maxRecorded = 60_000;

  const isInbound = (stat: unknown): stat is Inbound =>
    typeof stat === 'object' && stat !== null && 'type' in stat && stat.type === 'inbound-rtp';

  const connections: RTCPeerConnection[] = [];
  const known = new Map<string, Known>();
  const recorded: MediaArrival[] = [];

  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };

  function record(connection: number, stat: Inbound): void {
    const { kind, timestamp } = stat;
    const count = (kind === 'audio' ? stat.packetsReceived : stat.framesDecoded) ?? 0;
    const key = `${connection} ${stat.id}`;
    const before = known.get(key) ?? { count: 0, at: 0 };
    known.set(key, { count, at: timestamp });
    const added = count - before.count;
    if (added <= 0) return;
    const lastAt = kind === 'audio' ? (stat.lastPacketReceivedTimestamp ?? timestamp) : timestamp;
    const firstAt = kind === 'audio' ? Math.max(before.at, lastAt - (added - 1) * packetMs) : timestamp;
    recorded.push({ kind, connection, firstAt: Math.min(firstAt, lastAt), lastAt });
    if (recorded.length > maxRecorded) recorded.shift();
  }

  async function poll(): Promise<void> {
    for (const [index, connection] of connections.entries()) {
      if (connection.connectionState === 'closed') continue;
      // Firefox never answers for a connection that is closed meanwhile.
      const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 250));
      const report = await Promise.race([connection.getStats(), late]);
      report?.forEach((stat: unknown) => {
        if (isInbound(stat)) record(index, stat);
      });
    }
  }

  const pollForever = (): void => {
    // A connection may close while its statistics are read.
    void poll()
      .catch(() => undefined)
      .then(() => setTimeout(pollForever, pollMs));
  };
  pollForever();
  window.peerConnections = connections;
  window.readArrivals = (sinceMs) => recorded.filter(({ lastAt }) => lastAt >= sinceMs);
}
