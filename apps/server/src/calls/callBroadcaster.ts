import {
  isUnanswered,
  viewOf,
  withdrawnView,
  type Call,
  type EntryDraft,
  type UserId,
} from '@ringback/protocol';
import type { AttachedDevice, AttachedDevices } from '../devices/attachedDevices.ts';
import type { StoredBatch } from './callCommandBatcher.ts';
import { promptEntries, startsRinging, type TrackedCall } from './unitOfWork.ts';

/** Pushes stored calls and history entries to devices, each call once, no matter how often it changed in the batch. */
export function broadcast({ calls, missed, at }: StoredBatch, devices: AttachedDevices): void {
  for (const tracked of calls) {
    pushChanges(tracked, devices);
    if (tracked.isWithdrawn) pushWithdrawal(tracked.call, at, devices);
    for (const entry of promptEntries(tracked))
      pushEntry(tracked.call, entry, missed.get(entry.userId) ?? 0, devices);
  }
}

/**
 * Pushes the entries of silenced calls to their callees, with a count that is made only now: a batch that made it would
 * let the caller tell by the time of their answer that somebody is there.
 */
export async function broadcastSilenced(
  { calls }: StoredBatch,
  devices: AttachedDevices,
  countMissed: (userId: UserId) => Promise<number>,
): Promise<void> {
  for (const { call, entries } of calls) {
    const entry =
      call.visibility === 'silenced' && entries.find(({ userId }) => userId === call.callee.userId);
    if (!entry || devices.ofUser(entry.userId).length === 0) continue;
    pushEntry(call, entry, await countMissed(entry.userId), devices);
  }
}

/** Pushes new calls to the devices that they ring on; `broadcast` leaves these out. */
export function broadcastRinging(calls: readonly TrackedCall[], devices: AttachedDevices): void {
  for (const { call } of calls) pushToUser(call.callee.userId, call, devices);
}

function pushChanges(tracked: TrackedCall, devices: AttachedDevices): void {
  const { call, notifiesCaller, notifiesCallee } = tracked;
  if (notifiesCaller) pushToDevice(devices.get(call.caller.deviceId), call);
  switch (notifiesCallee) {
    case 'all':
      if (!startsRinging(tracked)) pushToUser(call.callee.userId, call, devices);
      break;
    case 'answering':
      if ('answeredBy' in call && call.answeredBy !== undefined)
        pushToDevice(devices.get(call.answeredBy), call);
      break;
    case 'none':
  }
}

/** The callee has blocked the caller, or talks in another call on one device. */
function pushWithdrawal(call: Call, at: number, devices: AttachedDevices): void {
  if (!isUnanswered(call)) return;
  for (const device of devices.ofUser(call.callee.userId)) {
    const view = withdrawnView(call, device, at);
    if (view !== undefined) device.push('call:changed', view);
  }
}

function pushToUser(userId: UserId, call: Call, devices: AttachedDevices): void {
  for (const device of devices.ofUser(userId)) pushToDevice(device, call);
}

function pushToDevice(device: AttachedDevice | undefined, call: Call): void {
  if (device === undefined) return;
  const view = viewOf(call, device);
  if (view !== undefined) device.push('call:changed', view);
}

function pushEntry(call: Call, draft: EntryDraft, missed: number, devices: AttachedDevices): void {
  if (devices.ofUser(draft.userId).length === 0) return;
  const { userId, peerId, isRequest, isUrgent, isQuiet, ...rest } = draft;
  const peer = { id: peerId, name: nameIn(call, peerId) };
  const said = {
    ...(isRequest && { request: isRequest }),
    ...(isUrgent && { urgent: isUrgent }),
    ...(isQuiet && { quiet: isQuiet }),
  };
  devices.pushToUser(userId, 'history:changed', { ...rest, ...said, peer, missed });
}

function nameIn(call: Call, userId: UserId): string {
  return call.caller.userId === userId ? call.caller.name : call.callee.name;
}
