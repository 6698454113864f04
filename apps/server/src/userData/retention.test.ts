import { expect, test } from 'vitest';
import { openInProcessStorage } from '../testing/inProcessStorage.ts';
import type { MachineClock } from '../platform/serverClock.ts';
import { newMessageId } from '../push/push.testing.ts';
import { declined, NoteClient, noteFor } from '../notes/notes.testing.ts';
import { TestServer, type Device } from '../testing/testServer.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Clocks that a test moves ahead. */
function createClock(): { clock: MachineClock; ahead: (days: number) => void } {
  let aheadMs = 0;
  return {
    clock: {
      wall: () => Date.now() + aheadMs,
      uptime: () => performance.now() + aheadMs,
      bootId: undefined,
    },
    ahead: (days) => (aheadMs += days * dayMs),
  };
}

/** What is attached to each report. */
async function reportsIn(server: TestServer): Promise<string[]> {
  let attached: string[] = [];
  await server.restart({}, async () => {
    const storage = await openInProcessStorage(server.config.dataDir);
    attached = (await storage.run('reports:list', { limit: 10 })).map(({ messages }) => messages);
    await storage.close();
  });
  return attached;
}

async function say(from: Device, to: Device, text: string): Promise<void> {
  await from.ok('message:send', { id: newMessageId(), to: to.userId, text });
}

async function missedCall(from: Device, to: Device): Promise<string> {
  const { id: callId } = await from.place(to);
  await from.ok('call:end', { callId });
  return callId;
}

test('messages go after MESSAGES_DAYS, newer ones stay, and only what is left counts as unread', async () => {
  const { clock, ahead } = createClock();
  await using server = await TestServer.start({ messagesDays: 30 }, { machineClock: clock });
  const [ada, grace, linus] = await server.devices('Ada', 'Grace', 'Linus');
  await say(ada, grace, 'old');
  await say(ada, linus, 'only');
  ahead(20);
  await say(ada, grace, 'new');
  ahead(20);
  await server.restart();
  await grace.hello();
  await linus.hello();
  expect((await grace.ok('message:list', { peer: ada.userId })).messages).toMatchObject([{ text: 'new' }]);
  const { conversations } = await grace.ok('conversation:list', {});
  expect(conversations).toMatchObject([{ unread: 1 }]);
  expect((await linus.ok('conversation:list', {})).conversations).toEqual([]);
  ahead(20);
  await server.restart();
  await grace.hello();
  expect((await grace.ok('conversation:list', {})).conversations).toEqual([]);
});

test('messages that are gone give their room back to their sender', async () => {
  const { clock, ahead } = createClock();
  const text = 'x'.repeat(1_000);
  const config = { messagesDays: 1, textRoom: 1_500 };
  await using server = await TestServer.start(config, { machineClock: clock });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await say(ada, grace, text);
  const full = await ada.codeOf('message:send', { id: newMessageId(), to: grace.userId, text });
  expect(full).not.toBe('ok');
  ahead(2);
  await server.restart();
  await ada.hello();
  await say(ada, grace, text);
});

test('messages that are attached to reports go after MESSAGES_DAYS, and the report stays', async () => {
  const { clock, ahead } = createClock();
  await using server = await TestServer.start({ messagesDays: 30 }, { machineClock: clock });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await say(ada, grace, 'Buy this');
  const { messages } = await grace.ok('message:list', { peer: ada.userId });
  const about = { userId: ada.userId, reason: 'spam', messages: messages.map(({ id }) => id) } as const;
  await grace.ok('report:send', about);
  const reported = () => reportsIn(server);
  expect(await reported()).toEqual([expect.stringContaining('Buy this')]);
  ahead(31);
  await server.restart();
  expect(await reported()).toEqual(['[]']);
});

test('notes go after MESSAGES_DAYS with their bytes', async () => {
  const { clock, ahead } = createClock();
  await using server = await TestServer.start({ messagesDays: 2 }, { machineClock: clock });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const client = new NoteClient(server, ada);
  const draft = noteFor(await declined(ada, grace), 100);
  await client.send(draft);
  expect((await grace.ok('note:list', { peer: ada.userId })).notes).toHaveLength(1);
  ahead(3);
  await server.restart();
  await grace.hello();
  expect((await grace.ok('note:list', { peer: ada.userId })).notes).toEqual([]);
});

test('calls and entries go after HISTORY_DAYS, for both, also from the database', async () => {
  const { clock, ahead } = createClock();
  await using server = await TestServer.start({ historyDays: 7 }, { machineClock: clock });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const old = await missedCall(ada, grace);
  ahead(5);
  const recent = await missedCall(ada, grace);
  ahead(5);
  await server.restart();
  for (const device of [ada, grace]) {
    await device.hello();
    expect((await device.history()).map(({ callId }) => callId)).toEqual([recent]);
  }
  expect(await ada.raw('call:record', { callId: old })).toMatchObject({ error: { code: 'notFound' } });
  expect((await grace.hello()).missed).toBe(1);
});

test('without these settings nothing goes', async () => {
  const { clock, ahead } = createClock();
  await using server = await TestServer.start({}, { machineClock: clock });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await missedCall(ada, grace);
  await say(ada, grace, 'old');
  // Devices are signed out after 90 days.
  ahead(80);
  await server.restart();
  await ada.hello();
  expect(await ada.history()).toHaveLength(1);
  expect((await ada.ok('message:list', { peer: grace.userId })).messages).toHaveLength(1);
});

test('however old, a live call stays', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const calls: string[] = [];
  for (let n = 0; n < 3; n++) calls.push(await missedCall(ada, grace));
  const { id: live } = await ada.place(grace);
  await server.restart({}, async () => {
    const storage = await openInProcessStorage(server.config.dataDir);
    const before = Number.MAX_SAFE_INTEGER;
    expect(await storage.run('retention:calls', { before, after: undefined })).toEqual({ next: undefined });
    await storage.close();
  });
  await ada.hello();
  expect((await ada.ok('call:get', { callId: live })).id).toBe(live);
  for (const callId of calls)
    expect(await ada.raw('call:get', { callId })).toMatchObject({ error: { code: 'notFound' } });
});
