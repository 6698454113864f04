import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Relay } from './index.ts';
import { findTurnOracle } from './testing/turnOracle.testing.ts';
import {
  makeCertificate,
  runUclient,
  startEchoPeer,
  type UclientLoad,
} from './testing/coturnTools.testing.ts';
import { TestRelays } from './testing/testRelay.testing.ts';
import { testSecret } from './testing/turnClient.testing.ts';

const oracle = findTurnOracle();
const skipReason = oracle.state === 'ready' ? '' : ` (not run: ${oracle.why})`;
const echoPort = 4170;

describe.skipIf(oracle.state === 'absent')(`turnutils_uclient${skipReason}`, () => {
  const relays = new TestRelays();
  let relay: Relay;
  let certificate = { cert: '', key: '' };
  let stopEcho = (): Promise<void> => Promise.resolve();

  beforeAll(async () => {
    const made = makeCertificate();
    if (made === undefined) throw new Error('This needs openssl.');
    made.remove();
    certificate = { cert: made.cert, key: made.key };
    relay = await relays.start({ allowPeers: ['127.0.0.0/8'], quotas: { perUser: 200 } });
    stopEcho = startEchoPeer(echoPort);
  });
  afterAll(async () => {
    await stopEcho();
    await relays.close();
  });

  const toEcho = { echoPort };
  const amount = { clients: 4, messages: 20, bytes: 333, everyMs: 20 };
  // Each run takes six seconds, mostly waiting, so they run concurrently.
  test.concurrent.each<[string, Pick<UclientLoad, 'transport' | 'to' | 'flags'>]>([
    ['over UDP, by channels to an echo', { transport: 'udp', to: toEcho }],
    ['over UDP, by Send to each other', { transport: 'udp', to: 'clientsBySend' }],
    [
      'over UDP, by channels to each other, with more requests',
      { transport: 'udp', to: 'clients', flags: ['-G'] },
    ],
    ['over UDP, by channels with padding', { transport: 'udp', to: 'clients', flags: ['-D'] }],
    ['over TCP, by channels to an echo', { transport: 'tcp', to: toEcho }],
    ['over TCP, by Send to each other', { transport: 'tcp', to: 'clientsBySend' }],
  ])('reports no loss %s', { timeout: 60_000 }, async (_name, how) => {
    const result = await runUclient({ ...how, ...amount, port: relay.port, secret: testSecret });
    expect(result).toEqual({ sent: 80, lost: 0 });
    expect(relay.stats().malformed).toBe(0);
  });

  test.concurrent('loses nothing in the relay over TLS', { timeout: 60_000 }, async () => {
    const secure = await relays.start({ tls: { ...certificate, port: 0 } });
    const port = secure.tlsPort ?? 0;
    const result = await runUclient({ transport: 'tls', to: 'clients', ...amount, port, secret: testSecret });
    // Over TLS this client itself loses packets, also with coturn, after the relay has sent them.
    expect(result.sent).toBe(80);
    const { packetsToPeers, packetsToClients, droppedByCongestion, malformed } = secure.stats();
    expect(packetsToPeers).toBeGreaterThanOrEqual(80);
    expect({ packetsToClients, droppedByCongestion, malformed }).toEqual({
      packetsToClients: packetsToPeers,
      droppedByCongestion: 0,
      malformed: 0,
    });
  });
});
