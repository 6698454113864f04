import { randomUUID } from 'node:crypto';
import { MessageId, type Data } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { newUserId } from '../calls/calls.testing.ts';
import { TestServer, type Device } from '../testing/testServer.ts';

const newMessageId = (): MessageId => v.parse(MessageId, randomUUID());

function send(from: Device, to: Device, text: string, id = newMessageId()): Promise<Data<'message:send'>> {
  return from.ok('message:send', { id, to: to.userId, text });
}

async function textsWith(device: Device, peer: Device): Promise<string[]> {
  const { messages } = await device.ok('message:list', { peer: peer.userId });
  return messages.map(({ text }) => text);
}

async function conversationWith(device: Device, peer: Device) {
  const { conversations } = await device.ok('conversation:list', {});
  return conversations.find((conversation) => conversation.peer.id === peer.userId);
}

describe('a text message', () => {
  test('is refused once its sender has used their room; repeating a sent one is not', async () => {
    await using server = await TestServer.start({ textRoom: 10 });
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const first = { id: newMessageId(), to: grace.userId, text: '12345678' };
    await ada.ok('message:send', first);
    const refused = await ada.ask('message:send', { ...first, id: newMessageId() });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'forbidden', message: expect.stringContaining('space') as string },
    });
    expect(await ada.codeOf('message:send', first)).toBe('ok');
    expect(await grace.codeOf('message:send', { id: newMessageId(), to: ada.userId, text: 'hi' })).toBe('ok');
  });

  test('reaches every device of both users, and survives a restart', async () => {
    await using server = await TestServer.start();
    const [ada, ada2, grace] = await server.devices('Ada', 'Ada', 'Grace');
    const message = await send(ada, grace, '  Hello,\r\nGrace  ');
    expect(message).toMatchObject({ from: ada.userId, to: grace.userId, text: 'Hello,\nGrace' });
    for (const device of [ada, ada2, grace]) expect(await device.push('message:changed')).toEqual(message);
    await server.restart();
    await grace.hello();
    expect(await textsWith(grace, ada)).toEqual(['Hello,\nGrace']);
  });

  test('sent again after a lost answer is stored once, and gets the same answer', async () => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const id = newMessageId();
    const answers = await Promise.all([1, 2, 3].map(() => send(ada, grace, 'Once', id)));
    expect(new Set(answers.map(({ sentAt }) => sentAt)).size).toBe(1);
    expect(await textsWith(grace, ada)).toEqual(['Once']);
    expect(grace.pushes('message:changed')).toHaveLength(1);
    expect((await conversationWith(grace, ada))?.unread).toBe(1);
  });

  test('with an id that another user has used is a conflict, and reveals nothing of theirs', async () => {
    await using server = await TestServer.start();
    const [ada, grace, mallory] = await server.devices('Ada', 'Grace', 'Mallory');
    const { id } = await send(ada, grace, 'Between us');
    const answer = await mallory.ask('message:send', { id, to: grace.userId, text: 'Between us' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(JSON.stringify(answer)).not.toContain('Between');
    expect(await textsWith(mallory, grace)).toEqual([]);
  });

  test('is refused to oneself, to an unknown user, empty or too long', async () => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const to = grace.userId;
    const id = newMessageId();
    expect(await ada.codeOf('message:send', { id, to: ada.userId, text: 'Me' })).toBe('badRequest');
    expect(await ada.codeOf('message:send', { id, to: newUserId(), text: 'Who?' })).toBe('notFound');
    expect(await ada.codeOf('message:send', { id, to, text: ' \n ' })).toBe('badRequest');
    expect(await ada.codeOf('message:send', { id, to, text: 'x'.repeat(4_001) })).toBe('badRequest');
    expect(await ada.codeOf('message:send', { id, to, text: 'a\u0007b' })).toBe('badRequest');
    expect(await ada.codeOf('message:send', { id, to, text: '👩‍👩‍👧'.repeat(800) })).toBe('ok');
  });

  test('above the rate limit is refused', async () => {
    await using server = await TestServer.start({ limits: { messagesPerMinute: 2 } });
    const [ada, grace] = await server.devices('Ada', 'Grace');
    await send(ada, grace, 'One');
    await send(ada, grace, 'Two');
    const answer = await ada.ask('message:send', { id: newMessageId(), to: grace.userId, text: 'Three' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'tooMany' } });
  });

  test('makes its two people known to each other', async () => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    await send(ada, grace, 'Hello');
    expect(await grace.push('people:changed')).toEqual({ id: ada.userId, name: 'Ada', met: true });
    expect(await ada.ok('people:list', {})).toEqual({
      people: [{ id: grace.userId, name: 'Grace', met: true }],
    });
  });
});

