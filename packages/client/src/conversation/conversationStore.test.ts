import { fail, ok } from '@ringback/protocol';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { createFakeLocks, createFakeStorage } from '../testing/storage.ts';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { EntryCache } from '../history/entryCache.ts';
import { ConversationStore } from './conversationStore.ts';
import { noConversations, type Conversations } from './conversations.ts';
import { missed } from '../testing/entries.testing.ts';
import { fromGrace, grace, me, messageId, withGrace } from '../messages/messages.testing.ts';

const uuid = 'aaaaaaaa-0000-4000-8000-000000000001';

function conversationStoreFixture(answers: ConstructorParameters<typeof FakeSignalingClient>[0] = {}) {
  const signaling = new FakeSignalingClient({
    'conversation:list': () => ok({ conversations: [] }),
    'message:list': () => ok({ messages: [] }),
    'history:list': () => ok({ entries: [], missed: 0 }),
    ...answers,
  });
  const store = createStore<Conversations>(() => noConversations);
  const cache = new EntryCache(signaling, createSeededRandom(1));
  const random = { uuid: () => uuid, secret: () => '', fraction: () => 0 };
  const clock = createFakeClock();
  const deps = {
    signaling,
    store,
    random,
    me,
    entries: cache,
    clock,
    locks: createFakeLocks(),
    profileStorage: createFakeStorage(),
  };
  const conversations = new ConversationStore(deps);
  const made = (name: string) =>
    signaling.made.filter((one) => one.name === name).map(({ payload }) => payload);
  return { signaling, clock, conversations, cache, made, state: () => store.getState() };
}

describe('a message arrives', () => {
  test('while this device was offline: it is marked as delivered, not as read', async () => {
    const last = fromGrace(50);
    const marked = withGrace(last, { mine: { delivered: 50, read: 0 } });
    const { conversations, made, state } = conversationStoreFixture({
      'conversation:list': () => ok({ conversations: [withGrace(last)] }),
      'conversation:mark': () => ok(marked),
    });
    await conversations.online();
    await expect.poll(() => state().known).toEqual([marked]);
    expect(made('conversation:mark')).toEqual([{ peer: grace, delivered: 50 }]);
  });

  test('and is seen: it is marked as read, once', async () => {
    const last = fromGrace(50);
    const read = withGrace(last, { unread: 0, mine: { delivered: 50, read: 50 } });
    const { conversations, made, state } = conversationStoreFixture({ 'conversation:mark': () => ok(read) });
    conversations.changed(withGrace(last, { mine: { delivered: 50, read: 0 } }));
    await conversations.read(grace, 50);
    await conversations.read(grace, 50);
    await conversations.read(grace, 40);
    expect(made('conversation:mark')).toEqual([{ peer: grace, read: 50 }]);
    expect(state().known).toEqual([read]);
  });

  test('and is seen while the server is busy: it is marked as read a moment later', async () => {
    const last = fromGrace(50);
    const read = withGrace(last, { unread: 0, mine: { delivered: 50, read: 50 } });
    const { signaling, clock, conversations, state } = conversationStoreFixture({
      'conversation:mark': () => fail('tooMany', { retryAfterMs: 700 }),
    });
    conversations.changed(withGrace(last, { mine: { delivered: 50, read: 0 } }));
    await conversations.read(grace, 50);
    signaling.answer({ 'conversation:mark': () => ok(read) });
    clock.advance(700);
    await expect.poll(() => state().known).toEqual([read]);
  });

  test('from another device of the user: nothing is marked', () => {
    const { conversations, made } = conversationStoreFixture();
    const mine = { ...fromGrace(60), from: me, to: grace };
    conversations.changed(withGrace(mine));
    expect(made('conversation:mark')).toEqual([]);
  });
});

describe('an open conversation', () => {
  test('fetches messages and calls once, and stays current by pushes', async () => {
    const { conversations, cache, made, state } = conversationStoreFixture({
      'message:list': () => ok({ messages: [fromGrace(50)] }),
    });
    await conversations.open(grace);
    await conversations.open(grace);
    expect(made('message:list')).toHaveLength(1);
    conversations.newMessage(fromGrace(60));
    cache.changed({ ...missed(1, { peer: { id: grace, name: 'Grace' } }), missed: 1 });
    const thread = state().threads.get(grace);
    expect(thread?.messages.messages.map(({ sentAt }) => sentAt)).toEqual([50, 60]);
    expect(thread?.calls.entries).toHaveLength(1);
    cache.removed({ before: Number.MAX_SAFE_INTEGER, missed: 0 });
    expect(state().threads.get(grace)?.calls.entries).toEqual([]);
  });

  test('shows deleted calls again after Undo, and fetches them if they are too many to name', async () => {
    const peer = { id: grace, name: 'Grace' };
    const { signaling, conversations, cache, state } = conversationStoreFixture({
      'history:list': () => ok({ entries: [missed(2, { peer }), missed(1, { peer })], missed: 2 }),
    });
    const calls = () =>
      state()
        .threads.get(grace)
        ?.calls.entries.map(({ placedAt }) => placedAt / 60_000);
    await conversations.open(grace);
    cache.removed({ callIds: [missed(2).callId], missed: 1 });
    expect(calls()).toEqual([1]);
    cache.restored({
      entries: [missed(2, { peer }), missed(3, { peer: { id: me, name: 'Ada' } })],
      missed: 2,
    });
    expect(calls()).toEqual([2, 1]);
    signaling.answer({ 'history:list': () => ok({ entries: [missed(5, { peer })], missed: 1 }) });
    cache.restored({ missed: 2 });
    await expect.poll(calls).toEqual([5]);
  });

  test('fetches older pages of messages and calls, each from where it ends', async () => {
    const { signaling, conversations, made, state } = conversationStoreFixture({
      'message:list': () => ok({ messages: [fromGrace(50)], next: 50 }),
      'history:list': () => ok({ entries: [], missed: 0 }),
    });
    await conversations.open(grace);
    signaling.answer({ 'message:list': () => ok({ messages: [fromGrace(40)] }) });
    await conversations.older(grace);
    await conversations.older(grace);
    expect(made('message:list')).toMatchObject([{ peer: grace }, { before: 50 }]);
    expect(made('history:list')).toHaveLength(1);
    expect(state().threads.get(grace)?.messages.state).toBe('complete');
  });

  test('that could not be fetched says so, and is fetched on request or when the server is back', async () => {
    const { signaling, conversations, state } = conversationStoreFixture({
      'message:list': () => fail('unavailable'),
    });
    await conversations.open(grace);
    expect(state().threads.get(grace)?.messages.state).toBe('failed');
    signaling.answer({ 'message:list': () => ok({ messages: [fromGrace(50)] }) });
    await conversations.online();
    await expect.poll(() => state().threads.get(grace)?.messages.state).toBe('complete');
  });

  test('pushes about a conversation that is not open fetch and store nothing', () => {
    const { conversations, state, signaling } = conversationStoreFixture();
    conversations.newMessage(fromGrace(60));
    expect(state().threads.size).toBe(0);
    expect(signaling.made).toEqual([]);
  });
});

test('shows a sent message in order, also if its push was lost', async () => {
  const { conversations, state } = conversationStoreFixture({
    'message:send': () => ok({ ...fromGrace(70), id: messageId(7), from: me, to: grace }),
  });
  await conversations.online();
  await conversations.open(grace);
  expect(conversations.send(grace, 'Hello')).toBe(true);
  await expect.poll(() => state().outbox).toEqual([]);
  expect(state().threads.get(grace)?.messages.messages).toMatchObject([{ id: messageId(7) }]);
});
