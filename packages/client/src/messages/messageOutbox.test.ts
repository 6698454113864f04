import { fail, ok, type Message, type Result } from '@ringback/protocol';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { createFakeStorage } from '../testing/storage.ts';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { describe, expect, test } from 'vitest';
import { grace, me, messageId } from './messages.testing.ts';
import { MessageOutbox, type MessageDraft } from './messageOutbox.ts';

type Answer = () => Result<Message> | Promise<Result<Message>>;

const taken: Message = { id: messageId(1), from: me, to: grace, text: 'x', sentAt: 5 };

function boxed(answer: Answer, storage = createFakeStorage()) {
  const signaling = new FakeSignalingClient({ 'message:send': answer });
  const clock = createFakeClock();
  let drafts: readonly MessageDraft[] = [];
  const sent: Message[] = [];
  const parts = {
    signaling,
    clock,
    random: createSeededRandom(1),
    storage,
    onChange: (now: readonly MessageDraft[]) => (drafts = now),
    onSent: (message: Message) => sent.push(message),
  };
  const outbox = new MessageOutbox(parts, me);
  return {
    signaling,
    clock,
    storage,
    outbox,
    sent,
    states: () => drafts.map(({ status }) => status.state),
    write: (n: number) => outbox.add({ id: messageId(n), to: grace, text: `Number ${n}`, writtenAt: n }),
    texts: () => signaling.made.map(({ payload }) => (payload as { text: string }).text),
  };
}

describe('sending', () => {
  test('one after another, in the order in which they were written', async () => {
    const first = Promise.withResolvers<Result<Message>>();
    const answers: Answer[] = [() => first.promise, () => ok(taken)];
    const box = boxed(() => answers.shift()?.() ?? ok(taken));
    box.outbox.online();
    box.write(1);
    box.write(2);
    expect(box.states()).toEqual(['sending', 'waiting']);
    expect(box.texts()).toEqual(['Number 1']);
    first.resolve(ok(taken));
    await expect.poll(box.states).toEqual([]);
    expect(box.texts()).toEqual(['Number 1', 'Number 2']);
    expect(box.sent).toHaveLength(2);
  });

  test('written while the server is away: it waits, and goes by itself', async () => {
    const box = boxed(() => ok(taken));
    box.write(1);
    expect(box.states()).toEqual(['waiting']);
    expect(box.signaling.made).toEqual([]);
    box.outbox.online();
    await expect.poll(box.states).toEqual([]);
  });

  test('the connection breaks with a message on its way: it goes again by the same id', async () => {
    const answers: Answer[] = [() => fail('offline'), () => ok(taken)];
    const box = boxed(() => answers.shift()?.() ?? ok(taken));
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

  test('too fast: it waits as long as the server says, then goes', async () => {
    const answers: Answer[] = [() => fail('tooMany', { retryAfterMs: 700 }), () => ok(taken)];
    const box = boxed(() => answers.shift()?.() ?? ok(taken));
    box.outbox.online();
    box.write(1);
    await expect.poll(box.states).toEqual(['waiting']);
    await expect.poll(box.clock.waiting).toBe(1);
    box.clock.advance(699);
    expect(box.signaling.made).toHaveLength(1);
    box.clock.advance(1);
    await expect.poll(box.states).toEqual([]);
  });

  test('refused: it says why and lets the next one pass; it can be sent again or discarded', async () => {
    const answers: Answer[] = [() => fail('notFound'), () => ok(taken)];
    const box = boxed(() => answers.shift()?.() ?? fail('notFound'));
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

describe('keeping', () => {
  test('a reload loses nothing that was written, and sends it once the server is there', async () => {
    const before = boxed(() => ok(taken));
    before.write(1);
    before.outbox.close();
    const after = boxed(() => ok(taken), before.storage);
    expect(after.states()).toEqual(['waiting']);
    after.outbox.online();
    await expect.poll(after.texts).toEqual(['Number 1']);
    await expect.poll(() => after.storage.get('ringback.outbox')).toBeNull();
  });

  test('signed out: whoever comes next finds nothing', () => {
    const before = boxed(() => ok(taken));
    before.write(1);
    before.outbox.clear();
    expect(boxed(() => ok(taken), before.storage).states()).toEqual([]);
  });

  test('a hundred wait already: the next one is not taken', () => {
    const box = boxed(() => ok(taken));
    for (let n = 1; n <= 100; n += 1) expect(box.write(n)).toBe(true);
    expect(box.write(101)).toBe(false);
    expect(box.states()).toHaveLength(100);
  });

  test('what stands in the storage is nothing usable: it is left', () => {
    const storage = createFakeStorage(new Map([['ringback.outbox', '{"userId":7}']]));
    expect(boxed(() => ok(taken), storage).states()).toEqual([]);
  });
});
