import type { Actor, Answered, Call, CallAbout, ConnectionStatus, Ended, Unanswered } from '../call/call.ts';
import { callBase } from '../call/change.ts';
import { awayUntil } from '../call/connectivity.ts';
import { heldBy, isKnownTo, isUnanswered } from '../call/predicates.ts';
import type { UserId } from '../common/ids.ts';
import { deviceKindIn, eventsWithin } from '../call/trace.ts';
import type { CallRecord, WireCall } from './wireCall.ts';

/** The call as one device may see it; undefined for a device that must not know about it. */
export function viewOf(call: Call, viewer: Actor): WireCall | undefined {
  if (!isKnownTo(call, viewer)) return undefined;
  const { id, phase, media, caller, callee, placedAt, ringDeadlineAt, earlyCandidates } = call;
  const common = {
    id,
    version: versionFor(call, viewer),
    phase,
    media,
    placedAt,
    ringDeadlineAt,
    ...(hasRung(call) || caller.userId !== viewer.userId ? { warm: earlyCandidates } : {}),
    caller: { userId: caller.userId, deviceId: caller.deviceId, name: caller.name },
    callee: { userId: callee.userId, name: callee.name },
    ...aboutView(call.about),
  };
  if (isUnanswered(call)) return { ...common, ...waitingView(call, viewer) };
  return { ...common, ...(call.phase === 'ended' ? endedView(call) : talkingView(call)) };
}

function versionFor({ version, unseen = 0, caller }: Call, viewer: Actor): number {
  return caller.userId === viewer.userId ? version - unseen : version;
}

/** Before that, `warm` would tell strangers what the callee thinks of them. */
function hasRung(call: Call): boolean {
  if (call.phase === 'ended') return call.trace?.rangAt !== undefined || call.answeredAt !== undefined;
  return call.phase !== 'calling';
}

function waitingView(
  call: Unanswered,
  viewer: Actor,
): Pick<WireCall, 'ringing' | 'muted' | 'request' | 'attempts'> {
  if (call.callee.userId === viewer.userId)
    return { ...mutedView(call), ...requestView(call), ...attemptsView(call) };
  if (call.caller.deviceId !== viewer.deviceId) return {};
  return { ringing: call.phase === 'ringing' ? [...call.ringing] : [] };
}

/** Who asks what a call is about wants no sound until they know. */
function mutedView({ isMuted, about }: Unanswered): Pick<WireCall, 'muted'> {
  return isMuted === true || about?.isAsked === true ? { muted: true } : {};
}

function requestView({ isRequest, about: { handle, since } = {} }: Unanswered): Pick<WireCall, 'request'> {
  if (isRequest !== true) return {};
  return { request: { ...(handle !== undefined && { handle }), ...(since !== undefined && { since }) } };
}

function attemptsView({ about }: Unanswered): Pick<WireCall, 'attempts'> {
  return about?.attempts === undefined ? {} : { attempts: about.attempts };
}

function aboutView({ reason, isUrgent, isAsked }: CallAbout = {}): Pick<
  WireCall,
  'reason' | 'urgent' | 'asked'
> {
  return {
    ...(reason !== undefined && { reason }),
    ...(isUrgent && { urgent: isUrgent }),
    ...(isAsked && { asked: isAsked }),
  };
}

/**
 * What a device of the callee gets for a call that it must not know any more: it has ended, as if its caller had
 * canceled. Undefined where the device never knew of it, or still may.
 */
export function withdrawnView(call: Unanswered, viewer: Actor, at: number): WireCall | undefined {
  if (call.callee.userId !== viewer.userId || isKnownTo(call, viewer)) return undefined;
  const end = { reason: 'canceled', by: call.caller.userId, at } as const;
  return viewOf({ ...callBase(call), visibility: 'open', phase: 'ended', end }, viewer);
}

type AnswerView = Pick<WireCall, 'answeredBy' | 'answeredAt' | 'answeredMedia' | 'connectedAt' | 'route'>;

