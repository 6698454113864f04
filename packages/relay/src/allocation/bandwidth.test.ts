import { describe, expect, test } from 'vitest';
import { Bandwidth, type UserBandwidth } from './bandwidth.ts';

const packet = 1000;

/** Sends at a rate for some seconds, from time 0 on; returns the bytes that got through. */
function stream(seconds: number, ...users: (readonly [UserBandwidth, bytesPerSecond: number])[]): number[] {
  const through = users.map(() => 0);
  for (let ms = 0; ms < seconds * 1000; ms += 1) {
    for (const [at, [user, bytesPerSecond]] of users.entries()) {
      const due = Math.floor(((ms + 1) * bytesPerSecond) / 1000 / packet);
      const before = Math.floor((ms * bytesPerSecond) / 1000 / packet);
      for (let count = before; count < due; count += 1)
        if (user.send(packet, ms)) through[at] = (through[at] ?? 0) + packet;
    }
  }
  return through;
}

describe('one user', () => {
  test('who sends more than allowed gets what is allowed, and another user all of theirs', () => {
    const bandwidth = new Bandwidth({ bytesPerSecondPerUser: 100_000, bytesPerSecond: 10_000_000 });
    const [greedy, honest] = [bandwidth.userOf('greedy'), bandwidth.userOf('honest')];
    const [fromGreedy = 0, fromHonest] = stream(10, [greedy, 1_000_000], [honest, 90_000]);
    expect(fromGreedy).toBeGreaterThan(950_000);
    expect(fromGreedy).toBeLessThan(1_100_000);
    expect(fromHonest).toBe(900_000);
  });

  test('shares one limit over all allocations, also new ones', () => {
    const bandwidth = new Bandwidth({ bytesPerSecondPerUser: 100_000, bytesPerSecond: 10_000_000 });
    const [first, second] = [bandwidth.userOf('a'), bandwidth.userOf('a')];
    const sent = stream(1, [first, 500_000], [second, 500_000]);
    first.release();
    second.release();
    bandwidth.sweep(1_000);
    expect(sent.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(160_000);
    expect(bandwidth.userOf('a').send(30_000, 1_000)).toBe(false);
  });

  test('has the same limit for what comes in, and none for the other direction', () => {
    const bandwidth = new Bandwidth({ bytesPerSecondPerUser: 20_000, bytesPerSecond: 10_000_000 });
    const user = bandwidth.userOf('a');
    expect(user.receive('inside', 16_000, 0)).toBe(true);
    expect(user.receive('outside', 16_000, 0)).toBe(false);
    expect(user.send(16_000, 0)).toBe(true);
  });
});

test('when users together send too much, the greedy lose packets and a call loses none', () => {
  const bandwidth = new Bandwidth({ bytesPerSecondPerUser: 1_000_000, bytesPerSecond: 1_000_000 });
  const greedy = ['a', 'b', 'c', 'd'].map((name) => [bandwidth.userOf(name), 1_000_000] as const);
  const honest = bandwidth.userOf('honest');
  const sent = stream(10, ...greedy, [honest, 150_000]);
  const total = sent.reduce((sum, bytes) => sum + bytes, 0);
  expect(sent.at(-1)).toBe(1_500_000);
  expect(total).toBeLessThan(10_600_000);
  expect(total).toBeGreaterThan(9_000_000);
});
