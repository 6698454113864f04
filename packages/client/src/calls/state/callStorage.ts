import { CallId, DeviceId, UserId } from '@ringback/protocol';
import type { NetworkHistory } from '@ringback/rtc';
import * as v from 'valibot';
import type { KeyValueStorage } from '../../platform/ports.ts';
import { readJson } from '../../platform/storage.ts';
import type { CallsState, KeptInputs, MyCall, PendingEnd } from './callsState.ts';

const storageKey = 'ringback.calls';
/** Nobody ends more calls than this while the server is away. */
const mostEnds = 32;

const KeptEnd = v.object({
  ask: v.picklist(['call:end', 'call:decline']),
  callId: CallId,
  peerId: UserId,
  pressedAt: v.number(),
  isPeers: v.boolean(),
});

const StoredCalls = v.object({
  /** A duplicated tab has a copy, which is none of its business. */
  deviceId: DeviceId,
  ends: v.pipe(v.array(KeptEnd), v.maxLength(mostEnds)),
  inputs: v.nullable(
    v.object({
      callId: CallId,
      microphone: v.picklist(['on', 'muted']),
      camera: v.picklist(['on', 'off']),
    }),
  ),
});

/** What outlives a reload: endings that the server has not heard of, and whether one was muted in the call. */
export interface Kept {
  readonly ends: readonly PendingEnd[];
  readonly inputs: KeptInputs | null;
}

/** What an earlier page of this device kept. */
export function readKept(storage: KeyValueStorage, deviceId: DeviceId): Kept {
  const stored = readJson(storage, storageKey, StoredCalls);
  return stored?.deviceId === deviceId ? stored : { ends: [], inputs: null };
}

/** Keeps what a next page must know. */
export function keep(storage: KeyValueStorage, state: CallsState): void {
  const { me, mine } = state;
  const ends = state.ends.slice(-mostEnds);
  const inputs = mine === null ? state.keptInputs : inputsOf(mine);
  if (me === null || (ends.length === 0 && inputs === null)) storage.remove(storageKey);
  else storage.set(storageKey, JSON.stringify({ deviceId: me.deviceId, ends, inputs }));
}

function inputsOf({ id, microphone, camera }: MyCall): KeptInputs {
  const isMuted = (microphone.state === 'open' || microphone.state === 'opening') && microphone.isMuted;
  const isOn = camera.state === 'open' || camera.state === 'opening';
  return { callId: id, microphone: isMuted ? 'muted' : 'on', camera: isOn ? 'on' : 'off' };
}

const networkHistoryKey = 'ringback.networkHistory';
const enoughFailures = 2;
/** A home, an office, a phone and some cafés. */
const mostNetworks = 16;

/** Failures in a row, the network that was used last at the end. */
const StoredNetworks = v.pipe(
  v.array(v.tuple([v.pipe(v.string(), v.maxLength(64)), v.pipe(v.number(), v.safeInteger())])),
  v.maxLength(mostNetworks),
);

/** Keeps them in a profile's storage, shared by its tabs; what stands there and cannot be read counts as nothing. */
export function createNetworkHistory(storage: KeyValueStorage): NetworkHistory {
  const read = () => readJson(storage, networkHistoryKey, StoredNetworks) ?? [];
  const failuresOf = (network: string): number => read().find(([name]) => name === network)?.[1] ?? 0;
  return {
    isRelayFirst: (network) => failuresOf(network) >= enoughFailures,
    record: (network, worked) => {
      const failures = worked ? 0 : Math.min(failuresOf(network) + 1, enoughFailures);
      const others = read().filter(([name]) => name !== network);
      storage.set(networkHistoryKey, JSON.stringify([...others, [network, failures]].slice(-mostNetworks)));
    },
  };
}
