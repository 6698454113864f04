import { describe, expect, test } from 'vitest';
import { networkOf } from '../address/ip.ts';
import { Quota, type Displace, type Holder, type QuotaSlot } from './quota.ts';

/** A quota whose holders give up their latest slot when asked. */
function createQuota(quotas: { perUser: number; perAddress: number; total: number }) {
  const quota = new Quota(quotas);
  const slots: { readonly holder: Holder; readonly slot: QuotaSlot }[] = [];
  const displaced: string[] = [];
  const displace: Displace = ({ userId, network }) => {
    const at = slots.findLastIndex(({ holder }) => holder.userId === userId && holder.network === network);
    const [found] = at < 0 ? [] : slots.splice(at, 1);
    found?.slot.release();
    if (found !== undefined) displaced.push(userId);
    return found !== undefined;
  };
  const take = (userId: string, network: string, count = 1): number => {
    let taken = 0;
    for (; taken < count; taken += 1) {
      const slot = quota.take({ userId, network }, displace);
      if (slot === undefined) break;
      slots.push({ holder: { userId, network }, slot });
    }
    return taken;
  };
  return { quota, take, displaced };
}

describe('one address with many users', () => {
  test('has its share, and the relay has room for others', () => {
    const { take, displaced } = createQuota({ perUser: 4, perAddress: 10, total: 20 });
    const taken = ['a', 'b', 'c', 'd', 'e'].map((user) => take(user, '127.0.0.2', 4));
    expect(taken).toEqual([4, 4, 3, 2, 2]);
    displaced.splice(0);
    expect(take('honest', '127.0.0.1', 4)).toBe(4);
    expect(displaced).toEqual([]);
  });

  test('an honest user behind it gets a slot of the greediest', () => {
    const { take, displaced } = createQuota({ perUser: 8, perAddress: 10, total: 100 });
    expect([take('greedy', 'office', 8), take('other', 'office', 2)]).toEqual([8, 2]);
    expect(take('honest', 'office', 3)).toBe(3);
    expect(new Set(displaced)).toEqual(new Set(['greedy']));
  });
});

describe('many addresses that fill the relay', () => {
  test('make room for one that holds less, and the honest lose nothing', () => {
    const { take, displaced } = createQuota({ perUser: 8, perAddress: 16, total: 40 });
    expect(take('ada', 'home', 4)).toBe(4);
    const attackers = ['a', 'b', 'c', 'd', 'e'].map((user) => take(user, `net ${user}`, 8));
    expect(attackers.slice(0, 4)).toEqual([8, 8, 8, 8]);
    expect(take('grace', 'elsewhere', 4)).toBe(4);
    expect(displaced).not.toContain('ada');
    expect(displaced.length).toBeGreaterThan(3);
  });

  test('cannot take from one another for ever, because a slot goes to a holder of at least two fewer', () => {
    const { take, displaced } = createQuota({ perUser: 8, perAddress: 8, total: 8 });
    expect([take('a', 'net a', 8), take('b', 'net b', 8)]).toEqual([8, 4]);
    expect(displaced).toEqual(['a', 'a', 'a', 'a']);
    expect([take('a', 'net a'), take('b', 'net b')]).toEqual([0, 0]);
  });
});

test('a holder whose slots cannot be taken keeps them, and the other is refused', () => {
  const quota = new Quota({ perUser: 4, perAddress: 4, total: 4 });
  for (let count = 0; count < 4; count += 1) quota.take({ userId: 'a', network: 'x' }, () => false);
  expect(quota.take({ userId: 'b', network: 'y' }, () => false)).toBeUndefined();
});

test('an IPv6 host counts by its /64, an IPv4 host by itself', () => {
  const networks = ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::9', '2001:db8:1:3::9', '192.0.2.1', '192.0.2.2'];
  const [first, second, other, v4, another] = networks.map(networkOf);
  expect(second).toBe(first);
  expect(new Set([first, other, v4, another]).size).toBe(4);
});
