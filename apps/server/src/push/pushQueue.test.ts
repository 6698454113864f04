import { randomUUID } from 'node:crypto';
import { CallId, DeviceId, ProfileId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { createLog } from '../platform/log.ts';
import type { Delivery } from './pushDelivery.ts';
import type { PushMessage } from './pushMessage.ts';
import { PushQueue } from './pushQueue.ts';

const id = <Id>(schema: v.GenericSchema<string, Id>): Id => v.parse(schema, randomUUID());

/** A message about a call, which expires after a minute. */
function message(changes: Partial<PushMessage> = {}, host = 'push.example.org'): PushMessage {
  const to = {
    id: id(DeviceId),
    userId: id(UserId),
    profileId: id(ProfileId),
    tokenHash: 'hash',
    endpoint: `https://${host}/wake`,
    p256dh: '',
    auth: '',
    contact: '',
    seenAt: 0,
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
  queue.post(message({}, 'quick.example.org'));
  expect(sending).toHaveLength(33);
  expect(sending.at(-1)?.message.to.endpoint).toContain('quick');
});

test('the next message is sent as soon as one was delivered', async () => {
  const { queue, sending, answer } = createQueue();
  for (let n = 0; n < 33; n++) queue.post(message());
  expect(sending).toHaveLength(32);
  await answer({ kind: 'accepted' });
  expect(sending).toHaveLength(32);
  await answer({ kind: 'accepted' });
  expect(sending).toHaveLength(31);
});

test('a newer message with the same topic replaces one that waits', () => {
  const { queue, sending } = createQueue();
  for (let n = 0; n < 32; n++) queue.post(message());
  const waits = message();
  queue.post(waits);
  queue.post({ ...waits, urgency: 'normal' });
  sending.splice(0)[0]?.answer({ kind: 'accepted' });
  return expect.poll(() => sending.map(({ message: { urgency } }) => urgency)).toEqual(['normal']);
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
  expect(sending).toHaveLength(32);
  expect(warn.mock.calls).toEqual([[{}, 'the push queue is full']]);
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
