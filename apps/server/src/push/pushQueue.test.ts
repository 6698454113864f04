import { randomUUID } from 'node:crypto';
import { CallId, DeviceId, ProfileId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { createLog } from '../platform/log.ts';
import type { Delivery } from './pushDelivery.ts';
import type { PushMessage } from './pushMessage.ts';
import { PushQueue } from './pushQueue.ts';

const id = <Id>(schema: v.GenericSchema<string, Id>): Id => v.parse(schema, randomUUID());

/** A letter about a call, worth a minute. */
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

/** An outbox whose clock stands still until it is moved, and whose letters arrive when the test says so. */
function anOutbox() {
  let now = 0;
  const timers: { readonly at: number; readonly callback: () => void }[] = [];
  const underWay: { readonly message: PushMessage; readonly answer: (delivery: Delivery) => void }[] = [];
  const gone: DeviceId[] = [];
  const log = createLog('silent');
  const warn = vi.spyOn(log, 'warn');
  const queue = new PushQueue({
    send: (sent) => new Promise((answer) => underWay.push({ message: sent, answer })),
    onGone: (browser) => gone.push(browser),
    log,
    now: () => now,
    after: (delayMs, callback) => {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    queue,
    underWay,
    gone,
    warn,
    timers,
    /** Answers the oldest letter under way. */
    answer: async (delivery: Delivery) => {
      underWay.shift()?.answer(delivery);
      await settle();
    },
    pass: async (ms: number) => {
      now += ms;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.callback();
      }
      await settle();
    },
  };
}

test('a slow push service takes up its own places, and letters to another one go by', () => {
  const { queue, underWay } = anOutbox();
  for (let n = 0; n < 40; n++) queue.post(message({}, 'slow.example.org'));
  queue.post(message({}, 'quick.example.org'));
  expect(underWay).toHaveLength(33);
  expect(underWay.at(-1)?.message.to.endpoint).toContain('quick');
});

test('the next letter goes as soon as one has arrived', async () => {
  const { queue, underWay, answer } = anOutbox();
  for (let n = 0; n < 33; n++) queue.post(message());
  expect(underWay).toHaveLength(32);
  await answer({ kind: 'accepted' });
  expect(underWay).toHaveLength(32);
  await answer({ kind: 'accepted' });
  expect(underWay).toHaveLength(31);
});

test('a newer letter about the same takes the place of one that waits', () => {
  const { queue, underWay } = anOutbox();
  for (let n = 0; n < 32; n++) queue.post(message());
  const waits = message();
  queue.post(waits);
  queue.post({ ...waits, urgency: 'normal' });
  underWay.splice(0)[0]?.answer({ kind: 'accepted' });
  return expect.poll(() => underWay.map(({ message: { urgency } }) => urgency)).toEqual(['normal']);
});

test('a newer letter about the same waits until the older one has arrived, and is never overtaken by it', async () => {
  const { queue, underWay, answer } = anOutbox();
  const rings = message();
  queue.post(rings);
  queue.post({ ...rings, urgency: 'normal' });
  expect(underWay.map(({ message: { urgency } }) => urgency)).toEqual(['high']);
  await answer({ kind: 'later' });
  expect(underWay.map(({ message: { urgency } }) => urgency)).toEqual(['normal']);
  await answer({ kind: 'accepted' });
  expect(underWay).toEqual([]);
});

test('what is refused for a while is tried three times more, at growing intervals', async () => {
  const { queue, underWay, answer, pass, timers } = anOutbox();
  queue.post(message());
  for (const pauseMs of [1_000, 4_000, 15_000]) {
    await answer({ kind: 'later' });
    await pass(pauseMs - 1);
    expect(underWay).toEqual([]);
    await pass(1);
    expect(underWay).toHaveLength(1);
  }
  await answer({ kind: 'later' });
  expect(timers).toEqual([]);
});

test('nothing is sent after it has expired, and no attempt is made that would come too late', async () => {
  const { queue, underWay, answer, timers } = anOutbox();
  queue.post(message({ expiresAt: 0 }));
  expect(underWay).toEqual([]);
  queue.post(message({ expiresAt: 5_000 }));
  await answer({ kind: 'later', retryAfterMs: 5_000 });
  expect(timers).toEqual([]);
});

test('a call that is over while its letter waits to be tried again: only the newer one goes', async () => {
  const { queue, underWay, answer, pass } = anOutbox();
  const rings = message();
  queue.post(rings);
  await answer({ kind: 'unreachable', code: 'ECONNREFUSED' });
  queue.post({ ...rings, urgency: 'normal' });
  await pass(10_000);
  expect(underWay.map(({ message: { urgency } }) => urgency)).toEqual(['normal']);
});

test('push services that cannot be reached are worth one line in ten minutes, without an address', async () => {
  const { queue, answer, pass, warn } = anOutbox();
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
  const { queue, underWay, warn } = anOutbox();
  for (let n = 0; n < 3_000; n++) queue.post(message());
  expect(underWay).toHaveLength(32);
  expect(warn.mock.calls).toEqual([[{}, 'the push queue is full']]);
});

test('stopped: nothing more goes', async () => {
  const { queue, underWay, answer, pass } = anOutbox();
  queue.post(message());
  await answer({ kind: 'later' });
  queue.stop();
  queue.post(message());
  await pass(60_000);
  expect(underWay).toEqual([]);
});
