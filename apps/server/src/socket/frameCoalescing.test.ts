import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { until } from '../testing/testServer.ts';
import { CoalescingWebSocketServer, flushFrames } from './frameCoalescing.ts';

/** A server that coalesces frames, and both ends of one connection to it: `raw` is the client's plain TCP socket. */
async function connected(): Promise<{ served: WebSocket; raw: Socket } & AsyncDisposable> {
  const http = createServer();
  const wsServer = new CoalescingWebSocketServer({ noServer: true });
  http.on('upgrade', (request, stream, head) => {
    wsServer.handleUpgrade(request, stream, head, (client) => wsServer.emit('connection', client, request));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const raw = connect(port, '127.0.0.1');
  const connection = once(wsServer, 'connection') as Promise<[WebSocket]>;
  raw.write(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  const [served] = await connection;
  await once(raw, 'data');
  return {
    served,
    raw,
    async [Symbol.asyncDispose](): Promise<void> {
      raw.destroy();
      http.close();
      await once(http, 'close');
    },
  };
}

/** The payloads of short frames from a server, which are not masked (RFC 6455, section 5.2). */
function textsIn(frames: Buffer): string[] {
  if (frames.length === 0) return [];
  const end = 2 + frames.readUInt8(1);
  return [frames.subarray(2, end).toString(), ...textsIn(frames.subarray(end))];
}

test('frames of one turn arrive in one chunk and in order, and each callback is called at once', async () => {
  await using pair = await connected();
  const called: string[] = [];
  for (const text of ['answer', 'call', 'entry']) pair.served.send(text, () => called.push(text));
  expect(called).toEqual(['answer', 'call', 'entry']);
  const [chunk] = (await once(pair.raw, 'data')) as [Buffer];
  expect(textsIn(chunk)).toEqual(['answer', 'call', 'entry']);
});

test('flushing sends the frames before the turn ends', async () => {
  await using pair = await connected();
  pair.served.send('answer');
  pair.served.send('ring');
  expect(pair.served.bufferedAmount).toBeGreaterThan(0);
  flushFrames();
  expect(pair.served.bufferedAmount).toBe(0);
  pair.served.send('entry');
  const [chunk] = (await once(pair.raw, 'data')) as [Buffer];
  expect(textsIn(chunk)).toEqual(['answer', 'ring', 'entry']);
});

test('frames of later turns arrive later', async () => {
  await using pair = await connected();
  for (const text of ['first', 'second']) {
    pair.served.send(text);
    const [chunk] = (await once(pair.raw, 'data')) as [Buffer];
    expect(textsIn(chunk)).toEqual([text]);
  }
});

test('a close in the same turn comes after all frames', async () => {
  await using pair = await connected();
  pair.served.send('last words');
  pair.served.close();
  const [chunk] = (await once(pair.raw, 'data')) as [Buffer];
  expect(textsIn(chunk)[0]).toBe('last words');
});

test('a send after the close reports an error', async () => {
  await using pair = await connected();
  pair.served.close();
  const error = await new Promise((resolve) => pair.served.send('too late', resolve));
  expect(error).toBeInstanceOf(Error);
});

test('a device that reads nothing is disconnected before it fills the memory', async () => {
  await using pair = await connected();
  pair.raw.pause();
  const page = 'x'.repeat(64 * 1024);
  let sent = 0;
  pair.served.on('close', () => (sent = Infinity));
  const stream = setInterval(() => {
    if (pair.served.readyState === pair.served.OPEN) pair.served.send(page);
    sent += page.length;
  }, 0);
  await until(() => sent === Infinity, 'the device is disconnected');
  clearInterval(stream);
  expect(pair.served.readyState).toBe(pair.served.CLOSED);
});
