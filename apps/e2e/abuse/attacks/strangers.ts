import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { PROTOCOL } from '@ringback/protocol';
import { RawClient } from '@ringback/testkit';
import { addressAt, pause, repeatedly, type Attack, type Attacker } from '../attack.ts';

/** Two websockets that present invalid tokens without a pause, and never sign in. */
export const connects: Attack = (attacker) => repeatedly(attacker, 2, () => presentUntilClosed(attacker));

async function presentUntilClosed({ url, address, tally, isOver }: Attacker): Promise<void> {
  const client = await RawClient.open(url, { localAddress: address });
  while (!isOver() && client.isOpen) {
    for (let n = 0; n < 100; n += 1) {
      client.send(
        `40${JSON.stringify({ token: randomBytes(32).toString('base64url'), protocol: PROTOCOL })}`,
      );
      tally.sent += 1;
    }
    await pause(2);
  }
  tally.closed += 1;
  client.close();
  await client.closed;
}

/** Opens websockets as fast as it can, and presents an invalid token on each. */
export const handshakes: Attack = (attacker) =>
  repeatedly(attacker, 50, async () => {
    const { url, address, tally } = attacker;
    tally.sent += 1;
    const client = await RawClient.open(url, { localAddress: address });
    await client.present({ token: randomBytes(32).toString('base64url'), protocol: PROTOCOL });
    tally.refused += 1;
    client.close();
  });

const silentSockets = 400;

/** Websockets, and plain connections, that say nothing. */
export const silence: Attack = (attacker) =>
  repeatedly(attacker, silentSockets, async (index) => {
    attacker.tally.sent += 1;
    if (index % 2 === 0)
      await (
        await RawClient.open(attacker.url, { localAddress: attacker.address })
      ).closed;
    else await untilClosed(openTcp(attacker));
    attacker.tally.closed += 1;
  });

/** Headers that come letter by letter and never end. */
export const slowHeaders: Attack = (attacker) =>
  repeatedly(attacker, 300, async () => {
    attacker.tally.sent += 1;
    const tcp = openTcp(attacker);
    tcp.write('GET / HTTP/1.1\r\nHost: localhost\r\n');
    await drip(attacker, tcp, 'X-Slow: 1\r\n', 500);
    attacker.tally.closed += 1;
  });

/** Requests whose bodies never come. */
export const slowBodies: Attack = (attacker) =>
  repeatedly(attacker, 100, async (index) => {
    attacker.tally.sent += 1;
    const tcp = openTcp(attacker, addressAt(attacker, index % 4));
    tcp.write(
      'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n\r\n{',
    );
    await untilClosed(tcp);
    attacker.tally.closed += 1;
  });

const upgrade =
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n' +
  `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`;
const manyPongs = Buffer.alloc(60_000, Buffer.from([0x8a, 0x80, 0, 0, 0, 0]));

/** Websockets that send nothing but pongs, which are no requests. */
export const pongs: Attack = (attacker) => flood(attacker, upgrade, manyPongs);

/** Connections on which all requests come at once, and no answer is read. */
export const pipelines: Attack = (attacker) =>
  flood(attacker, '', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1_500)));

function flood(attacker: Attacker, first: string, then: Buffer): Promise<void> {
  return repeatedly(attacker, 10, async () => {
    attacker.tally.sent += 1;
    const tcp = openTcp(attacker).pause();
    tcp.write(first);
    while (!attacker.isOver() && !tcp.destroyed) {
      tcp.write(then);
      await pause(10);
    }
    tcp.destroy();
    attacker.tally.closed += 1;
  });
}

function openTcp({ url, address }: Attacker, localAddress = address): Socket {
  const { hostname, port } = new URL(url);
  const tcp = connect({ host: hostname, port: Number(port), localAddress });
  tcp.on('error', () => {});
  tcp.resume();
  return tcp;
}

function untilClosed(tcp: Socket): Promise<void> {
  return new Promise((resolve) => {
    tcp.once('close', () => resolve());
  });
}

async function drip({ isOver }: Attacker, tcp: Socket, piece: string, everyMs: number): Promise<void> {
  while (!isOver() && !tcp.destroyed) {
    tcp.write(piece);
    await pause(everyMs);
  }
  tcp.destroy();
}
