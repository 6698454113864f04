import type { DeviceId } from '../common/ids.ts';
import type { Actor, Answered, Call, LinkCause, Role, Route } from './call.ts';
import { stamp } from './change.ts';
import { sameRoute } from './predicates.ts';

export const deviceForms = ['phone', 'tablet', 'computer'] as const;
export type DeviceForm = (typeof deviceForms)[number];

/** The browsers that are named; others stay unnamed. */
export const browserNames = ['Chrome', 'Edge', 'Firefox', 'Opera', 'Safari', 'Samsung Internet'] as const;
export type BrowserName = (typeof browserNames)[number];

/** What kind of device a user has, as the device itself reports it. The lists are short, so it identifies no one. */
export interface DeviceKind {
  readonly form: DeviceForm;
  readonly browser?: BrowserName | undefined;
}

/** The most events that a trace keeps, so that a call that breaks every second stays small. */
export const maxTraceEvents = 40;
/** The most devices in a trace, which is the default limit of sockets per user. */
export const maxRingingDevices = 20;

/**
 * What a participant's device reported about its media, what the server saw of its page, or that its user put the call
 * on hold or resumed it. `at` is server time in ms.
 * `gapMs`: how long no media had arrived at that device before this link. `cause`: why the link before it failed.
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
  | { readonly kind: 'away' | 'back' | 'held' | 'resumed'; readonly at: number; readonly role: Role };

/** A device and its kind. */
interface KnownDevice extends DeviceKind {
  readonly deviceId: DeviceId;
}

/** What a call keeps only for its record. No decision depends on it. */
export interface CallTrace {
  /** When the first device rang, in server ms. */
  readonly rangAt?: number;
  readonly rang?: readonly DeviceId[];
  /** The kinds of the devices that rang, answered or declined, as far as they reported them. */
  readonly devices?: readonly KnownDevice[];
  readonly events?: readonly TraceEvent[];
  /** How many events were dropped from the middle of the list. */
  readonly dropped?: number;
}

/** Returns the call's trace with a ringing device added. */
export function recordRinging(call: Call, by: Actor, at: number): CallTrace {
  const { deviceId } = by;
  const { rangAt = stamp(call, at), rang = [], ...rest } = addDevice(call.trace, by) ?? {};
  const isKnown = rang.includes(deviceId) || rang.length >= maxRingingDevices;
  return { ...rest, rangAt, rang: isKnown ? rang : [...rang, deviceId] };
}

/** Returns the trace with the kind of a device added, if the device reported it. */
export function addDevice(trace: CallTrace | undefined, { deviceId, kind }: Actor): CallTrace | undefined {
  const devices = trace?.devices ?? [];
  const isKnown = devices.length >= maxRingingDevices || devices.some((each) => each.deviceId === deviceId);
  if (kind === undefined || isKnown) return trace;
  return { ...trace, devices: [...devices, { deviceId, ...kind }] };
}

/** Returns the call with the kind of the acting device in its trace. */
export function recordDevice<C extends Call>(call: C, by: Actor): C {
  const trace = addDevice(call.trace, by);
  return trace === undefined ? call : { ...call, trace };
}

/** The kind of a device, if it reported one. */
export function deviceKindIn(
  trace: CallTrace | undefined,
  deviceId: DeviceId | undefined,
): DeviceKind | undefined {
  const known = trace?.devices?.find((each) => each.deviceId === deviceId);
  if (known === undefined) return undefined;
  const { form, browser } = known;
  return { form, ...(browser !== undefined && { browser }) };
}

/** Returns the call's trace with an event added. Over the limit, the middle is dropped: the start and the end explain most. */
export function recordEvent(call: Answered, event: TraceEvent): CallTrace {
  const { events = [], dropped = 0, ...rest } = call.trace ?? {};
  if (isRepeated(events, event)) return call.trace ?? {};
  const at = Math.max(stamp(call, event.at), events.at(-1)?.at ?? 0);
  const next = { ...event, at };
  if (events.length < maxTraceEvents) return { ...call.trace, events: [...events, next] };
  const half = maxTraceEvents / 2;
  const shortened = [...events.slice(0, half), ...events.slice(half + 1), next];
  return { ...rest, events: shortened, dropped: dropped + 1 };
}

/** A hello after a server restart repeats which link carries media, although the route has not changed. */
function isRepeated(events: readonly TraceEvent[], event: TraceEvent): boolean {
  if (event.kind !== 'up' || event.gapMs !== undefined || event.cause !== undefined) return false;
  const last = events.findLast(
    ({ kind, role }) => role === event.role && kind !== 'held' && kind !== 'resumed',
  );
  return last?.kind === 'up' && sameRoute(last.route, event.route);
}

/** The events up to the call's end. An end that was pressed offline is dated back, so later reports do not belong to the call. */
export function eventsWithin(call: Call): readonly TraceEvent[] {
  const events = call.trace?.events ?? [];
  if (call.phase !== 'ended') return events;
  const endedAt = call.end.at;
  return events.filter(({ at }) => at <= endedAt);
}
