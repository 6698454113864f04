import {
  fail,
  ok,
  recordOf,
  viewOf,
  type Actor,
  type Call,
  type CallRecord,
  type Handlers,
  type Limits,
  type RequestName,
  type Result,
  type TakesSecondCall,
  type Timeouts,
  type WireCall,
} from '@ringback/protocol';
import type { AttachedDevices, RequestContext } from '../devices/attachedDevices.ts';
import { KeyedTokenBucket, perMinute, perSecond } from '../platform/tokenBucket.ts';
import type { Calls } from './calls.ts';
import { accept, authorizeSignal, hold, readAs, report, reportRinging } from './callCommands.ts';
import type { Command } from './command.ts';
import { newGuestAddress, type Nuisance } from './nuisance.ts';
import { placeCall } from './placeCall.ts';
import { UrgentCalls } from './urgentCalls.ts';

interface CallHandlersDeps {
  readonly calls: Calls;
  readonly devices: AttachedDevices;
  readonly limits: Limits;
  readonly timeouts: Timeouts;
  readonly nuisance: Nuisance;
  readonly now: () => number;
}

type CallRequest = Extract<RequestName, `call:${string}`>;

/** The handlers of the requests about calls. */
export function callHandlers(deps: CallHandlersDeps): Pick<Handlers<RequestContext>, CallRequest> {
  const { calls, timeouts } = deps;
  const rules = { timeouts, takesSecondCall: takesSecondCallOn(deps.devices) };
  return {
    'call:get': async (by, { callId }) => viewed(await calls.query(callId, readAs(by)), by),
    'call:record': async (by, { callId }) => recorded(await calls.query(callId, readAs(by)), by),
    'call:place': placeHandler(deps),
    'call:askReason': (by, { callId }) =>
      submit(
        calls,
        by,
        report(callId, by, () => ({ type: 'reasonAsked', by })),
      ),
    'call:giveReason': (by, { callId, reason }) =>
      submit(
        calls,
        by,
        report(callId, by, () => ({ type: 'reasonGiven', by, reason })),
      ),
    'call:ringing': (by, { callId }) => submit(calls, by, reportRinging(callId, by, rules)),
    'call:accept': (by, request) => submit(calls, by, accept(request, by, rules)),
    'call:hold': (by, { callId, held }) => submit(calls, by, hold(callId, by, held, timeouts)),
    'call:decline': (by, { callId }) =>
      submit(
        calls,
        by,
        report(callId, by, (at) => ({ type: 'declined', by, at })),
      ),
    'call:end': (by, { callId, endedAgoMs: agoMs = 0, peerEnded = false }) =>
      submit(
        calls,
        by,
        report(callId, by, (at) => ({ type: 'endPressed', by, at, agoMs, peerEnded })),
      ),
    'call:linkUp': (by, { callId, gapMs, cause, ...link }) => {
      const before = { ...(gapMs !== undefined && { gapMs }), ...(cause !== undefined && { cause }) };
      return submit(
        calls,
        by,
        report(callId, by, (at) => ({ type: 'linkUp', by, ...link, ...before, at })),
      );
    },
    'call:linkDown': (by, { callId, linkId, cause }) =>
      submit(
        calls,
        by,
        report(callId, by, (at) => ({ type: 'linkDown', by, linkId, cause, at })),
      ),
    'call:signal': signalHandler(deps),
  };
}

/** A device that is away cannot show a second call. */
function takesSecondCallOn(devices: AttachedDevices): TakesSecondCall {
  return (deviceId) => devices.get(deviceId)?.takesSecondCalls === true;
}

/** Submits a command; answers with the call as the asking device may see it afterwards. */
async function submit(calls: Calls, by: Actor, command: Command<Result<Call>>): Promise<Result<WireCall>> {
  return calls.isFull ? fail('unavailable') : viewed(await calls.submit(command), by);
}

function viewed(answer: Result<Call>, viewer: Actor): Result<WireCall> {
  if (!answer.ok) return answer;
  const view = viewOf(answer.data, viewer);
  return view === undefined ? fail('notFound') : ok(view);
}

function recorded(answer: Result<Call>, viewer: Actor): Result<CallRecord> {
  if (!answer.ok) return answer;
  const record = recordOf(answer.data, viewer);
  return record === undefined ? fail('notFound') : ok(record);
}

function placeHandler(deps: CallHandlersDeps): Handlers<RequestContext>['call:place'] {
  const { calls, devices, limits, timeouts, nuisance, now } = deps;
  const urgent = new UrgentCalls();
  const rules = { timeouts, takesSecondCall: takesSecondCallOn(devices), nuisance, urgent };
  const byUser = new KeyedTokenBucket<string>(perMinute(limits.placesPerMinute), now);
  const byPair = new KeyedTokenBucket<string>(perMinute(limits.placesPerMinutePerPair), now);
  return async (by, { callId, to, media, reason, urgent: isUrgent }) => {
    const { userId, deviceId, kind } = by;
    const retryAfterMs = byUser.wait(userId) || byPair.take(`${userId} ${to}`) || byUser.take(userId);
    if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
    nuisance.callsFrom(userId, newGuestAddress(by, now()));
    const request = { callId, caller: { userId, deviceId, kind }, to, media, reason, isUrgent };
    return submit(calls, by, placeCall(request, rules));
  };
}

/** Relays an opaque message between two devices; the server neither reads nor stores it. */
function signalHandler({
  calls,
  devices,
  limits,
  now,
}: CallHandlersDeps): Handlers<RequestContext>['call:signal'] {
  const bytes = new KeyedTokenBucket<string>(perSecond(limits.signalBytesPerSecond), now);
  return (by, { callId, to, linkId, box }) => {
    const allowed = calls.query(callId, authorizeSignal(by, to));
    const relay = (outcome: Result<Call>): Result<object> => {
      if (!outcome.ok) return outcome;
      const { id } = outcome.data;
      const retryAfterMs = bytes.take(id, Buffer.byteLength(box));
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      const target = devices.get(to);
      if (target === undefined) return fail('unavailable');
      target.push('call:signal', { callId: id, from: by.deviceId, linkId, box });
      return ok({});
    };
    return allowed instanceof Promise ? allowed.then(relay) : relay(allowed);
  };
}
