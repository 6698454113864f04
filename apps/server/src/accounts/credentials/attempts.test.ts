import { expect, test } from 'vitest';
import { AttemptLimiter } from './attemptLimiter.ts';
import { HashQueue } from './hashQueue.ts';
import { dummyHash, hashPassword, isOutdated, verifyPassword } from './passwordHash.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recoveryCodes.ts';

const from = (address: string, isKnown = false) => ({ account: 'ada', address, isKnown });

test('someone guesses from many addresses: strangers are stopped, the browsers of the account are not', () => {
  const limiter = new AttemptLimiter(() => 0);
  let tried = 0;
  for (let n = 0; n < 10_000; n++) if (limiter.take(from(`10.${n >> 8}.${n & 255}.1`)) === 0) tried += 1;
  expect(tried).toBe(60);
  expect(limiter.take(from('192.0.2.1'))).toBeGreaterThan(0);
  expect(limiter.take(from('192.0.2.1', true))).toBe(0);
  expect(limiter.take({ account: 'grace', address: '192.0.2.1', isKnown: false })).toBe(0);
});

test('one address tries one account ten times, and many accounts sixty times', () => {
  const limiter = new AttemptLimiter(() => 0);
  const tries = Array.from({ length: 30 }, () => limiter.take(from('192.0.2.1', true)));
  expect(tries.filter((waitMs) => waitMs === 0)).toHaveLength(10);
  const others = Array.from({ length: 90 }, (_, n) =>
    limiter.take({ account: `person ${n}`, address: '192.0.2.1', isKnown: false }),
  );
  expect(others.filter((waitMs) => waitMs === 0)).toHaveLength(50);
});

test('a right attempt costs nothing', () => {
  const limiter = new AttemptLimiter(() => 0);
  for (let n = 0; n < 200; n++) {
    expect(limiter.take(from('192.0.2.1'))).toBe(0);
    limiter.giveBack(from('192.0.2.1'));
  }
});

test('one hash runs at a time, eight wait, a known browser goes first, and the rest is refused', async () => {
  const queue = new HashQueue();
  const order: string[] = [];
  let running = 0;
  const gate = Promise.withResolvers<void>();
  const hash = (name: string) => async () => {
    running += 1;
    expect(running).toBe(1);
    await gate.promise;
    running -= 1;
    order.push(name);
    return name;
  };
  const all = Array.from({ length: 12 }, (_, n) => queue.run('stranger', hash(`stranger ${n}`)));
  all.push(queue.run('known', hash('known')));
  gate.resolve();
  const outcomes = await Promise.all(all);
  expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(3);
  expect(order.slice(0, 3)).toEqual(['stranger 0', 'known', 'stranger 1']);
  expect(await queue.run('stranger', () => Promise.resolve('later'))).toBe('later');
});

test('a hash that fails frees its turn', async () => {
  const queue = new HashQueue();
  await expect(queue.run('known', () => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
  expect(await queue.run('known', () => Promise.resolve(1))).toBe(1);
});

test('a password is verified by its hash alone, which holds the parameters', async () => {
  const hash = await hashPassword('correct horse battery');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword('correct horse battery', hash)).toBe(true);
  expect(await verifyPassword('correct horse batterx', hash)).toBe(false);
  expect([isOutdated(hash), isOutdated(hash.replace('t=2', 't=1'))]).toEqual([false, true]);
  expect(await verifyPassword('', dummyHash)).toBe(false);
  expect(await verifyPassword('x', 'not a hash')).toBe(false);
});

test('recovery codes are ten, and typed with O for 0 they are the same', () => {
  const codes = newRecoveryCodes();
  expect(codes).toHaveLength(10);
  for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
  expect(recoveryCodeHash('O0IL-abcd')).toBe(recoveryCodeHash(' 0011abcd '));
});
