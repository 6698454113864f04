import { fail, ok, type Message, type Result } from '@ringback/protocol';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { createFakeLocks, createFakeStorage } from '../testing/storage.ts';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { describe, expect, test } from 'vitest';
import { grace, me, messageId } from './messages.testing.ts';
import { MessageOutbox, type MessageDraft } from './messageOutbox.ts';

type Answer = () => Result<Message> | Promise<Result<Message>>;

const taken: Message = { id: messageId(1), from: me, to: grace, text: 'x', sentAt: 5 };

const key = `ringback.outbox.${me}`;

/** The outbox of one tab. */
function outboxFixture(answer: Answer, storage = createFakeStorage(), locks = createFakeLocks()) {
  const signaling = new FakeSignalingClient({ 'message:send': answer });
  const clock = createFakeClock();
  let drafts: readonly MessageDraft[] = [];
  const sent: Message[] = [];
  const deps = {
    signaling,
    clock,
    random: createSeededRandom(1),
    storage,
    locks,
    onChange: (now: readonly MessageDraft[]) => (drafts = now),
    onSent: (message: Message) => sent.push(message),
  };
  const outbox = new MessageOutbox(deps, me);
  return {
    signaling,
    clock,
    storage,
    locks,
    outbox,
    sent,
    states: () => drafts.map(({ status }) => status.state),
    write: (n: number) => outbox.add({ id: messageId(n), to: grace, text: `Number ${n}`, writtenAt: n }),
    texts: () => signaling.made.map(({ payload }) => (payload as { text: string }).text),
  };
}

describe('sending', () => {
  test('goes one by one, in the order of writing', async () => {
    const first = Promise.withResolvers<Result<Message>>();
    const answers: Answer[] = [() => first.promise, () => ok(taken)];
    const box = outboxFixture(() => answers.shift()?.() ?? ok(taken));
    box.outbox.online();
    box.write(1);
    box.write(2);
    expect(box.states()).toEqual(['sending', 'waiting']);
    await expect.poll(box.texts).toEqual(['Number 1']);
    first.resolve(ok(taken));
    await expect.poll(box.states).toEqual([]);
    expect(box.texts()).toEqual(['Number 1', 'Number 2']);
    expect(box.sent).toHaveLength(2);
  });

  test('a message written offline waits, and is sent automatically', async () => {
    const box = outboxFixture(() => ok(taken));
    box.write(1);
    expect(box.states()).toEqual(['waiting']);
    expect(box.signaling.made).toEqual([]);
    box.outbox.online();
    await expect.poll(box.states).toEqual([]);
  });

  test('the connection breaks during a request: the message is sent again with the same id', async () => {
    const answers: Answer[] = [() => fail('offline'), () => ok(taken)];
    const box = outboxFixture(() => answers.shift()?.() ?? ok(taken));
    box.outbox.online();
    box.write(1);
    box.outbox.offline();
    await expect.poll(box.states).toEqual(['waiting']);
    box.clock.advance(60_000);
    expect(box.signaling.made).toHaveLength(1);
    box.outbox.online();
    await expect.poll(box.states).toEqual([]);
    const [first, second] = box.signaling.made;
    expect(second).toEqual(first);
  });

  test('a throttled message waits as long as the server says', async () => {
    const answers: Answer[] = [() => fail('tooMany', { retryAfterMs: 700 }), () => ok(taken)];
    const box = outboxFixture(() => answers.shift()?.() ?? ok(taken));
    box.outbox.online();
    box.write(1);
    await expect.poll(box.states).toEqual(['waiting']);
    await expect.poll(box.clock.waiting).toBe(1);
    box.clock.advance(699);
    expect(box.signaling.made).toHaveLength(1);
    box.clock.advance(1);
    await expect.poll(box.states).toEqual([]);
  });

  test('a refused message shows why and lets the next one pass; it can be retried or discarded', async () => {
    const answers: Answer[] = [() => fail('notFound'), () => ok(taken)];
    const box = outboxFixture(() => answers.shift()?.() ?? fail('notFound'));
    box.outbox.online();
    box.write(1);
    box.write(2);
    await expect.poll(box.states).toEqual(['refused']);
    expect(box.sent).toHaveLength(1);
    box.outbox.sendAgain(messageId(1));
    await expect.poll(box.texts).toHaveLength(3);
    await expect.poll(box.states).toEqual(['refused']);
    box.outbox.discard(messageId(1));
    expect(box.states()).toEqual([]);
  });
});

