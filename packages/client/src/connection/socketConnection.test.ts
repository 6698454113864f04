import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { FakeClock } from '@ringback/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { socketFixture } from './socketConnection.testing.ts';
import { SocketConnection } from './socketConnection.ts';

/** A server that closes the first connection and leaves all later ones without a response. Returns the port. */
async function listenWithoutReply(): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (sockets.size === 0) socket.destroy();
    sockets.add(socket);
    socket.on('error', () => {});
    // Without reading, the end of the other side would go unnoticed.
    socket.resume();
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : expect.fail('no port');
}

/** A device that lost the server and tries to reach it again. Returns the clock of its delays. */
async function reconnect(isAwaited: boolean): Promise<FakeClock> {
  const baseUrl = `http://127.0.0.1:${await listenWithoutReply()}`;
  const { clock, options } = socketFixture(baseUrl, { isAwaited: () => isAwaited });
  const socket = new SocketConnection(options);
  onTestFinished(() => socket.close());
  await expect.poll(() => clock.waiting()).toBeGreaterThan(0);
  return clock;
}

test('the server does not answer: an attempt times out earlier while a call waits, since the network may be back', async () => {
  const [awaited, idle] = await Promise.all([reconnect(true), reconnect(false)]);
  awaited.advance(300);
  idle.advance(300);
  await expect.poll(() => awaited.waiting()).toBeGreaterThan(0);
  expect(idle.waiting()).toBe(0);
});
