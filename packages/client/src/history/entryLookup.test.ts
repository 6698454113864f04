import { fail, ok } from '@ringback/protocol';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { expect, test } from 'vitest';
import { answered, callId, missed } from '../testing/entries.testing.ts';
import { lookUpEntry } from './entryLookup.ts';

const record = { placedAt: missed(2).placedAt, devicesRang: 1, moments: [], dropped: 0 };

test('an entry is found at the time of its call, without the pages before it', async () => {
  const signaling = new FakeSignalingClient({
    'call:record': () => ok(record),
    'history:list': () => ok({ entries: [missed(2), answered(1)], missed: 1 }),
  });
  expect(await lookUpEntry(signaling, callId(2))).toEqual(ok(missed(2)));
  expect(signaling.made.at(-1)?.payload).toMatchObject({ before: { placedAt: missed(2).placedAt } });
});

test('one that was deleted is not found, nor one of others', async () => {
  const signaling = new FakeSignalingClient({
    'call:record': () => ok(record),
    'history:list': () => ok({ entries: [answered(1)], missed: 0 }),
  });
  expect(await lookUpEntry(signaling, callId(2))).toEqual(fail('notFound'));
  signaling.answer({ 'call:record': () => fail('notFound') });
  expect(await lookUpEntry(signaling, callId(2))).toEqual(fail('notFound'));
});
