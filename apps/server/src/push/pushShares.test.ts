import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { newProfile, PushFixture, sendMessage, subscribe } from './push.testing.ts';

const deadServers: Server[] = [];
afterEach(() => {
  for (const server of deadServers.splice(0)) server.close();
});

/** A push service that accepts connections and never says anything. */
async function deadService(): Promise<string> {
  const server = createServer((socket) => socket.on('error', () => {}));
  deadServers.push(server);
  server.listen(0, '127.0.0.2');
  await once(server, 'listening');
  return `https://127.0.0.2:${(server.address() as AddressInfo).port}/wake`;
}

test('750 messages to browsers whose push services never answer do not switch off the push of others', async () => {
  await using fixture = await PushFixture.start({ changes: { limits: { messagesPerMinute: 1_000 } } });
  const { server, service, ada, grace, sleepingBrowser } = fixture;
  const senders = await server.devices('Mallory', 'Trudy', 'Eve');
  const services = await Promise.all(Array.from({ length: 10 }, deadService));
  const accomplices = await Promise.all(
    Array.from({ length: 25 }, (_, n) => server.device(`Accomplice ${n}`)),
  );
  for (const accomplice of accomplices) {
    for (const endpoint of services) {
      const { keys } = service.browser().address;
      await subscribe(server, accomplice, { endpoint, keys }, newProfile());
    }
    await accomplice.leave();
    for (const sender of senders) await sendMessage(sender, accomplice);
  }
  const call = await ada.place(grace);
  const [ringing] = await sleepingBrowser.received(1);
  expect(ringing?.wake).toMatchObject({ call: call.id });
  await sendMessage(ada, grace);
  const [, written] = await sleepingBrowser.received(2);
  expect(written?.wake).toMatchObject({ peer: ada.userId });
});
