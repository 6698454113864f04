import * as v from 'valibot';
import { endCauses, endReasons, phases } from '../call/call.ts';
import { maxRingingDevices, maxTraceEvents } from '../call/trace.ts';
import { CallId, DeviceId, UserId } from '../common/ids.ts';
import { bounds } from './base/limits.ts';
import { DisplayName } from './names/names.ts';
import {
  Count,
  DeviceKindSchema,
  GapMs,
  LinkCauseSchema,
  MediaKind,
  RouteSchema,
  Time,
} from './base/values.ts';

const CallEnd = v.object({
  reason: v.picklist(endReasons),
  by: v.optional(UserId),
  at: Time,
  cause: v.optional(v.picklist(endCauses)),
});

const RoleSchema = v.picklist(['caller', 'callee']);

/** What happened to the media or the page of one participant, or that its user held or resumed the call. Stored and sent in this form. */
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
  v.object({ kind: v.picklist(['away', 'back', 'held', 'resumed']), at: Time, role: RoleSchema }),
]);

/** How a call went: its setup times, and what its links did, in server ms. */
export const CallRecord = v.object({
  placedAt: Time,
  rangAt: v.optional(Time),
  /** How many of the callee's devices ever rang. */
  devicesRang: v.pipe(Count, v.maxValue(maxRingingDevices)),
  /** What kinds of devices these were, as far as they reported it. */
  rangOn: v.optional(v.pipe(v.array(DeviceKindSchema), v.maxLength(maxRingingDevices))),
  answeredBy: v.optional(DeviceId),
  answeredOn: v.optional(DeviceKindSchema),
  declinedOn: v.optional(DeviceKindSchema),
  answeredAt: v.optional(Time),
  connectedAt: v.optional(Time),
  end: v.optional(CallEnd),
  /** Oldest first. */
  moments: v.pipe(v.array(TraceEventSchema), v.maxLength(maxTraceEvents)),
  /** How many moments are missing from the middle. */
  dropped: Count,
});
export type CallRecord = v.InferOutput<typeof CallRecord>;

/** Addresses, or what looks like one, in any script: a stranger could send people anywhere. */
const links = [
  /:\/\/|\b(?:https?|mailto|javascript):/iu,
  /[\p{L}\p{M}\p{N}-]\.\p{L}[\p{L}\p{M}]/u,
  // Browsers read it as a dot. Elsewhere it ends Chinese and Japanese sentences.
  /[a-z\d-]。[a-z]{2}/iu,
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/u,
];

/** Judges text as browsers read host names: without invisible characters, and with wide letters and dots as plain ones. */
function hasLink(text: string): boolean {
  const plain = text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFKC');
  return links.some((link) => link.test(plain));
}

/** What a call is about, in the caller's words: one short line without links. Its messages are shown to people. */
export const CallReason = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'Say what it is about.'),
  v.maxLength(bounds.reasonLength, `At most ${bounds.reasonLength} characters.`),
  v.regex(/^[^\p{Cc}\p{Bidi_Control}]*$/u, 'Use letters, numbers and signs only.'),
  v.check((reason) => !hasLink(reason), "Links aren't allowed here."),
);

const CallRequest = v.object({
  handle: v.optional(DisplayName),
  /** Since when the caller has had an account. */
  since: v.optional(Time),
});

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
  /** The callee's devices that ring now. Only the caller's device sees it. */
  ringing: v.optional(v.array(DeviceId)),
  answeredBy: v.optional(DeviceId),
  answeredAt: v.optional(Time),
  answeredMedia: v.optional(MediaKind),
  connectedAt: v.optional(Time),
  /** Which candidates links may use before the answer. The caller is not told before it rings. */
  warm: v.optional(v.picklist(['all', 'relay'])),
  route: v.optional(RouteSchema),
  /** The users whose page went away during the call; the other one waits for them. */
  away: v.optional(v.array(UserId)),
  /** The users who have put the call on hold. */
  held: v.optional(v.array(UserId)),
  /** When the call ends if they do not come back; present with `away`. */
  awayUntil: v.optional(Time),
  /** While media is down: the users whose devices stopped answering, most likely because their network failed. */
  silent: v.optional(v.array(UserId)),
  /** For the callee: the call is shown without sound. */
  muted: v.optional(v.literal(true)),
  /** For the callee: a call request, from somebody they do not know. */
  request: v.optional(CallRequest),
  /** For the callee: how often a stranger has called in ten minutes. */
  attempts: v.optional(Count),
  /** What the caller says the call is about, and that it is urgent. */
  reason: v.optional(CallReason),
  urgent: v.optional(v.literal(true)),
  /** The callee has asked what the call is about. */
  asked: v.optional(v.literal(true)),
  end: v.optional(CallEnd),
});
export type WireCall = v.InferOutput<typeof WireCall>;
