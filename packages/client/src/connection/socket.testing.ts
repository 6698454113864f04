import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { createFakeStorage } from '../testing/storage.ts';
import { profileOf } from './signedInStorage.ts';
import type { SessionSocketOptions } from './socket.ts';

/** What a socket to a server needs, on a clock of its own, and what it has told. */
export function socketParts(baseUrl: string, more: Partial<SessionSocketOptions> = {}) {
  const clock = createFakeClock();
  const random = createSeededRandom(1);
  const told: string[] = [];
  const options: SessionSocketOptions = {
    baseUrl,
    token: 'token',
    profile: profileOf(createFakeStorage(), random),
    deviceKind: undefined,
    clock,
    random,
    reconnectSignals: { listen: () => () => {} },
    carrying: () => [],
    isAwaited: () => false,
    onAttached: () => told.push('attached'),
    onDetached: () => told.push('detached'),
    onRefused: () => told.push('refused'),
    onPush: () => told.push('push'),
    ...more,
  };
  return { clock, told, options };
}