function talkingView(call: Answered): AnswerView & AbsenceView & Pick<WireCall, 'held'> {
  const { answeredBy, answeredAt, answeredMedia } = call;
  const held = [...heldBy(call)];
  const connected = call.phase === 'connecting' ? {} : { connectedAt: call.connectedAt, route: call.route };
  return {
    answeredBy,
    answeredAt,
    answeredMedia,
    ...connected,
    ...absenceView(call),
    ...(held.length > 0 && { held }),
  };
}

type AbsenceView = Pick<WireCall, 'away' | 'awayUntil' | 'silent'>;

function absenceView(call: Answered): AbsenceView {
  const away = usersWhoAre('closed', call);
  const silent = call.phase === 'reconnecting' ? usersWhoAre('silent', call) : [];
  const until = awayUntil(call);
  return {
    ...(away.length > 0 && { away }),
    ...(until !== undefined && { awayUntil: until }),
    ...(silent.length > 0 && { silent }),
  };
}

function usersWhoAre(status: ConnectionStatus, { participants, caller, callee }: Answered): UserId[] {
  return [
    ...(participants.caller.connection === status ? [caller.userId] : []),
    ...(participants.callee.connection === status ? [callee.userId] : []),
  ];
}

function endedView(call: Ended): AnswerView & Required<Pick<WireCall, 'end'>> {
  const { answeredBy, answeredAt, answeredMedia, connectedAt, route } = call;
  const { reason, by, at, cause } = call.end;
  return {
    ...(answeredBy !== undefined && { answeredBy }),
    ...(answeredAt !== undefined && { answeredAt }),
    ...(answeredMedia !== undefined && { answeredMedia }),
    ...(connectedAt !== undefined && { connectedAt }),
    ...(route !== undefined && { route }),
    end: { reason, at, ...(by !== undefined && { by }), ...(cause !== undefined && { cause }) },
  };
}

/**
 * How a call went, for its parties; undefined for everyone else. A hidden or silenced call never rang, so its caller
 * finds here what they would find after calling someone who is offline.
 */
export function recordOf(call: Call, viewer: Actor): CallRecord | undefined {
  if (!isKnownTo(call, viewer)) return undefined;
  const { placedAt, trace } = call;
  return {
    placedAt,
    ...(trace?.rangAt !== undefined && { rangAt: trace.rangAt }),
    devicesRang: trace?.rang?.length ?? 0,
    ...devicesOf(call),
    ...(!isUnanswered(call) && setup(call.phase === 'ended' ? endedView(call) : talkingView(call))),
    moments: [...eventsWithin(call)],
    dropped: trace?.dropped ?? 0,
  };
}

/** On which kinds of devices it rang, was answered or declined, as far as they reported it. */
function devicesOf(call: Call): Pick<CallRecord, 'rangOn' | 'answeredOn' | 'declinedOn'> {
  const { trace } = call;
  const rangOn = (trace?.rang ?? []).flatMap((deviceId) => deviceKindIn(trace, deviceId) ?? []);
  const answeredOn = isUnanswered(call) ? undefined : deviceKindIn(trace, call.answeredBy);
  const isDeclined = call.phase === 'ended' && call.end.reason === 'declined';
  const declinedOn = isDeclined ? deviceKindIn(trace, call.end.deviceId) : undefined;
  return {
    ...(rangOn.length > 0 && { rangOn }),
    ...(answeredOn !== undefined && { answeredOn }),
    ...(declinedOn !== undefined && { declinedOn }),
  };
}

function setup({
  answeredBy,
  answeredAt,
  connectedAt,
  end,
}: AnswerView & Pick<WireCall, 'end'>): Partial<CallRecord> {
  return {
    ...(answeredBy !== undefined && { answeredBy }),
    ...(answeredAt !== undefined && { answeredAt }),
    ...(connectedAt !== undefined && { connectedAt }),
    ...(end !== undefined && { end }),
  };
}
