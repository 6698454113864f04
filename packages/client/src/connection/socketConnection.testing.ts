import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { createFakeStorage } from '../testing/storage.ts';
import { profileOf } from './signedInStorage.ts';
import type { SocketConnectionOptions } from './socketConnection.ts';

/** Options of a connection with its own clock, and the events that it has reported. */
export function socketFixture(baseUrl: string, more: Partial<SocketConnectionOptions> = {}) {
  const clock = createFakeClock();
  const random = createSeededRandom(1);
  const events: string[] = [];
  const options: SocketConnectionOptions = {
    baseUrl,
    fetch,
    token: 'token',
    profile: profileOf(createFakeStorage(), random),
    deviceKind: undefined,
    clock,
    random,
    reconnectSignals: { listen: () => () => {} },
    carrying: () => [],
    isAwaited: () => false,
    onAttached: () => events.push('attached'),
    onDetached: (reason) => events.push(reason ?? 'detached'),
    onRefused: () => events.push('refused'),
    onPush: () => events.push('push'),
    ...more,
  };
  return { clock, events, options };
}