describe('storage', () => {
  test('unsent messages survive the tab, and are sent from the next one', async () => {
    const before = outboxFixture(() => ok(taken));
    before.write(1);
    before.outbox.close();
    const after = outboxFixture(() => ok(taken), before.storage);
    expect(after.states()).toEqual(['waiting']);
    after.outbox.online();
    await expect.poll(after.texts).toEqual(['Number 1']);
    await expect.poll(() => after.storage.get(key)).toBeNull();
  });

  test('with a hundred unsent messages, the next one is rejected', () => {
    const box = outboxFixture(() => ok(taken));
    for (let n = 1; n <= 100; n += 1) expect(box.write(n)).toBe(true);
    expect(box.write(101)).toBe(false);
    expect(box.states()).toHaveLength(100);
  });

  test('a stored message that cannot be read hides no other', () => {
    const before = outboxFixture(() => ok(taken));
    before.write(1);
    const stored = before.storage.get(key) ?? '';
    const storage = createFakeStorage(new Map([[key, stored.replace('[', '[{"id":7},')]]));
    expect(outboxFixture(() => ok(taken), storage).states()).toEqual(['waiting']);
  });
});

describe('two tabs', () => {
  /** Two tabs of one user; the first one has no network unless a test says otherwise. */
  function twoTabs(answer: Answer) {
    const first = outboxFixture(answer);
    const second = outboxFixture(answer, first.storage, first.locks);
    return { first, second };
  }

  test('show the same waiting messages, and the one that is online sends them', async () => {
    const { first, second } = twoTabs(() => ok(taken));
    first.write(1);
    expect(second.states()).toEqual(['waiting']);
    second.outbox.online();
    await expect.poll(second.states).toEqual([]);
    expect(second.texts()).toEqual(['Number 1']);
    first.outbox.arrived(messageId(1));
    expect(first.states()).toEqual([]);
  });

  test('come back online at the same time: each message is sent once', async () => {
    const answered = Promise.withResolvers<Result<Message>>();
    const { first, second } = twoTabs(() => answered.promise);
    first.write(1);
    second.outbox.online();
    await expect.poll(second.texts).toHaveLength(1);
    first.outbox.online();
    answered.resolve(ok(taken));
    await expect.poll(second.states).toEqual([]);
    first.outbox.arrived(messageId(1));
    first.clock.advance(2_000);
    await expect.poll(first.states).toEqual([]);
    expect([...first.texts(), ...second.texts()]).toEqual(['Number 1']);
  });

  test('a message that was discarded in another tab is not sent by the tab in which it was written', async () => {
    const { first, second } = twoTabs(() => ok(taken));
    first.write(1);
    first.write(2);
    second.outbox.discard(messageId(1));
    expect([first.states(), second.states()]).toEqual([['waiting'], ['waiting']]);
    first.outbox.online();
    await expect.poll(first.states).toEqual([]);
    expect(first.texts()).toEqual(['Number 2']);
  });

  test('a tab that only showed a message drops it once another tab has sent it', async () => {
    const { first, second } = twoTabs(() => ok(taken));
    first.write(1);
    expect(second.states()).toEqual(['waiting']);
    first.outbox.online();
    await expect.poll(second.states).toEqual([]);
    expect(second.texts()).toEqual([]);
  });
});
