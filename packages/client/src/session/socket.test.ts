import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createFakeClock, createFakeStorage, createSeededRandom } from '@ringback/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { profileOf } from './signedInStorage.ts';
import { SessionSocket } from './socket.ts';

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

test('nobody answers while a call waits: the next attempt begins soon, for the network may be back', async () => {
  const port = await swallowing();
  const clock = createFakeClock();
  const random = createSeededRandom(1);
  const socket = new SessionSocket({
    baseUrl: `http://127.0.0.1:${port}`,
    token: 'token',
    profile: profileOf(createFakeStorage(), random),
    deviceKind: undefined,
    clock,
    random,
    wakeUps: { listen: () => () => {} },
    carrying: () => [],
    isAwaited: () => true,
    onAttached: () => {},
    onDetached: () => {},
    onRefused: () => {},
    onPush: () => {},
  });
  onTestFinished(() => socket.close());
  const isPausing = (): boolean => clock.waiting() > 0;
  await expect.poll(isPausing, { timeout: 15_000 }).toBe(true);
  clock.advance(300);
  const begunAt = performance.now();
  await expect.poll(isPausing, { timeout: 15_000 }).toBe(true);
  expect(performance.now() - begunAt).toBeLessThan(4_500);
}, 30_000);
