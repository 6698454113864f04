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
  type Timeouts,
  type WireCall,
} from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { RequestContext } from '../devices/requestContext.ts';
import { KeyedTokenBucket } from '../platform/tokenBucket.ts';
import type { Calls } from './calls.ts';
import { place, type VisibilityOf } from './placing.ts';
import { accept, lookAs, report, ring } from './requests.ts';
import { authorizeSignal } from './signals.ts';
import type { Work } from './work.ts';

/** What requests about calls work with. */
export interface CallHandlerParts {
  readonly calls: Calls;
  readonly devices: AttachedDevices;
  readonly limits: Limits;
  readonly timeouts: Timeouts;
  readonly visibilityOf: VisibilityOf;
  readonly now: () => number;
}

type CallRequest = Extract<RequestName, `call:${string}`>;

/** Answers the requests about calls. */
export function callHandlers(parts: CallHandlerParts): Pick<Handlers<RequestContext>, CallRequest> {
  const { calls } = parts;
  return {
    'call:get': async (by, { callId }) => viewed(await calls.look(callId, lookAs(by)), by),
    'call:record': async (by, { callId }) => recorded(await calls.look(callId, lookAs(by)), by),
    'call:place': placeHandler(parts),
    'call:ringing': (by, { callId }) => decided(calls, by, ring(callId, by)),
    'call:accept': (by, { callId, media }) => decided(calls, by, accept(callId, by, media)),
    'call:decline': (by, { callId }) =>
      decided(
        calls,
        by,
        report(callId, by, (at) => ({ type: 'declined', by, at })),
      ),
    'call:end': (by, { callId, endedAgoMs: agoMs = 0, peerEnded = false }) =>
      decided(
        calls,
        by,
        report(callId, by, (at) => ({ type: 'endPressed', by, at, agoMs, peerEnded })),
      ),
    'call:linkUp': (by, { callId, gapMs, cause, ...link }) => {
      const before = { ...(gapMs !== undefined && { gapMs }), ...(cause !== undefined && { cause }) };
      return decided(
        calls,
        by,
        report(callId, by, (at) => ({ type: 'linkUp', by, ...link, ...before, at })),
      );
    },
    'call:linkDown': (by, { callId, linkId, cause }) =>
      decided(
        calls,
        by,
        report(callId, by, (at) => ({ type: 'linkDown', by, linkId, cause, at })),
      ),
    'call:signal': signalHandler(parts),
  };
}

/** Decides a request, and answers with the call as the asking device may see it then. */
async function decided(calls: Calls, by: Actor, work: Work<Result<Call>>): Promise<Result<WireCall>> {
  return viewed(await calls.submit(work), by);
}

/** A call as the asking device may see it. */
function viewed(answer: Result<Call>, viewer: Actor): Result<WireCall> {
  if (!answer.ok) return answer;
  const view = viewOf(answer.data, viewer);
  return view === undefined ? fail('notFound') : ok(view);
}

/** How a call went, as the asking device may know it. */
function recorded(answer: Result<Call>, viewer: Actor): Result<CallRecord> {
  if (!answer.ok) return answer;
  const record = recordOf(answer.data, viewer);
  return record === undefined ? fail('notFound') : ok(record);
}

function placeHandler(parts: CallHandlerParts): Handlers<RequestContext>['call:place'] {
  const { calls, limits, visibilityOf, timeouts, now } = parts;
  const byUser = new KeyedTokenBucket<string>({ size: limits.placesPerMinute, intervalMs: 60_000 }, now);
  const byPair = new KeyedTokenBucket<string>(
    { size: limits.placesPerMinutePerPair, intervalMs: 60_000 },
    now,
  );
  return async (by, { callId, to, media }) => {
    const { userId, deviceId } = by;
    const retryAfterMs = byPair.take(`${userId} ${to}`) || byUser.take(userId);
    if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
    const wish = { callId, caller: { userId, deviceId }, kind: by.kind, to, media };
    return decided(calls, by, place(wish, visibilityOf, timeouts));
  };
}

/** Relays what two devices say to each other; it is neither read nor kept. */
function signalHandler({
  calls,
  devices,
  limits,
  now,
}: CallHandlerParts): Handlers<RequestContext>['call:signal'] {
  const bytes = new KeyedTokenBucket<string>({ size: limits.signalBytesPerSecond, intervalMs: 1_000 }, now);
  return (by, { callId, to, linkId, box }) => {
    const allowed = calls.look(callId, authorizeSignal(by, to));
    const pass = (outcome: Result<Call>): Result<object> => {
      if (!outcome.ok) return outcome;
      const { id } = outcome.data;
      const retryAfterMs = bytes.take(id, Buffer.byteLength(box));
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      const target = devices.get(to);
      if (target === undefined) return fail('unavailable');
      target.push('call:signal', { callId: id, from: by.deviceId, linkId, box });
      return ok({});
    };
    return allowed instanceof Promise ? allowed.then(pass) : pass(allowed);
  };
}
