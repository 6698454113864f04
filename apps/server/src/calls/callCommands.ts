import {
  decideAccept,
  decideHold,
  decideRinging,
  deviceIn,
  fail,
  isAnswered,
  isInCall,
  isKnownTo,
  mayAnswer,
  ok,
  roleOf,
  type Actor,
  type Call,
  type CallEvent,
  type CallId,
  type CarryingLink,
  type ContactFacts,
  type CurrentCallPlan,
  type Decision,
  type DeviceId,
  type Live,
  type Media,
  type Result,
  type TakesSecondCall,
  type Timeouts,
  type UserId,
} from '@ringback/protocol';
import type { RulesOfPair } from '../privacy/personRulesSql.ts';
import type { Command, Query } from './command.ts';
import type { UnitOfWork } from './unitOfWork.ts';

/** Reads a call on behalf of a device; `notFound` where its user must not know of it. */
export function readAs(actor: Actor): Query<Result<Call>> {
  return (call) => (call !== undefined && isKnownTo(call, actor) ? ok(call) : fail('notFound'));
}

/** A device reports an event of a call. */
export function report(
  callId: CallId,
  actor: Actor,
  eventAt: (at: number) => CallEvent,
): Command<Result<Call>> {
  return {
    reads: { calls: [callId] },
    decide(unit, at) {
      const found = readAs(actor)(unit.find(callId));
      if (!found.ok) return found;
      const outcome = unit.change(found.data, eventAt(at));
      return outcome.kind === 'refused' ? fail(outcome.refusal) : ok(outcome.call);
    },
  };
}

/** What decides whether a device may have a call. */
export interface ContactRules {
  readonly timeouts: Timeouts;
  readonly takesSecondCall: TakesSecondCall;
}

/** A device of the callee rings. */
export function reportRinging(callId: CallId, by: Actor, rules: ContactRules): Command<Result<Call>> {
  return contact(callId, by, rules, (facts, at) =>
    decideRinging({ type: 'deviceRang', by, at }, facts, rules.timeouts),
  );
}

/** What a device asks with `call:accept`. */
interface AcceptRequest {
  readonly callId: CallId;
  readonly media: Media;
  readonly current?: CurrentCallPlan | undefined;
}

/** A device of the callee answers the call. */
export function accept(
  { callId, media, current }: AcceptRequest,
  by: Actor,
  rules: ContactRules,
): Command<Result<Call>> {
  return contact(callId, by, rules, (facts, at) =>
    decideAccept({ type: 'accepted', by, media, at }, current, facts, rules.timeouts),
  );
}

/** A device in the call puts it on hold, or resumes it. */
export function hold(callId: CallId, by: Actor, isHeld: boolean, timeouts: Timeouts): Command<Result<Call>> {
  return {
    reads: { calls: [callId], liveOf: [by.userId] },
    decide(unit, at) {
      const facts = { call: unit.find(callId), live: unit.liveOf(by.userId) };
      return unit.apply(decideHold({ by, isHeld, at }, facts, timeouts));
    },
  };
}

function contact(
  callId: CallId,
  { userId }: Actor,
  { takesSecondCall }: ContactRules,
  decide: (facts: ContactFacts, at: number) => Decision<string>,
): Command<Result<Call>> {
  return {
    reads: { calls: [callId], liveOf: [userId], liveOfCaller: [callId] },
    decide(unit, at) {
      const call = unit.find(callId);
      const users = new Set([userId, ...(call === undefined ? [] : [call.caller.userId])]);
      const live = [...new Set([...users].flatMap((user) => unit.liveOf(user)))];
      return unit.apply(decide({ call, live, takesSecondCall }, at));
    },
  };
}

/** A user has changed their rules about another, who may be calling them: the ring stops, or its sound. */
export function applyRules({ userId, peerId, rules }: RulesOfPair): Command<void> {
  return {
    reads: { liveOf: [userId] },
    decide(unit) {
      for (const call of unit.liveOf(userId)) {
        if (call.callee.userId !== userId || call.caller.userId !== peerId) continue;
        if (rules.blocksCalls) unit.change(call, { type: 'blocked' });
        else if (rules.isMuted) unit.change(call, { type: 'muted' });
      }
    },
  };
}

