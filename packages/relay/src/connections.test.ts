import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { type RelayEvent } from './index.ts';
import { openTcp, openTls } from './testing/clientSocket.testing.ts';
import { makeCertificate } from './testing/coturnTools.testing.ts';
import { TestRelays } from './testing/testRelay.testing.ts';
import { TurnClient } from './testing/turnClient.testing.ts';

const relays = new TestRelays();
afterEach(() => relays.close());

describe('connections', () => {
  test('a message may arrive byte by byte', async () => {
    const relay = await relays.start();
    const client = await relays.tcpClient(relay);
    const request = client.encodeRequest('binding', [], Buffer.alloc(12, 3));
    const answered = client.exchange(request.subarray(0, 20));
    for (const byte of request.subarray(20)) client.socket.send(Buffer.from([byte]));
    expect((await answered).kind).toBe('success');
  });

  test('closing a connection ends its allocation at once', async () => {
    const events: RelayEvent[] = [];
    const relay = await relays.start({ onEvent: (event) => events.push(event) });
    const client = await relays.tcpClient(relay);
    await client.allocate();
    expect(relay.stats()).toMatchObject({ allocations: 1, connections: 1 });
    client.close();
    await expect.poll(() => relay.stats()).toMatchObject({ allocations: 0, connections: 0 });
    expect(events.at(-1)).toMatchObject({ type: 'released', reason: 'disconnected', transport: 'tcp' });
  });

  test.each([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['a message with a wrong cookie', Buffer.from('0001000000000000000000000000000000000000', 'hex')],
    ['a long frame from a client without an allocation', Buffer.from('000108002112a442', 'hex')],
  ])('%s closes the connection without a response', async (_name, bytes) => {
    const relay = await relays.start();
    const socket = await openTcp(relay.port);
    let responses = 0;
    socket.onFrame(() => (responses += 1));
    socket.send(bytes);
    await socket.closed;
    expect(responses).toBe(0);
  });

  test('an idle connection is closed unless it has an allocation', async () => {
    const relay = await relays.start({ lifetimes: { idleConnectionMs: 1_000 } });
    const [idle, busy] = [await openTcp(relay.port), await relays.tcpClient(relay)];
    await busy.allocate();
    await idle.closed;
    expect((await busy.refresh(600)).kind).toBe('success');
    expect(relay.stats().connections).toBe(1);
  });

  test('a connection that stays busy without an allocation is closed as well', async () => {
    const relay = await relays.start({ lifetimes: { unprovenConnectionMs: 500 } });
    const [drip, busy] = [await openTcp(relay.port), await relays.tcpClient(relay)];
    await busy.allocate();
    const frame = busy.encodeRequest('binding', [], Buffer.alloc(12, 3));
    const dripping = setInterval(() => drip.send(frame), 50);
    await drip.closed;
    clearInterval(dripping);
    expect((await busy.refresh(600)).kind).toBe('success');
    await busy.refresh(0);
    await busy.socket.closed;
  });

  test('silent connections from some addresses leave room for an honest client at another', async () => {
    const relay = await relays.start({ quotas: { unprovenConnections: 20 } });
    const floods = await Promise.all(
      ['127.0.0.2', '127.0.0.3'].flatMap((from) =>
        Array.from({ length: 20 }, () => openTcp(relay.port, '127.0.0.1', from)),
      ),
    );
    const client = relays.track(new TurnClient(await openTcp(relay.port, '127.0.0.1', '127.0.0.4')));
    expect((await client.allocate()).port).toBeGreaterThan(0);
    expect(relay.stats().connections).toBeLessThanOrEqual(21);
    for (const flood of floods) flood.close();
  });

  test('connections beyond the limit of an address are closed', async () => {
    const relay = await relays.start({ quotas: { connectionsPerAddress: 2 } });
    const [first] = [await openTcp(relay.port), await openTcp(relay.port)];
    const third = await openTcp(relay.port);
    await third.closed;
    expect(relay.stats()).toMatchObject({ connections: 2, connectionsRefused: 1 });
    first.close();
    await expect.poll(() => relay.stats().connections).toBe(1);
    const client = await relays.tcpClient(relay);
    expect((await client.sendUnsigned('binding')).kind).toBe('success');
  });

  test('a client that does not read loses packets, and the relay does not buffer them', async () => {
    const relay = await relays.start();
    const [a, slow] = [await relays.tcpClient(relay), await relays.tcpClient(relay)];
    const [atA, atSlow] = [await a.allocate(), await slow.allocate()];
    await Promise.all([a.bind(0x4000, atSlow), slow.bind(0x4000, atA)]);
    slow.socket.pause();
    const payload = Buffer.alloc(60_000);
    await expect
      .poll(() => {
        for (let index = 0; index < 20; index += 1) a.sendOver(0x4000, payload);
        return relay.stats().droppedByCongestion;
      })
      .toBeGreaterThan(100);
  });

  test('TLS is served at its own port, with a renewed certificate for new connections', async () => {
    const certificate = makeCertificate();
    if (certificate === undefined) throw new Error('This needs openssl.');
    const relay = await relays.start({ tls: { cert: certificate.cert, key: certificate.key, port: 0 } });
    certificate.remove();
    const a = relays.track(new TurnClient(await openTls(relay.tlsPort ?? 0)));
    const b = await relays.client(relay);
    const [atA, atB] = [await a.allocate(), await b.allocate()];
    await Promise.all([a.bind(0x4000, atB), b.bind(0x4000, atA)]);
    const received = b.nextData();
    a.sendOver(0x4000, Buffer.from('encrypted'));
    expect((await received).payload.toString()).toBe('encrypted');
    const renewed = makeCertificate();
    if (renewed === undefined) throw new Error('This needs openssl.');
    renewed.remove();
    relay.setCertificate(renewed);
    expect(await shownCertificate(relay.tlsPort ?? 0)).toBe(new X509Certificate(renewed.cert).fingerprint256);
    const plaintext = await openTcp(relay.tlsPort ?? 0);
    plaintext.send(Buffer.from('no handshake'));
    await plaintext.closed;
  });
});

/** The fingerprint of the certificate that a TLS port shows. */
async function shownCertificate(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}
