import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { reasonOfRefusal } from './offlineReason.ts';
import { socketFixture } from './socketConnection.testing.ts';
import { SocketConnection } from './socketConnection.ts';

/** A server behind a proxy that passes HTTP but no websockets. Counts the requests for a socket. */
async function listenWithoutWebsockets(statusOfPost: number) {
  const asked = { sockets: 0, posts: 0 };
  const server = createServer(({ method }, response) => {
    if (method === 'POST') asked.posts += 1;
    else asked.sockets += 1;
    response.writeHead(method === 'POST' ? statusOfPost : 400).end();
  });
  server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : expect.fail('no port');
  return { asked, baseUrl: `http://127.0.0.1:${port}` };
}

test('only HTTP gets through: after the second attempt, that is the reason', async () => {
  const { baseUrl } = await listenWithoutWebsockets(404);
  const { clock, events, options } = socketFixture(baseUrl);
  const socket = new SocketConnection(options);
  onTestFinished(() => socket.close());
  await expect.poll(() => clock.waiting()).toBeGreaterThan(0);
  expect(events).toEqual(['detached']);
  await expect
    .poll(() => {
      clock.advance(3_000);
      return events;
    })
    .toEqual(['detached', 'noWebsockets']);
});

test('a server that refuses the address of the page does not look like blocked websockets', async () => {
  const { baseUrl, asked } = await listenWithoutWebsockets(403);
  const { clock, events, options } = socketFixture(baseUrl);
  const socket = new SocketConnection(options);
  onTestFinished(() => socket.close());
  await expect
    .poll(() => {
      clock.advance(3_000);
      return asked.posts;
    })
    .toBeGreaterThan(3);
  expect(events).toEqual(['detached']);
});

test.each([
  ['tooMany', { limit: 'user' }, 'tooManyTabs'],
  ['tooMany', undefined, 'serverBusy'],
  ['tooMany', { limit: 'something newer' }, 'serverBusy'],
  [undefined, { limit: 'user' }, undefined],
] as const)('a refusal %s with the details %o has the reason %s', (refusal, details, reason) => {
  expect(reasonOfRefusal(refusal, details)).toBe(reason);
});
