import { CallId, DeviceId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import type { KeyValueStorage } from '../ports.ts';
import { readJson } from '../signedInStorage.ts';
import type { PendingEnd } from './state.ts';

const key = 'ringback.ends';
/** Nobody ends more calls than this while the server is away. */
const most = 32;

const KeptEnds = v.object({
  /** A duplicated tab has a copy, which is none of its business. */
  deviceId: DeviceId,
  ends: v.pipe(
    v.array(
      v.object({
        ask: v.picklist(['call:end', 'call:decline']),
        callId: CallId,
        peerId: UserId,
        pressedAt: v.number(),
        isPeers: v.boolean(),
      }),
    ),
    v.maxLength(most),
  ),
});

/** The endings that an earlier page of this device could not tell the server. */
export function readEnds(storage: KeyValueStorage, deviceId: DeviceId): readonly PendingEnd[] {
  const kept = readJson(storage, key, KeptEnds);
  return kept?.deviceId === deviceId ? kept.ends : [];
}

/** Keeps endings over a reload. */
export function keepEnds(storage: KeyValueStorage, deviceId: DeviceId, ends: readonly PendingEnd[]): void {
  if (ends.length === 0) storage.remove(key);
  else storage.set(key, JSON.stringify({ deviceId, ends: ends.slice(-most) }));
}
