import { expect, test } from 'vitest';
import { sendAdminRequest } from '../admin/adminSocket.ts';
import { newMessageId } from '../push/push.testing.ts';
import { TestServer, type Device } from '../testing/testServer.ts';

async function remove(server: TestServer, { signedIn }: Device): Promise<void> {
  const headers = { authorization: `Bearer ${signedIn.token}` };
  const response = await fetch(`${server.url}api/data`, { method: 'DELETE', headers });
  expect(response.status).toBe(204);
}

function reportsOn(server: TestServer): Promise<unknown> {
  return sendAdminRequest(server.config.dataDir, 'reports', {});
}

/** Mallory is reported by Ada, with a message of each. */
async function reported(server: TestServer): Promise<{ ada: Device; mallory: Device }> {
  const [ada, mallory] = await server.devices('Ada', 'Mallory');
  const [theirs, own] = [newMessageId(), newMessageId()];
  await mallory.ok('message:send', { id: theirs, to: ada.userId, text: 'Buy now' });
  await ada.ok('message:send', { id: own, to: mallory.userId, text: 'Please stop' });
  await ada.ok('report:send', {
    userId: mallory.userId,
    reason: 'spam',
    note: 'Every day',
    messages: [theirs, own],
  });
  return { ada, mallory };
}

test('the reported one deletes themselves: the report stays with id and handle until the host closes it', async () => {
  await using server = await TestServer.start();
  const { ada, mallory } = await reported(server);
  await mallory.ok('me:rename', { name: 'Best offers' });
  await remove(server, mallory);
  const report = {
    reporter: { id: ada.userId, name: 'Ada' },
    reported: { id: mallory.userId, name: 'Mallory', isDeleted: true },
    reason: 'spam',
    note: 'Every day',
    messages: [{ text: 'Buy now' }, { text: 'Please stop' }],
  };
  expect(await reportsOn(server)).toMatchObject({ data: { reports: [report] } });
  expect(await sendAdminRequest(server.config.dataDir, 'close-report', { id: 1 })).toMatchObject({
    data: {},
  });
  expect(await reportsOn(server)).toMatchObject({ data: { reports: [] } });
});

test('the reporter deletes themselves: the report stays without them and what they wrote', async () => {
  await using server = await TestServer.start();
  const { ada, mallory } = await reported(server);
  await remove(server, ada);
  const outcome = await reportsOn(server);
  expect(outcome).toMatchObject({
    data: {
      reports: [
        {
          reported: { id: mallory.userId, name: 'Mallory' },
          reason: 'spam',
          messages: [{ from: mallory.userId, text: 'Buy now' }],
        },
      ],
    },
  });
  expect(JSON.stringify(outcome)).not.toContain(ada.userId);
  await remove(server, mallory);
  expect(await reportsOn(server)).toMatchObject({ data: { reports: [{ reported: { isDeleted: true } }] } });
});

test('closed reports go with either of the two', async () => {
  await using server = await TestServer.start();
  const { ada } = await reported(server);
  await sendAdminRequest(server.config.dataDir, 'close-report', { id: 1 });
  await remove(server, ada);
  expect(await reportsOn(server)).toMatchObject({ data: { reports: [] } });
});
