import { viewOf, type Call, type EntryDraft, type UserId } from '@ringback/protocol';
import type { AttachedDevice, AttachedDevices } from '../devices/attachedDevices.ts';
import type { Log } from '../platform/log.ts';
import { beginsToRing, type Held } from './book.ts';
import type { Stored } from './setWriter.ts';

/** Tells devices what became of their calls, once it is stored. However often a call changed, each hears of it once. */
export function tell({ calls, missed }: Stored, devices: AttachedDevices, log: Log): void {
  for (const held of calls) {
    tellCall(held, devices);
    logStep(held, log);
    for (const entry of held.entries) tellEntry(held.call, entry, missed.get(entry.userId) ?? 0, devices);
  }
}

/** Lets calls ring that have just been stored; `tell` leaves that out. */
export function ring(calls: readonly Held[], devices: AttachedDevices): void {
  for (const { call } of calls) tellUser(call.callee.userId, call, devices);
}

function tellCall(held: Held, devices: AttachedDevices): void {
  const { call, tellsCaller, tellsCallee } = held;
  if (tellsCaller) tellDevice(devices.get(call.caller.deviceId), call);
  switch (tellsCallee) {
    case 'all':
      if (!beginsToRing(held)) tellUser(call.callee.userId, call, devices);
      break;
    case 'answering':
      if ('answeredBy' in call && call.answeredBy !== undefined)
        tellDevice(devices.get(call.answeredBy), call);
      break;
    case 'none':
  }
}

function tellUser(userId: UserId, call: Call, devices: AttachedDevices): void {
  for (const device of devices.ofUser(userId)) tellDevice(device, call);
}

function tellDevice(device: AttachedDevice | undefined, call: Call): void {
  if (device === undefined) return;
  const view = viewOf(call, device);
  if (view !== undefined) device.push('call:changed', view);
}

function tellEntry(call: Call, draft: EntryDraft, missed: number, devices: AttachedDevices): void {
  if (devices.ofUser(draft.userId).length === 0) return;
  const { userId, peerId, ...rest } = draft;
  const peer = { id: peerId, name: nameIn(call, peerId) };
  devices.pushToUser(userId, 'history:changed', { ...rest, peer, missed });
}

function nameIn(call: Call, userId: UserId): string {
  return call.caller.userId === userId ? call.caller.name : call.callee.name;
}

/** One line for each step in a call's life, with ids alone. */
function logStep({ call, readPhase }: Held, log: Log): void {
  const { id: callId, phase } = call;
  if (phase === readPhase) return;
  const outcome = phase === 'ended' ? { reason: call.end.reason, cause: call.end.cause } : {};
  log.info({ callId, from: readPhase, ...outcome }, phase);
}