/** A device connects and lists the links that carry its media; answers with its user's live calls, oldest first. */
export function attach(actor: Actor, links: readonly CarryingLink[]): Command<Live[]> {
  return {
    reads: { calls: links.map(({ callId }) => callId), liveOf: [actor.userId] },
    decide(unit, at) {
      const carrying = new Map(links.map((link) => [unit.find(link.callId)?.id, link]));
      for (const call of unit.liveOf(actor.userId)) {
        if (!isInCall(call, actor.deviceId)) continue;
        const link = carrying.get(call.id);
        const carries = link === undefined ? {} : { carrying: { linkId: link.linkId, route: link.route } };
        unit.change(call, { type: 'attached', by: actor, ...carries, at });
      }
      const live = unit.liveOf(actor.userId).filter((call) => isKnownTo(call, actor));
      return live.toSorted((a, b) => a.placedAt - b.placedAt);
    },
  };
}

/** A device has disconnected, with its page (`closed`) or with its network (`silent`). */
export function detach(actor: Actor, how: 'closed' | 'silent'): Command<void> {
  return {
    reads: { liveOf: [actor.userId] },
    decide(unit, at) {
      for (const call of unit.liveOf(actor.userId)) {
        unit.change(call, { type: 'detached', by: actor, how, at });
      }
    },
  };
}

/**
 * Devices of a user were signed out: each ends the call that it is in as if its button had been pressed, and rings no
 * more.
 */
export function endCallsOf(userId: UserId, devices: ReadonlySet<DeviceId>): Command<void> {
  return {
    reads: { liveOf: [userId] },
    decide(unit, at) {
      for (const call of unit.liveOf(userId)) {
        const role = roleOf(call, userId);
        const own = role && deviceIn(call, role);
        if (own !== undefined && devices.has(own)) {
          const by = { userId, deviceId: own };
          unit.change(call, { type: 'endPressed', by, agoMs: 0, peerEnded: false, at });
        } else for (const deviceId of devices) stopRinging(unit, call, { userId, deviceId }, at);
      }
    },
  };
}

function stopRinging(unit: UnitOfWork, call: Live, by: Actor, at: number): void {
  if (call.phase !== 'ringing' || !call.ringing.includes(by.deviceId)) return;
  unit.change(unit.find(call.id) ?? call, { type: 'detached', by, how: 'closed', at });
}

/**
 * The host takes a user out of all calls. Those that ring at the user go on to their deadline, so that the caller sees
 * the same as with someone offline.
 */
export function leaveAll(userId: UserId): Command<void> {
  return {
    reads: { liveOf: [userId] },
    decide(unit, at) {
      for (const call of unit.liveOf(userId)) {
        const role = roleOf(call, userId);
        const deviceId = role && deviceIn(call, role);
        if (deviceId === undefined) continue;
        unit.change(call, { type: 'endPressed', by: { userId, deviceId }, at, agoMs: 0, peerEnded: false });
      }
    },
  };
}

/** Applies the deadlines of a call that have passed; answers with the call, which may have a later deadline now. */
export function passTime(callId: CallId): Command<Call | undefined> {
  return {
    reads: { calls: [callId] },
    decide(unit, at) {
      const call = unit.find(callId);
      if (call !== undefined) unit.change(call, { type: 'timePassed', at });
      return unit.find(callId);
    },
  };
}

/** The server has just started: no device is attached, and deadlines may have passed meanwhile. */
export function restart(callId: CallId): Command<void> {
  return {
    reads: { calls: [callId] },
    decide(unit, at) {
      const call = unit.find(callId);
      if (call === undefined) return;
      const restarted = unit.change(call, { type: 'restarted', at });
      if (restarted.kind === 'changed') unit.change(restarted.call, { type: 'timePassed', at });
    },
  };
}

/** Whether a device may send a signal to another. They pass between the caller's device and one that rings or answered. */
export function authorizeSignal(from: Actor, to: DeviceId): Query<Result<Call>> {
  return authorize(from, (call) => {
    const { deviceId } = call.caller;
    const callees = calleeDevices(call);
    return (
      (from.deviceId === deviceId && callees.includes(to)) ||
      (to === deviceId && callees.includes(from.deviceId))
    );
  });
}

/** Whether a device may have what only a live call grants: it must be in the call, or be called by it. */
export function authorizeMedia(actor: Actor): Query<Result<Call>> {
  return authorize(actor, (call) => isInCall(call, actor.deviceId) || mayAnswer(call, actor));
}

/** Answers strangers as if there were no such call, and participants that it has ended. */
function authorize(actor: Actor, isAllowed: (call: Live) => boolean): Query<Result<Call>> {
  return (call) => {
    if (call === undefined || !isKnownTo(call, actor)) return fail('notFound');
    if (call.phase === 'ended') return fail('ended');
    return isAllowed(call) ? ok(call) : fail('forbidden');
  };
}

function calleeDevices(call: Live): readonly DeviceId[] {
  if (isAnswered(call)) return [call.answeredBy];
  return call.phase === 'ringing' ? call.ringing : [];
}
