import type { Page } from '@playwright/test';

/** Counters of one end of the pair. */
export interface EndCounters {
  readonly audioPackets: number;
  readonly framesDecoded: number;
  /** Of the selected candidate pair. */
  readonly candidateType: string;
  readonly relayProtocol: string;
  readonly state: string;
}

declare global {
  interface Window {
    countRelayed?: () => Promise<EndCounters[]>;
    hangUpRelayed?: () => void;
  }
}

/** Opens an empty page with access to inputs: browsers treat localhost as secure. */
export async function openEmptyPage(page: Page): Promise<void> {
  await page.route('http://localhost/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Relay</title>' }),
  );
  await page.goto('http://localhost/');
}

/** Connects two peer connections of one page to each other, through relays alone, with camera and microphone. */
export async function connectThroughRelay(page: Page, server: RTCIceServer): Promise<void> {
  await page.evaluate(pairInPage, server);
}

/** Counts the media received at both ends. */
export async function countRelayed(page: Page): Promise<readonly EndCounters[]> {
  return page.evaluate(() => window.countRelayed?.() ?? []);
}

/** Closes both ends, which ends their allocations. */
export async function hangUpRelayed(page: Page): Promise<void> {
  await page.evaluate(() => window.hangUpRelayed?.());
}

/** Runs in the page, so it may use nothing from this file. */
async function pairInPage(server: RTCIceServer): Promise<void> {
  const config: RTCConfiguration = { iceServers: [server], iceTransportPolicy: 'relay' };
  const [a, b] = [new RTCPeerConnection(config), new RTCPeerConnection(config)] as const;
  a.addEventListener('icecandidate', ({ candidate }) => void b.addIceCandidate(candidate ?? undefined));
  b.addEventListener('icecandidate', ({ candidate }) => void a.addIceCandidate(candidate ?? undefined));
  const video = { width: 1280, height: 720 };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
  for (const end of [a, b]) for (const track of stream.getTracks()) end.addTrack(track, stream);
  await a.setLocalDescription();
  if (a.localDescription !== null) await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription();
  if (b.localDescription !== null) await a.setRemoteDescription(b.localDescription);

  // The declared types of statistics lack most fields that browsers report.
  const text = (stat: Readonly<Record<string, unknown>> | undefined, name: string): string =>
    typeof stat?.[name] === 'string' ? stat[name] : '';
  const count = (stat: Readonly<Record<string, unknown>> | undefined, name: string): number =>
    Number(stat?.[name] ?? 0);

  async function countersOf(end: RTCPeerConnection): Promise<EndCounters> {
    const stats: Readonly<Record<string, unknown>>[] = [];
    (await end.getStats()).forEach((stat: Readonly<Record<string, unknown>>) => stats.push(stat));
    const transport = stats.find(({ type }) => type === 'transport');
    const pair = stats.find(({ id }) => id === transport?.['selectedCandidatePairId']);
    const local = stats.find(({ id }) => id === pair?.['localCandidateId']);
    const inbound = (kind: string) =>
      stats.find((stat) => stat['type'] === 'inbound-rtp' && stat['kind'] === kind);
    return {
      audioPackets: count(inbound('audio'), 'packetsReceived'),
      framesDecoded: count(inbound('video'), 'framesDecoded'),
      candidateType: text(local, 'candidateType'),
      relayProtocol: text(local, 'relayProtocol'),
      state: end.connectionState,
    };
  }

  window.countRelayed = () => Promise.all([a, b].map(countersOf));
  window.hangUpRelayed = () => {
    for (const end of [a, b]) end.close();
    for (const track of stream.getTracks()) track.stop();
  };
}
