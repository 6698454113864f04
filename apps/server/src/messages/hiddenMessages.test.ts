import { expect, test } from 'vitest';
import { noteFor, NoteClient } from '../notes/notes.testing.ts';
import { newMessageId } from '../push/push.testing.ts';
import { TestServer, type Device } from '../testing/testServer.ts';

const send = (from: Device, to: Device, text: string) =>
  from.ok('message:send', { id: newMessageId(), to: to.userId, text });

async function textsWith(device: Device, peer: Device): Promise<string[]> {
  const { messages } = await device.ok('message:list', { peer: peer.userId });
  return messages.map(({ text }) => text);
}

async function conversationWith(device: Device, peer: Device) {
  const { conversations } = await device.ok('conversation:list', {});
  return conversations.find((conversation) => conversation.peer.id === peer.userId);
}

/** How users may keep the messages of somebody from reaching them. */
const ways: readonly [string, (by: Device, peer: Device) => Promise<unknown>][] = [
  [
    'blocks their messages',
    (by, peer) => by.ok('privacy:setRules', { userId: peer.userId, change: { blocksMessages: true } }),
  ],
  ['gets messages from contacts only', (by) => by.ok('settings:set', { messagesFrom: 'contacts' })],
];

test.each(ways)('the recipient %s: the message is sent, and nothing reaches them', async (_, hide) => {
  await using server = await TestServer.start();
  const [ada, ada2, grace] = await server.devices('Ada', 'Ada', 'Grace');
  await hide(grace, ada);
  const message = await send(ada, grace, 'Hello');
  expect(await ada2.push('message:changed')).toEqual(message);
  expect(await ada2.push('conversation:changed')).toMatchObject({
    last: { text: 'Hello' },
    theirs: { delivered: 0, read: 0 },
  });
  expect(await textsWith(ada, grace)).toEqual(['Hello']);
  expect(await textsWith(grace, ada)).toEqual([]);
  expect(await conversationWith(grace, ada)).toBeUndefined();
  expect(await grace.codeOf('conversation:mark', { peer: ada.userId, read: message.sentAt })).toBe(
    'notFound',
  );
  for (const name of ['message:changed', 'conversation:changed'] as const)
    expect(grace.pushes(name)).toEqual([]);
  expect((await grace.ok('people:list', {})).people.filter(({ met }) => met)).toEqual([]);
});

test('a conversation goes on after a block, without what was sent meanwhile', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const setBlock = (blocksMessages: boolean) =>
    grace.ok('privacy:setRules', { userId: ada.userId, change: { blocksMessages } });
  await send(ada, grace, 'Before');
  await setBlock(true);
  const hidden = await send(ada, grace, 'Meanwhile');
  const marked = await grace.ok('conversation:mark', { peer: ada.userId, read: hidden.sentAt });
  expect(marked).toMatchObject({ unread: 0, last: { text: 'Before' } });
  expect((await conversationWith(ada, grace))?.theirs.delivered).toBeLessThan(hidden.sentAt);
  const told = ada.pushes('conversation:changed').length;
  const arrived = grace.pushes('message:changed').length;
  await setBlock(false);
  const after = await send(ada, grace, 'After');
  await grace.push('message:changed', ({ text }) => text === 'After');
  expect(grace.pushes('message:changed')).toHaveLength(arrived + 1);
  // As with someone who was offline: nothing until something reaches them, and then all of it did.
  expect(ada.pushes('conversation:changed')).toHaveLength(told + 1);
  expect((await conversationWith(ada, grace))?.theirs.delivered).toBeLessThan(hidden.sentAt);
  expect(await textsWith(grace, ada)).toEqual(['After', 'Before']);
  expect(await conversationWith(grace, ada)).toMatchObject({ unread: 1, last: { text: 'After' } });
  await grace.ok('conversation:mark', { peer: ada.userId, delivered: after.sentAt });
  expect((await conversationWith(ada, grace))?.theirs.delivered).toBe(after.sentAt);
});

test('a note of somebody whose messages are blocked never reaches the callee, though the call rang', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await grace.ok('privacy:setRules', { userId: ada.userId, change: { blocksMessages: true } });
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:decline', { callId });
  const note = await new NoteClient(server, ada).send(noteFor(callId));
  expect(await ada.ok('note:list', { peer: grace.userId })).toEqual({ notes: [note] });
  expect(await grace.ok('note:new', {})).toEqual({ notes: [] });
});

test('read receipts are off: the sender learns of delivery alone, and everything from the next receipt on', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { sentAt } = await send(ada, grace, 'Hello');
  await grace.ok('settings:set', { readReceipts: false });
  const mark = { peer: ada.userId, delivered: sentAt, read: sentAt };
  expect(await grace.ok('conversation:mark', mark)).toMatchObject({ unread: 0, mine: { read: sentAt } });
  const delivered = await ada.push('conversation:changed', ({ theirs }) => theirs.delivered === sentAt);
  expect(delivered.theirs.read).toBe(0);
  expect((await conversationWith(ada, grace))?.theirs).toEqual({ delivered: sentAt, read: 0 });
  await grace.ok('settings:set', { readReceipts: true });
  await grace.ok('conversation:mark', mark);
  await ada.push('conversation:changed', ({ theirs }) => theirs.read === sentAt);
});

test('who sends no receipts still gets those of others', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await ada.ok('settings:set', { readReceipts: false });
  const { sentAt } = await send(ada, grace, 'Hello');
  await grace.ok('conversation:mark', { peer: ada.userId, read: sentAt });
  await ada.push('conversation:changed', ({ theirs }) => theirs.read === sentAt);
});
