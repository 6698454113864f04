import { expect, test } from 'vitest';
import { LazySocket, loadSocket } from './lazySocket.ts';
import { socketParts } from './socket.testing.ts';

function parts(load: typeof loadSocket) {
  // Nothing listens there, and nothing is asked before a test ends.
  const { clock, told, options } = socketParts('http://127.0.0.1:9');
  return { clock, told, socket: new LazySocket(options, load) };
}

test('while the code cannot be fetched the tab is offline, which is told once, and attempts go on', async () => {
  let attempts = 0;
  const { clock, told, socket } = parts(() => {
    attempts += 1;
    return Promise.reject(new Error('The server is away.'));
  });
  expect(await socket.request('people:list', {})).toMatchObject({ error: { code: 'offline' } });
  await expect.poll(() => told).toEqual(['detached']);
  clock.advance(3_000);
  await expect.poll(() => attempts).toBe(2);
  expect(told).toEqual(['detached']);
  socket.close();
  clock.advance(10_000);
  await Promise.resolve();
  expect(attempts).toBe(2);
});

test('who leaves before the code is there opens no connection', async () => {
  const code = Promise.withResolvers<Awaited<ReturnType<typeof loadSocket>>>();
  let opened = 0;
  const { socket } = parts(() => code.promise);
  socket.close();
  const SessionSocket = await loadSocket();
  code.resolve(
    class extends SessionSocket {
      constructor(...options: ConstructorParameters<typeof SessionSocket>) {
        super(...options);
        opened += 1;
      }
    },
  );
  await code.promise;
  await Promise.resolve();
  expect(opened).toBe(0);
});