describe('a conversation', () => {
  test('is read page by page, newest first, each message once', async () => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const peer = grace.userId;
    for (const text of ['1', '2', '3', '4', '5'])
      await send(text === '3' ? grace : ada, text === '3' ? ada : grace, text);
    const first = await ada.ok('message:list', { peer, limit: 2 });
    const second = await ada.ok('message:list', { peer, limit: 2, before: first.next });
    const third = await ada.ok('message:list', { peer, limit: 2, before: second.next });
    expect([first, second, third].map(({ messages }) => messages.map(({ text }) => text))).toEqual([
      ['5', '4'],
      ['3', '2'],
      ['1'],
    ]);
    expect(third.next).toBeUndefined();
  });

  test('written by both at once has the same order for both', async () => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        n % 2 === 0 ? send(ada, grace, `${n}`) : send(grace, ada, `${n}`),
      ),
    );
    const seen = await textsWith(ada, grace);
    expect(seen).toHaveLength(20);
    expect(await textsWith(grace, ada)).toEqual(seen);
  });

  test('is private to its two people', async () => {
    await using server = await TestServer.start();
    const [ada, grace, mallory] = await server.devices('Ada', 'Grace', 'Mallory');
    await send(ada, grace, 'Between us');
    expect(await textsWith(mallory, ada)).toEqual([]);
    expect(await mallory.ok('conversation:list', {})).toEqual({ conversations: [] });
    expect(await mallory.codeOf('conversation:mark', { peer: ada.userId, read: Date.now() })).toBe(
      'notFound',
    );
    expect(mallory.received).toEqual([]);
  });
});

describe('progress in a conversation', () => {
  test('is pushed to the sender on delivery and on reading, and lowers the unread count on all devices', async () => {
    await using server = await TestServer.start();
    const [ada, grace, grace2] = await server.devices('Ada', 'Grace', 'Grace');
    const peer = ada.userId;
    const first = await send(ada, grace, 'One');
    const second = await send(ada, grace, 'Two');
    await grace.ok('conversation:mark', { peer, delivered: second.sentAt });
    const delivered = { delivered: second.sentAt, read: 0 };
    await ada.push('conversation:changed', ({ theirs }) => theirs.delivered === second.sentAt);
    expect(await conversationWith(ada, grace)).toMatchObject({ theirs: delivered, unread: 0 });
    await grace.ok('conversation:mark', { peer, read: first.sentAt });
    const seen = await grace2.push('conversation:changed', ({ mine }) => mine.read === first.sentAt);
    expect(seen).toMatchObject({ unread: 1, mine: { delivered: second.sentAt } });
    await ada.push('conversation:changed', ({ theirs }) => theirs.read === first.sentAt);
  });

  test('never goes back, and never passes the newest message', async () => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const peer = ada.userId;
    const { sentAt } = await send(ada, grace, 'One');
    const far = sentAt + 1_000_000;
    expect((await grace.ok('conversation:mark', { peer, read: far })).mine).toEqual({
      delivered: sentAt,
      read: sentAt,
    });
    expect((await grace.ok('conversation:mark', { peer, read: 0, delivered: 0 })).mine.read).toBe(sentAt);
    const next = await send(ada, grace, 'Two');
    expect((await conversationWith(grace, ada))?.unread).toBe(1);
    expect(next.sentAt).toBeGreaterThan(sentAt);
  });

  test('counts messages sent while the recipient was offline as unread', async () => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    await grace.leave();
    await send(ada, grace, 'One');
    const last = await send(ada, grace, 'Two');
    await grace.hello();
    expect(await conversationWith(grace, ada)).toMatchObject({ unread: 2, last, mine: { delivered: 0 } });
    expect(await textsWith(grace, ada)).toEqual(['Two', 'One']);
  });
});
