import type { DeviceId } from '../common/ids.ts';
import type { Actor, Answered, Call, LinkCause, Role, Route } from './call.ts';
import { stamp } from './change.ts';
import type { DeviceKind } from './deviceKind.ts';

/** The most moments that a call keeps: a call that breaks every second must not grow without end. */
export const maxTraceEvents = 40;
/** The most devices that are told apart among those that rang; a user's sockets are as many at most. */
export const maxRingingDevices = 20;

/**
 * Something that one side's device told of its media, or that the server saw of its page. `at` is server time in ms.
 * `gapMs`: for how long no media had come in at that device before this link carried; `cause`: what became of the link before.
 */
export type TraceEvent =
  | {
      readonly kind: 'up';
      readonly at: number;
      readonly role: Role;
      readonly route: Route;
      readonly gapMs?: number;
      readonly cause?: LinkCause;
    }
  | { readonly kind: 'down'; readonly at: number; readonly role: Role; readonly cause: LinkCause }
  | { readonly kind: 'away' | 'back'; readonly at: number; readonly role: Role };

/** A device and what kind of one it said to be. */
export interface KnownDevice extends DeviceKind {
  readonly deviceId: DeviceId;
}

/** What is kept of a call for its record alone. No decision is ever made from it. */
export interface CallTrace {
  /** When the first device rang, in server ms. */
  readonly rangAt?: number;
  readonly rang?: readonly DeviceId[];
  /** Of the devices that rang, answered or declined, those that said what they are. */
  readonly devices?: readonly KnownDevice[];
  readonly events?: readonly TraceEvent[];
  /** How many moments were dropped from the middle of the list. */
  readonly dropped?: number;
}

/** Adds a device that rings. */
export function recordRinging(call: Call, by: Actor, at: number): CallTrace {
  const { deviceId } = by;
  const { rangAt = stamp(call, at), rang = [], ...rest } = addDevice(call.trace, by) ?? {};
  const isKnown = rang.includes(deviceId) || rang.length >= maxRingingDevices;
  return { ...rest, rangAt, rang: isKnown ? rang : [...rang, deviceId] };
}

/** Adds what a device says to be. */
export function addDevice(trace: CallTrace | undefined, { deviceId, kind }: Actor): CallTrace | undefined {
  const devices = trace?.devices ?? [];
  const isKnown = devices.length >= maxRingingDevices || devices.some((each) => each.deviceId === deviceId);
  if (kind === undefined || isKnown) return trace;
  return { ...trace, devices: [...devices, { deviceId, ...kind }] };
}

/** The call with what a device that ends it says to be. */
export function recordDevice<C extends Call>(call: C, by: Actor): C {
  const trace = addDevice(call.trace, by);
  return trace === undefined ? call : { ...call, trace };
}

/** What a device said to be, if it did. */
export function deviceKindIn(
  trace: CallTrace | undefined,
  deviceId: DeviceId | undefined,
): DeviceKind | undefined {
  const known = trace?.devices?.find((each) => each.deviceId === deviceId);
  if (known === undefined) return undefined;
  const { form, browser } = known;
  return { form, ...(browser !== undefined && { browser }) };
}

/** The story goes on; news that the last word of the same side already told adds nothing. */
export function recordEvent(call: Answered, event: TraceEvent): CallTrace {
  const { events = [], dropped = 0, ...rest } = call.trace ?? {};
  if (isRepeated(events, event)) return call.trace ?? {};
  const at = Math.max(stamp(call, event.at), events.at(-1)?.at ?? 0);
  const next = { ...event, at };
  if (events.length < maxTraceEvents) return { ...call.trace, events: [...events, next] };
  const half = maxTraceEvents / 2;
  const kept = [...events.slice(0, half), ...events.slice(half + 1), next];
  return { ...rest, events: kept, dropped: dropped + 1 };
}

/** A hello after a restart repeats which link carries; the way of the media has not changed by that. */
function isRepeated(events: readonly TraceEvent[], event: TraceEvent): boolean {
  if (event.kind !== 'up' || event.gapMs !== undefined || event.cause !== undefined) return false;
  const last = events.findLast(({ role }) => role === event.role);
  if (last?.kind !== 'up') return false;
  return last.route.path === event.route.path && last.route.transport === event.route.transport;
}

/** The moments that lie within the call: what is told after its end, pressed without a network, is no part of it. */
export function eventsWithin(call: Call): readonly TraceEvent[] {
  const events = call.trace?.events ?? [];
  if (call.phase !== 'ended') return events;
  const endedAt = call.end.at;
  return events.filter(({ at }) => at <= endedAt);
}
