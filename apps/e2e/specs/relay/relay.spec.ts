import { expect, test } from '@playwright/test';
import { iceServer } from '../../support/relay/credentials.ts';
import {
  connectThroughRelay,
  countRelayed,
  hangUpRelayed,
  openEmptyPage,
} from '../../support/relay/pagePair.ts';
import { startRelayProgram, type RelayProgram } from '../../support/relay/program.ts';

const secret = 'a-secret-of-specs';
let relay: RelayProgram;

test.beforeEach(async () => {
  relay = await startRelayProgram(secret);
});

test.afterEach(async () => {
  await relay.stop();
});

for (const transport of ['udp', 'tcp'] as const) {
  test(`two ends see and hear each other only through the relay, over ${transport}`, async ({ page }) => {
    await openEmptyPage(page);
    await connectThroughRelay(page, iceServer(relay.port, transport, secret));
    await expect(async () => {
      for (const end of await countRelayed(page)) {
        expect(end).toMatchObject({
          state: 'connected',
          candidateType: 'relay',
          relayProtocol: transport,
        });
        expect(end.audioPackets).toBeGreaterThan(50);
        expect(end.framesDecoded).toBeGreaterThan(20);
      }
    }).toPass({ timeout: 15_000 });
    await hangUpRelayed(page);
    const counters = await relay.stop();
    expect(counters.packetsInside).toBeGreaterThan(200);
    expect(counters.packetsInside).toBe(counters.packetsToPeers);
    expect(counters.malformed).toBe(0);
  });
}

test('expired credentials are refused', async ({ page }) => {
  await openEmptyPage(page);
  const server = iceServer(relay.port, 'udp', secret, -60);
  const candidates = await page.evaluate(async (iceServers) => {
    const end = new RTCPeerConnection({ iceServers: [iceServers], iceTransportPolicy: 'relay' });
    const found: string[] = [];
    end.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate !== null && candidate.candidate !== '') found.push(candidate.candidate);
    });
    const gathered = new Promise<void>((resolve) => {
      end.addEventListener('icegatheringstatechange', () => {
        if (end.iceGatheringState === 'complete') resolve();
      });
    });
    end.createDataChannel('any');
    await end.setLocalDescription();
    await gathered;
    end.close();
    return found;
  }, server);
  expect(candidates).toEqual([]);
  expect((await relay.stop()).allocations).toBe(0);
});
