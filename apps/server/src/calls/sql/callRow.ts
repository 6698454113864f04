import {
  CallId,
  deadlineNames,
  DeviceId,
  DeviceKindSchema,
  DisplayName,
  endCauses,
  endReasons,
  LinkCauseSchema,
  LinkId,
  nextDue,
  MediaKind,
  RouteSchema,
  Time,
  TraceEventSchema,
  UserId,
  type Call,
  type CallTrace,
  type Participant,
} from '@ringback/protocol';
import * as v from 'valibot';
import { pairOf, type Tables } from '../../storage/schema.ts';

/** A call as it is stored. `alias` is a second id of it: where both sides called each other, that of the later call. */
export interface StoredCall {
  readonly call: Call;
  readonly alias: CallId | null;
}

const Deadlines = v.object(v.entriesFromList(deadlineNames, v.exactOptional(Time)));
const StoredConnection = v.picklist(['attached', 'closed', 'silent']);

const StoredReport = v.variant('state', [
  v.object({ state: v.literal('none') }),
  v.object({ state: v.literal('up'), linkId: LinkId, route: RouteSchema }),
  v.object({ state: v.literal('down'), linkId: v.nullable(LinkId), cause: LinkCauseSchema }),
]);
const StoredParticipant = v.object({
  deviceId: DeviceId,
  presence: StoredConnection,
  word: StoredReport,
  held: v.exactOptional(v.literal(true)),
});

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const StoredTrace = v.object({
  rangAt: v.exactOptional(Time),
  rang: v.exactOptional(v.array(DeviceId)),
  devices: v.exactOptional(v.array(v.object({ deviceId: DeviceId, ...DeviceKindSchema.entries }))),
  moments: v.exactOptional(v.array(TraceEventSchema)),
  dropped: v.exactOptional(Count),
});

const common = {
  id: CallId,
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  unseen: v.exactOptional(Count),
  media: MediaKind,
  caller: v.object({ userId: UserId, deviceId: DeviceId, name: DisplayName }),
  callee: v.object({ userId: UserId, name: DisplayName }),
  reach: v.picklist(['open', 'hidden', 'silenced']),
  warm: v.picklist(['all', 'relay']),
  placedAt: Time,
  ringDeadlineAt: Time,
  isMuted: v.exactOptional(v.literal(true)),
  isRequest: v.exactOptional(v.literal(true)),
  about: v.exactOptional(
    v.object({
      reason: v.exactOptional(v.string()),
      isUrgent: v.exactOptional(v.literal(true)),
      isAsked: v.exactOptional(v.literal(true)),
      handle: v.exactOptional(v.string()),
      since: v.exactOptional(Time),
      attempts: v.exactOptional(Count),
    }),
  ),
  // No decision depends on it, so a trace that another release wrote differently must not lose its call.
  story: v.exactOptional(v.fallback(StoredTrace, {})),
};
const waiting = {
  ...common,
  callerPresence: StoredConnection,
  ringsOn: v.exactOptional(DeviceId),
  deadlines: Deadlines,
};
const talking = {
  ...common,
  answeredBy: DeviceId,
  answeredAt: Time,
  answeredMedia: MediaKind,
  sides: v.object({ caller: StoredParticipant, callee: StoredParticipant }),
  deadlines: Deadlines,
};
const connected = { ...talking, connectedAt: Time, route: RouteSchema };

/**
 * A call in the JSON of its row. An older release may have written it, so it is validated like external input, and its
 * fields have the names that the first release stored.
 */
