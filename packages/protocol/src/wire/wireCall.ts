import * as v from 'valibot';
import { endCauses, endReasons, linkCauses, phases } from '../call/call.ts';
import { browserNames, deviceForms } from '../call/deviceKind.ts';
import { maxTraceEvents, maxRingingDevices } from '../call/trace.ts';
import { CallId, DeviceId, UserId } from '../common/ids.ts';
import { bounds } from './limits.ts';

/** A server time in ms since 1970. */
export const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A user's display name, checked when it was chosen (`names.ts`): 40 characters have at most 80 UTF-16 units. */
export const DisplayName = v.pipe(v.string(), v.minLength(1), v.maxLength(80));

export const MediaKind = v.picklist(['audio', 'video']);

export const RouteSchema = v.strictObject({
  path: v.picklist(['direct', 'relay']),
  transport: v.picklist(['udp', 'tcp', 'tls']),
});

export const LinkCauseSchema = v.picklist(linkCauses);

/** For how long no media came in, in ms. */
export const GapMs = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(bounds.gapMs));

const CallEnd = v.object({
  reason: v.picklist(endReasons),
  by: v.optional(UserId),
  at: Time,
  cause: v.optional(v.picklist(endCauses)),
});

const RoleSchema = v.picklist(['caller', 'callee']);

/** What became of the media or the page of one side; stored so, and sent so. */
export const TraceEventSchema = v.variant('kind', [
  v.object({
    kind: v.literal('up'),
    at: Time,
    role: RoleSchema,
    route: RouteSchema,
    gapMs: v.exactOptional(GapMs),
    cause: v.exactOptional(LinkCauseSchema),
  }),
  v.object({ kind: v.literal('down'), at: Time, role: RoleSchema, cause: LinkCauseSchema }),
  v.object({ kind: v.picklist(['away', 'back']), at: Time, role: RoleSchema }),
]);

/** What kind of device somebody has, as it says itself. */
export const DeviceKindSchema = v.strictObject({
  form: v.picklist(deviceForms),
  browser: v.optional(v.picklist(browserNames)),
});

/** How a call went: its set-up times, and what its links did, in server ms. */
export const CallRecord = v.object({
  placedAt: Time,
  rangAt: v.optional(Time),
  /** How many of the callee's devices rang at any time. */
  devicesRang: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(maxRingingDevices)),
  /** What kinds of devices these were, as far as they said. */
  rangOn: v.optional(v.pipe(v.array(DeviceKindSchema), v.maxLength(maxRingingDevices))),
  answeredBy: v.optional(DeviceId),
  answeredOn: v.optional(DeviceKindSchema),
  declinedOn: v.optional(DeviceKindSchema),
  answeredAt: v.optional(Time),
  connectedAt: v.optional(Time),
  end: v.optional(CallEnd),
  /** In the order of time. */
  moments: v.pipe(v.array(TraceEventSchema), v.maxLength(maxTraceEvents)),
  /** How many moments are missing from the middle. */
  dropped: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});
export type CallRecord = v.InferOutput<typeof CallRecord>;

/** A call as one device may see it. Times are server milliseconds. */
export const WireCall = v.object({
  id: CallId,
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  phase: v.picklist(phases),
  media: MediaKind,
  caller: v.object({ userId: UserId, deviceId: DeviceId, name: DisplayName }),
  callee: v.object({ userId: UserId, name: DisplayName }),
  placedAt: Time,
  ringDeadlineAt: Time,
  /** The callee's devices that ring now; the caller's device alone sees it. */
  ringing: v.optional(v.array(DeviceId)),
  answeredBy: v.optional(DeviceId),
  answeredAt: v.optional(Time),
  answeredMedia: v.optional(MediaKind),
  connectedAt: v.optional(Time),
  warm: v.picklist(['all', 'relay']),
  route: v.optional(RouteSchema),
  /** Whose page went away in the call; the other side waits for them. */
  away: v.optional(v.array(UserId)),
  end: v.optional(CallEnd),
});
export type WireCall = v.InferOutput<typeof WireCall>;
