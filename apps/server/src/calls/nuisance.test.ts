import type { Call } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { aCall, newUserId } from './calls.testing.ts';
import { newGuestAddress, Nuisance } from './nuisance.ts';
import type { TrackedCall } from './unitOfWork.ts';

const minuteMs = 60_000;

function stored(call: Call, readPhase: TrackedCall['readPhase'] = 'calling'): TrackedCall {
  return {
    call,
    alias: null,
    readVersion: 1,
    readPhase,
    phases: [],
    entries: [],
    notifiesCaller: false,
    notifiesCallee: 'none',
    isWithdrawn: false,
    readVisibility: 'open',
    readLock: undefined,
  };
}

function ended(
  call: Call,
  reason: 'canceled' | 'noAnswer' | 'unreachable' | 'declined',
  at: number,
): Extract<Call, { phase: 'ended' }> {
  return { ...call, phase: 'ended', end: { reason, at } };
}

const call = aCall();
const [caller, callee] = [call.caller.userId, call.callee.userId];

function afterUnanswered(times: readonly number[], limit = 3): Nuisance {
  const nuisance = new Nuisance(limit);
  for (const at of times) nuisance.callsStored({ calls: [stored(ended(call, 'noAnswer', at))], at });
  return nuisance;
}

test('three unanswered calls are let through, then the pause grows with each one', () => {
  const nuisance = afterUnanswered([0, minuteMs]);
  expect(nuisance.waitMs(caller, callee, minuteMs)).toBe(0);
  const end = (at: number): void =>
    nuisance.callsStored({ calls: [stored(ended(call, 'canceled', at))], at });
  end(2 * minuteMs);
  expect(nuisance.waitMs(caller, callee, 2 * minuteMs)).toBe(5 * minuteMs);
  expect(nuisance.waitMs(caller, callee, 7 * minuteMs)).toBe(0);
  expect(nuisance.attempts(caller, callee, 7 * minuteMs)).toBe(3);
  end(8 * minuteMs);
  expect(nuisance.waitMs(caller, callee, 8 * minuteMs)).toBe(15 * minuteMs);
});

test('calls far apart, declined ones and those that reached no one are not counted together', () => {
  expect(afterUnanswered([0, 11 * minuteMs, 22 * minuteMs]).waitMs(caller, callee, 22 * minuteMs)).toBe(0);
  const nuisance = new Nuisance(1);
  for (const reason of ['declined', 'unreachable'] as const)
    nuisance.callsStored({ calls: [stored(ended(call, reason, 1))], at: 1 });
  expect(nuisance.waitMs(caller, callee, 1)).toBe(0);
});

test('an answered call, or a call of the callee, clears the count', () => {
  const answered = afterUnanswered([0, 1, 2]);
  answered.callsStored({ calls: [stored({ ...ended(call, 'canceled', 3), answeredAt: 2 })], at: 3 });
  expect(answered.waitMs(caller, callee, 3)).toBe(0);
  const calledBack = afterUnanswered([0, 1, 2]);
  const back = {
    ...call,
    caller: { ...call.caller, userId: callee },
    callee: { ...call.callee, userId: caller },
  };
  calledBack.callsStored({ calls: [{ ...stored(back), readPhase: undefined }], at: 3 });
  expect(calledBack.waitMs(caller, callee, 3)).toBe(0);
});

test('a new guest of the same address is slowed as well, until somebody there is answered', () => {
  const [other, address] = [newUserId(), '192.0.2.7'];
  const nuisance = new Nuisance(3);
  nuisance.callsFrom(caller, address);
  for (const at of [0, 1, 2]) nuisance.callsStored({ calls: [stored(ended(call, 'canceled', at))], at });
  expect(nuisance.waitMs(other, callee, 2)).toBe(0);
  nuisance.callsFrom(other, address);
  expect(nuisance.waitMs(other, callee, 2)).toBe(5 * minuteMs);
  expect(nuisance.waitMs(other, newUserId(), 2)).toBe(0);
  expect(nuisance.attempts(other, callee, 2)).toBe(0);
  nuisance.callsFrom(other, '192.0.2.8');
  expect(nuisance.waitMs(other, callee, 2)).toBe(0);
  nuisance.callsStored({ calls: [stored({ ...ended(call, 'canceled', 3), answeredAt: 2 })], at: 3 });
  nuisance.callsFrom(other, address);
  expect(nuisance.waitMs(other, callee, 3)).toBe(0);
});

test('only guests of less than a day are counted by their address, and none on this machine', () => {
  const dayMs = 24 * 60 * minuteMs;
  const from = (address: string) => ({ address, addressKey: address });
  expect(newGuestAddress({ guestSince: 1, origin: from('192.0.2.7') }, dayMs)).toBe('192.0.2.7');
  expect(newGuestAddress({ guestSince: 1, origin: from('192.0.2.7') }, dayMs + 1)).toBeUndefined();
  expect(newGuestAddress({ guestSince: null, origin: from('192.0.2.7') }, 2)).toBeUndefined();
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    expect(newGuestAddress({ guestSince: 1, origin: from(address) }, 2)).toBeUndefined();
});

test('nothing is slowed where that is off', () => {
  expect(afterUnanswered([0, 1, 2, 3], 0).waitMs(caller, callee, 3)).toBe(0);
});

test('new guests all over a /48 are slowed after four times as many calls, and those of other sites are not', () => {
  const nuisance = new Nuisance(3);
  const guests = Array.from({ length: 12 }, (_, n) => {
    const guest = newUserId();
    nuisance.callsFrom(guest, `2001:db8:1:${n}::/64`);
    return guest;
  });
  const wait = (address: string): number => {
    const fresh = newUserId();
    nuisance.callsFrom(fresh, address);
    return nuisance.waitMs(fresh, callee, 0);
  };
  for (const [n, guest] of guests.entries()) {
    expect(wait(`2001:db8:1:a${n}::/64`)).toBe(0);
    const own = { ...call, caller: { ...call.caller, userId: guest } };
    nuisance.callsStored({ calls: [stored(ended(own, 'canceled', 0))], at: 0 });
  }
  expect(wait('2001:db8:1:ff::/64')).toBeGreaterThan(0);
  expect(wait('2001:db8:2:ff::/64')).toBe(0);
});
