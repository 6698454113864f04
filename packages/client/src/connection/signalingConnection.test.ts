import { expect, test } from 'vitest';
import { loadSocketConnection, SignalingConnection } from './signalingConnection.ts';
import { socketFixture } from './socketConnection.testing.ts';

function connect(load: typeof loadSocketConnection) {
  // Nothing listens on this port, and nothing is requested before a test ends.
  const { clock, events, options } = socketFixture('http://127.0.0.1:9');
  const connection = new SignalingConnection({ ...options, profile: () => options.profile }, load);
  connection.connect(options.token);
  return { clock, events, connection };
}

test('while the code cannot be loaded, the tab is offline, which is reported once, and loading is retried', async () => {
  let attempts = 0;
  const { clock, events, connection } = connect(() => {
    attempts += 1;
    return Promise.reject(new Error('The server is away.'));
  });
  expect(await connection.request('people:list', {})).toMatchObject({ error: { code: 'offline' } });
  await expect.poll(() => events).toEqual(['detached']);
  clock.advance(3_000);
  await expect.poll(() => attempts).toBe(2);
  expect(events).toEqual(['detached']);
  connection.disconnect();
  clock.advance(10_000);
  await Promise.resolve();
  expect(attempts).toBe(2);
});

test('the user signs out before the code is loaded: no connection is opened', async () => {
  const code = Promise.withResolvers<Awaited<ReturnType<typeof loadSocketConnection>>>();
  let opened = 0;
  const { connection } = connect(() => code.promise);
  connection.disconnect();
  const SocketConnection = await loadSocketConnection();
  code.resolve(
    class extends SocketConnection {
      constructor(...options: ConstructorParameters<typeof SocketConnection>) {
        super(...options);
        opened += 1;
      }
    },
  );
  await code.promise;
  await Promise.resolve();
  expect(opened).toBe(0);
});