const StoredBody = v.variant('phase', [
  v.object({ phase: v.literal('calling'), ...waiting }),
  v.object({ phase: v.literal('ringing'), ...waiting, ringing: v.array(DeviceId) }),
  v.object({ phase: v.literal('connecting'), ...talking }),
  v.object({ phase: v.literal('active'), ...connected }),
  v.object({ phase: v.literal('reconnecting'), ...connected }),
  v.object({
    phase: v.literal('ended'),
    ...common,
    end: v.object({
      reason: v.picklist(endReasons),
      by: v.exactOptional(UserId),
      deviceId: v.exactOptional(DeviceId),
      at: Time,
      cause: v.exactOptional(v.picklist(endCauses)),
    }),
    answeredBy: v.exactOptional(DeviceId),
    answeredAt: v.exactOptional(Time),
    answeredMedia: v.exactOptional(MediaKind),
    connectedAt: v.exactOptional(Time),
    route: v.exactOptional(RouteSchema),
  }),
]);
type StoredBody = v.InferOutput<typeof StoredBody>;

function toCall({ reach, warm, story, ...rest }: StoredBody): Call {
  const common = {
    visibility: reach,
    earlyCandidates: warm,
    ...(story !== undefined && { trace: toTrace(story) }),
  };
  if ('sides' in rest) {
    const { sides, ...talking } = rest;
    const participants = { caller: toParticipant(sides.caller), callee: toParticipant(sides.callee) };
    return { ...talking, ...common, participants };
  }
  if ('callerPresence' in rest) {
    const { callerPresence, ...waiting } = rest;
    return { ...waiting, ...common, callerConnection: callerPresence };
  }
  return { ...rest, ...common };
}

function toParticipant({
  deviceId,
  presence,
  word,
  held,
}: v.InferOutput<typeof StoredParticipant>): Participant {
  const participant = { deviceId, connection: presence, mediaReport: word };
  return held === true ? { ...participant, isHolding: held } : participant;
}

function toTrace({ moments, ...rest }: v.InferOutput<typeof StoredTrace>): CallTrace {
  return { ...rest, ...(moments !== undefined && { events: moments }) };
}

/** Overwrites renamed fields with undefined, which JSON leaves out: on the hot path, cheaper than copying all others. */
function toBody(call: Call): object {
  const body = {
    ...call,
    visibility: undefined,
    reach: call.visibility,
    earlyCandidates: undefined,
    warm: call.earlyCandidates,
    trace: undefined,
    story: call.trace && fromTrace(call.trace),
  };
  if ('participants' in call) {
    const { caller, callee } = call.participants;
    const sides = { caller: fromParticipant(caller), callee: fromParticipant(callee) };
    return Object.assign(body, { participants: undefined, sides });
  }
  if ('callerConnection' in call) {
    return Object.assign(body, { callerConnection: undefined, callerPresence: call.callerConnection });
  }
  return body;
}

function fromParticipant({ deviceId, connection, mediaReport, isHolding }: Participant): object {
  return { deviceId, presence: connection, word: mediaReport, held: isHolding };
}

function fromTrace(trace: CallTrace): object {
  return { ...trace, events: undefined, moments: trace.events };
}

/**
 * Parses the JSON of a call's row.
 * @throws {Error} if it is not a call.
 */
export function callFromJson(body: string): Call {
  const parsed = v.safeParse(StoredBody, JSON.parse(body), { abortEarly: true });
  if (parsed.success) return toCall(parsed.output);
  // Only the place, not the value: a body holds names.
  throw new Error(`A stored call is broken at ${v.getDotPath(parsed.issues[0]) ?? 'its root'}.`);
}

/**
 * The row of a call whose change is based on `readVersion`, 0 for a new call. The columns beside the body are those that
 * queries and constraints need.
 */
export function callRow({ call, alias }: StoredCall, readVersion: number): Tables['calls'] {
  const { id, version, visibility, placedAt } = call;
  const [callerId, calleeId] = [call.caller.userId, call.callee.userId];
  return {
    id,
    version,
    readVersion,
    live: call.phase === 'ended' ? 0 : 1,
    reach: visibility,
    pair: pairOf(callerId, calleeId),
    callerId,
    calleeId,
    placedAt,
    dueAt: nextDue(call)?.at ?? null,
    alias,
    body: JSON.stringify(toBody(call)),
  };
}
