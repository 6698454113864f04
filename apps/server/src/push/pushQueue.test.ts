import { randomUUID } from 'node:crypto';
import { CallId, DeviceId, ProfileId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import { createLog } from '../platform/log.ts';
import type { Delivery } from './pushDelivery.ts';
import type { PushMessage } from './pushMessage.ts';
import { PushQueue } from './pushQueue.ts';

const id = <Id>(schema: v.GenericSchema<string, Id>): Id => v.parse(schema, randomUUID());

/** A browser vendor's push service, which may get many messages at once. */
const vendor = 'fcm.googleapis.com';
const newUser = (): UserId => id(UserId);

/** A message about a call, which expires after a minute. */
function message(changes: Partial<PushMessage> = {}, host = vendor, userId = newUser()): PushMessage {
  const to = {
    id: id(DeviceId),
    userId,
    profileId: id(ProfileId),
    tokenHash: 'hash',
    endpoint: `https://${host}/wake`,
    p256dh: '',
    auth: '',
    contact: '',
    seenAt: 0,
    subscribedBy: null,
  };
  return { to, about: { call: id(CallId) }, urgency: 'high', expiresAt: 60_000, ...changes };
}

/** A queue with a fake clock, whose deliveries end when the test says so. */
function createQueue() {
  let now = 0;
  const timers: { readonly at: number; readonly callback: () => void }[] = [];
  const sending: { readonly message: PushMessage; readonly answer: (delivery: Delivery) => void }[] = [];
  const gone: DeviceId[] = [];
  const log = createLog('silent');
  const warn = vi.spyOn(log, 'warn');
  const queue = new PushQueue({
    send: (sent) => new Promise((answer) => sending.push({ message: sent, answer })),
    onGone: (browser) => gone.push(browser),
    log,
    now: () => now,
    after: (delayMs, callback) => {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  });
  const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    queue,
    sending,
    gone,
    warn,
    timers,
    /** Ends the oldest delivery. */
    answer: async (delivery: Delivery) => {
      sending.shift()?.answer(delivery);
      await nextTurn();
    },
    pass: async (ms: number) => {
      now += ms;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.callback();
      }
      await nextTurn();
    },
  };
}

test('a slow push service does not delay messages to another one', () => {
  const { queue, sending } = createQueue();
  for (let n = 0; n < 40; n++) queue.post(message({}, 'slow.example.org'));
  queue.post(message({}, 'quick.example.net'));
  expect(sending).toHaveLength(7);
  expect(sending.at(-1)?.message.to.endpoint).toContain('quick');
});

test('the next message is sent as soon as one was delivered', async () => {
  const { queue, sending, answer } = createQueue();
  for (let n = 0; n < 65; n++) queue.post(message());
  expect(sending).toHaveLength(64);
  await answer({ kind: 'accepted' });
  expect(sending).toHaveLength(64);
  await answer({ kind: 'accepted' });
  expect(sending).toHaveLength(63);
});

test('a newer message with the same topic replaces one that waits', () => {
  const { queue, sending } = createQueue();
  for (let n = 0; n < 64; n++) queue.post(message());
  const waits = message();
  queue.post(waits);
  queue.post({ ...waits, expiresAt: 50_000 });
  sending.splice(0)[0]?.answer({ kind: 'accepted' });
  return expect.poll(() => sending.map(({ message: { expiresAt } }) => expiresAt)).toEqual([50_000]);
});

test('a newer message with the same topic waits until the older one was delivered', async () => {
  const { queue, sending, answer } = createQueue();
  const rings = message();
  queue.post(rings);
  queue.post({ ...rings, urgency: 'normal' });
  expect(sending.map(({ message: { urgency } }) => urgency)).toEqual(['high']);
  await answer({ kind: 'later' });
  expect(sending.map(({ message: { urgency } }) => urgency)).toEqual(['normal']);
  await answer({ kind: 'accepted' });
  expect(sending).toEqual([]);
});

test('a message is retried three times, at growing intervals', async () => {
  const { queue, sending, answer, pass, timers } = createQueue();
  queue.post(message());
  for (const pauseMs of [1_000, 4_000, 15_000]) {
    await answer({ kind: 'later' });
    await pass(pauseMs - 1);
    expect(sending).toEqual([]);
    await pass(1);
    expect(sending).toHaveLength(1);
  }
  await answer({ kind: 'later' });
  expect(timers).toEqual([]);
});

test('an expired message is not sent, and not retried if it would expire first', async () => {
  const { queue, sending, answer, timers } = createQueue();
  queue.post(message({ expiresAt: 0 }));
  expect(sending).toEqual([]);
  queue.post(message({ expiresAt: 5_000 }));
  await answer({ kind: 'later', retryAfterMs: 5_000 });
  expect(timers).toEqual([]);
});

test('a newer message with the same topic cancels a pending retry', async () => {
  const { queue, sending, answer, pass } = createQueue();
  const rings = message();
  queue.post(rings);
  await answer({ kind: 'unreachable', code: 'ECONNREFUSED' });
  queue.post({ ...rings, urgency: 'normal' });
  await pass(10_000);
  expect(sending.map(({ message: { urgency } }) => urgency)).toEqual(['normal']);
});

