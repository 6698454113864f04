import { expect, test } from 'vitest';
import { readConfig } from '../../config/config.ts';
import { openFilesLimit, relayQuotas } from './relayQuotas.ts';

function limits(env: Record<string, string> = {}) {
  const { relay } = readConfig(env);
  if (relay.kind !== 'own') throw new Error('The relay is off by default.');
  return relay.limits;
}

test('the settings become quotas, in bytes', () => {
  const quotas = relayQuotas(limits({ RELAY_KBPS_PER_CALL: '800', RELAY_MBPS: '8' }), Infinity);
  expect(quotas).toMatchObject({ bytesPerSecondPerUser: 100_000, bytesPerSecond: 1_000_000, perUser: 64 });
});

test('by default neither a 1080p call nor its fail-over meets the limit of a user', () => {
  const { bytesPerSecondPerUser = 0 } = relayQuotas(limits(), Infinity);
  expect(bytesPerSecondPerUser * 8).toBeGreaterThanOrEqual(10_000_000 + 2 * 2_500_000);
});

test('on a host with few descriptors the relay leaves some to the app', () => {
  const { total = 0, connections = 0 } = relayQuotas(limits(), 256);
  expect(total + connections).toBeLessThanOrEqual(256 * 0.75);
  expect(relayQuotas(limits(), 100_000)).toMatchObject({ total: 1000, connections: 1000 });
});

test('the number of descriptors is read where the system says it', () => {
  expect(
    openFilesLimit(() => 'Max processes  5  5\nMax open files            1024      524288    files\n'),
  ).toBe(1024);
  expect(openFilesLimit(() => 'Max open files   unlimited  unlimited')).toBe(Infinity);
  expect(
    openFilesLimit(() => {
      throw new Error('no such file');
    }),
  ).toBe(Infinity);
});
