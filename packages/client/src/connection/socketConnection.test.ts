import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { FakeClock } from '@ringback/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { socketFixture } from './socketConnection.testing.ts';
import { SocketConnection } from './socketConnection.ts';

/** A server that closes the first connection; then the network swallows everything. Returns the port. */
async function swallowing(): Promise<number> {
  const taken = new Set<Socket>();
  const server = createServer((socket) => {
    if (taken.size === 0) socket.destroy();
    taken.add(socket);
    socket.on('error', () => {});
    // Read, or it would never be seen that the other end has gone.
    socket.resume();
  });
  onTestFinished(() => {
    for (const socket of taken) socket.destroy();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : expect.fail('no port');
}

/** A device that has lost the server and tries to reach it again. Returns the clock that its pauses are taken on. */
async function trying(isAwaited: boolean): Promise<FakeClock> {
  const baseUrl = `http://127.0.0.1:${await swallowing()}`;
  const { clock, options } = socketFixture(baseUrl, { isAwaited: () => isAwaited });
  const socket = new SocketConnection(options);
  onTestFinished(() => socket.close());
  await expect.poll(() => clock.waiting()).toBeGreaterThan(0);
  return clock;
}

test('nobody answers: who is waited for by a call gives an attempt up first, for the network may be back', async () => {
  const [awaited, unhurried] = await Promise.all([trying(true), trying(false)]);
  awaited.advance(300);
  unhurried.advance(300);
  await expect.poll(() => awaited.waiting()).toBeGreaterThan(0);
  expect(unhurried.waiting()).toBe(0);
});