test('unreachable push services are logged once in ten minutes, without an address', async () => {
  const { queue, answer, pass, warn } = createQueue();
  for (let n = 0; n < 5; n++) {
    queue.post(message());
    await answer({ kind: 'unreachable', code: 'ENETUNREACH' });
  }
  expect(warn.mock.calls).toEqual([[{ code: 'ENETUNREACH' }, 'a push service cannot be reached']]);
  await pass(600_000);
  queue.post(message({ expiresAt: 700_000 }));
  await answer({ kind: 'unreachable', code: 'TIMEOUT' });
  expect(warn).toHaveBeenCalledTimes(2);
});

test('beyond the limit the newest messages are dropped, which is logged once', () => {
  const { queue, sending, warn } = createQueue();
  for (let n = 0; n < 3_000; n++) queue.post(message());
  expect(sending).toHaveLength(64);
  expect(warn.mock.calls).toEqual([[{}, 'the push queue is full']]);
});

describe('shares of the queue', () => {
  const usersOf = (sending: readonly { readonly message: PushMessage }[]) =>
    sending.map(({ message: { to } }) => to.userId);

  test('a ringing call goes before messages that waited longer', async () => {
    const { queue, sending, answer } = createQueue();
    for (let n = 0; n < 50; n++) queue.post(message({ urgency: 'normal' }));
    for (let n = 0; n < 64 - 43; n++) queue.post(message());
    expect(sending).toHaveLength(64);
    const rings = message();
    queue.post(rings);
    expect(sending.at(-1)?.message).not.toBe(rings);
    await answer({ kind: 'accepted' });
    expect(sending.at(-1)?.message).toBe(rings);
  });

  test('other messages leave places for ringing calls', () => {
    const { queue, sending } = createQueue();
    for (let n = 0; n < 64; n++) queue.post(message({ urgency: 'normal' }));
    expect(sending).toHaveLength(43);
    for (let n = 0; n < 64; n++) queue.post(message());
    expect(sending).toHaveLength(64);
  });

  test('one user with hundreds of messages has ten sent at once, and others go before the rest', async () => {
    const { queue, sending, answer } = createQueue();
    const [greedy, honest] = [newUser(), newUser()];
    for (let n = 0; n < 300; n++) queue.post(message({ urgency: 'normal' }, vendor, greedy));
    expect(usersOf(sending)).toEqual(Array.from({ length: 10 }, () => greedy));
    queue.post(message({ urgency: 'normal' }, vendor, honest));
    expect(usersOf(sending).at(-1)).toBe(honest);
    await answer({ kind: 'accepted' });
    expect(usersOf(sending)).toHaveLength(11);
  });

  test('250 messages to services that never answer leave the push of others untouched', () => {
    const { queue, sending } = createQueue();
    for (let n = 0; n < 250; n++) queue.post(message({}, `dead-${n}.example.org`));
    for (let n = 0; n < 250; n++) queue.post(message({}, `dead-${n}.example`));
    const before = sending.length;
    expect(before).toBeLessThanOrEqual(64);
    const rings = message();
    queue.post(rings);
    expect(sending.at(-1)?.message).toBe(rings);
  });

  test('a service that failed gets two messages at a time until it answers', async () => {
    const { queue, sending, answer } = createQueue();
    const other = () => message({ urgency: 'normal' }, 'flaky.example.org');
    for (let n = 0; n < 8; n++) queue.post(other());
    expect(sending).toHaveLength(4);
    for (let n = 0; n < 4; n++) await answer({ kind: 'unreachable', code: 'TIMEOUT' });
    expect(sending).toHaveLength(2);
    await answer({ kind: 'accepted' });
    expect(sending).toHaveLength(3);
  });

  test('a message that has waited for two minutes is dropped', async () => {
    const { queue, sending, answer, pass } = createQueue();
    for (let n = 0; n < 5; n++)
      queue.post(message({ urgency: 'normal', expiresAt: 900_000 }, 'slow.example.org'));
    expect(sending).toHaveLength(4);
    await pass(120_000);
    for (let n = 0; n < 4; n++) await answer({ kind: 'accepted' });
    expect(sending).toEqual([]);
  });

  test('a service that answers slowly counts as failed', async () => {
    const { queue, sending, answer, pass } = createQueue();
    const post = (): void => queue.post(message({ urgency: 'normal' }, 'slow.example.org'));
    for (let n = 0; n < 9; n++) post();
    await answer({ kind: 'accepted' });
    expect(sending).toHaveLength(8);
    await pass(7_000);
    for (let n = 0; n < 8; n++) await answer({ kind: 'accepted' });
    for (let n = 0; n < 9; n++) post();
    expect(sending).toHaveLength(2);
  });

  test('a full queue makes room for a user or a service with less in it', async () => {
    const { queue, sending, answer } = createQueue();
    for (let n = 0; n < 3_000; n++) queue.post(message({ urgency: 'normal' }, `dead-${n % 300}.example.org`));
    const honest = [message({ urgency: 'normal' }, 'web.example.net'), message({}, 'dead-1.example.org')];
    for (const each of honest) queue.post(each);
    expect(sending.map((sent) => sent.message)).toContain(honest[0]);
    for (let n = 0; n < 8; n++) await answer({ kind: 'accepted' });
    expect(sending.map((sent) => sent.message)).toContain(honest[1]);
  });
});

test('a stopped queue sends nothing', async () => {
  const { queue, sending, answer, pass } = createQueue();
  queue.post(message());
  await answer({ kind: 'later' });
  queue.stop();
  queue.post(message());
  await pass(60_000);
  expect(sending).toEqual([]);
});
