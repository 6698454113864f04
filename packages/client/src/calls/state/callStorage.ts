import { CallId, DeviceId, UserId } from '@ringback/protocol';
import type { NetworkHistory } from '@ringback/rtc';
import * as v from 'valibot';
import type { KeyValueStorage } from '../../platform/ports.ts';
import { readJson } from '../../platform/storage.ts';
import type { CallsState, DeviceCall, PendingEnd, PersistedInputs } from './callsState.ts';

const callsKey = 'ringback.calls';
/** More calls than anyone ends while the server is unreachable; bounds what a later page reads. */
const maxPendingEnds = 32;

/** The stored keys must not change: a reload may bring newer code than the page that wrote them. */
const StoredEnd = v.object({
  ask: v.picklist(['call:end', 'call:decline']),
  callId: CallId,
  peerId: UserId,
  /** In server time. */
  pressedAt: v.number(),
  isPeers: v.boolean(),
});

const StoredInputs = v.object({
  callId: CallId,
  microphone: v.picklist(['on', 'muted']),
  camera: v.picklist(['on', 'off']),
  isHeld: v.exactOptional(v.boolean()),
  wasSharing: v.exactOptional(v.literal(true)),
  isHandRaised: v.exactOptional(v.boolean()),
});

const StoredCalls = v.object({
  /** A duplicated tab starts with a copy of the storage but is another device, so it must ignore this. */
  deviceId: DeviceId,
  ends: v.pipe(v.array(StoredEnd), v.maxLength(maxPendingEnds)),
  inputs: v.nullable(StoredInputs),
  /** Of the other call of the device. */
  heldInputs: v.exactOptional(StoredInputs),
});

/** The part of the state that survives a reload of the page. */
export interface PersistedCalls {
  readonly pendingEnds: readonly PendingEnd[];
  readonly inputs: PersistedInputs | null;
  readonly heldInputs?: PersistedInputs;
}

/** Reads what an earlier page of the same device saved. */
export function readPersistedCalls(storage: KeyValueStorage, deviceId: DeviceId): PersistedCalls {
  const stored = readJson(storage, callsKey, StoredCalls);
  if (stored?.deviceId !== deviceId) return { pendingEnds: [], inputs: null };
  const { ends, inputs, heldInputs } = stored;
  return { pendingEnds: ends.map(fromStoredEnd), inputs, ...(heldInputs !== undefined && { heldInputs }) };
}

/** Saves what the next page of this device needs, or removes it when there is nothing. */
export function savePersistedCalls(storage: KeyValueStorage, state: CallsState): void {
  const { me, currentCall, heldCall } = state;
  const ends = state.pendingEnds.slice(-maxPendingEnds).map(toStoredEnd);
  const calls = [currentCall, heldCall].filter((call) => call !== null);
  const [inputs = null, heldInputs] = calls.length === 0 ? state.persistedInputs : calls.map(inputsOf);
  if (me === null || (ends.length === 0 && inputs === null)) storage.remove(callsKey);
  else storage.set(callsKey, JSON.stringify({ deviceId: me.deviceId, ends, inputs, heldInputs }));
}

function fromStoredEnd({ ask, isPeers, ...end }: v.InferOutput<typeof StoredEnd>): PendingEnd {
  return { ...end, request: ask, endedByPeer: isPeers };
}

function toStoredEnd({ request, endedByPeer, ...end }: PendingEnd): v.InferOutput<typeof StoredEnd> {
  return { ...end, ask: request, isPeers: endedByPeer };
}

/** A camera that failed counts as on: only its user turns it off, and the next page may open it. */
function inputsOf({ id, isMuted, camera, share, hold, isHandRaised }: DeviceCall): PersistedInputs {
  const isOff = hold === undefined ? camera.state === 'closed' : !hold.cameraWasOn;
  return {
    callId: id,
    microphone: isMuted ? 'muted' : 'on',
    camera: isOff ? 'off' : 'on',
    isHeld: hold !== undefined,
    ...(share.state === 'sharing' && { wasSharing: true }),
    isHandRaised: isHandRaised === true,
  };
}

const networkHistoryKey = 'ringback.networks';
const enoughFailures = 2;
/** Enough for a home, an office, a phone and some cafés. */
const maxNetworks = 16;

/** Pairs of network and consecutive failures; the most recently used network comes last. */
const StoredNetworks = v.pipe(
  v.array(v.tuple([v.pipe(v.string(), v.maxLength(64)), v.pipe(v.number(), v.safeInteger())])),
  v.maxLength(maxNetworks),
);

/** Remembers failed direct links in the profile's storage, which all tabs share. Unreadable content counts as empty. */
export function createNetworkHistory(storage: KeyValueStorage): NetworkHistory {
  const read = () => readJson(storage, networkHistoryKey, StoredNetworks) ?? [];
  const failuresOf = (network: string): number => read().find(([name]) => name === network)?.[1] ?? 0;
  return {
    isRelayFirst: (network) => failuresOf(network) >= enoughFailures,
    record: (network, worked) => {
      const failures = worked ? 0 : Math.min(failuresOf(network) + 1, enoughFailures);
      const others = read().filter(([name]) => name !== network);
      storage.set(networkHistoryKey, JSON.stringify([...others, [network, failures]].slice(-maxNetworks)));
    },
  };
}
