import type { NetworkHistory } from '@ringback/rtc';
import * as v from 'valibot';
import type { KeyValueStorage } from '../platform/ports.ts';
import { readJson } from '../platform/storage.ts';

const key = 'ringback.networkHistory';
const enoughFailures = 2;
/** A home, an office, a phone and some cafés. */
const mostNetworks = 16;

/** Failures in a row, the network that was used last at the end. */
const Kept = v.pipe(
  v.array(v.tuple([v.pipe(v.string(), v.maxLength(64)), v.pipe(v.number(), v.safeInteger())])),
  v.maxLength(mostNetworks),
);

/** Keeps them in a profile's storage, shared by its tabs; what stands there and cannot be read counts as nothing. */
export function createNetworkHistory(storage: KeyValueStorage): NetworkHistory {
  const read = () => readJson(storage, key, Kept) ?? [];
  const failuresOf = (network: string): number => read().find(([name]) => name === network)?.[1] ?? 0;
  return {
    isRelayFirst: (network) => failuresOf(network) >= enoughFailures,
    record: (network, worked) => {
      const failures = worked ? 0 : Math.min(failuresOf(network) + 1, enoughFailures);
      const others = read().filter(([name]) => name !== network);
      storage.set(key, JSON.stringify([...others, [network, failures]].slice(-mostNetworks)));
    },
  };
}
