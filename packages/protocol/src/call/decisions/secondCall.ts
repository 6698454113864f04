import type { DeviceId, UserId } from '../../common/ids.ts';
import type { Actor, Live } from '../call.ts';
import type { Timeouts } from '../deadlines.ts';
import type { CallEvent } from '../events.ts';
import { deviceIn, isAnswered, roleOf } from '../predicates.ts';
import { changesOf, type CallChange } from './decision.ts';

/** Whether the device in a call can show a second one, and its user wants that. */
export type TakesSecondCall = (deviceId: DeviceId) => boolean;

/** How one more call can reach a user. */
export type Reception =
  /** It rings on all devices. */
  | { readonly kind: 'free' }
  | { readonly kind: 'busy' }
  /** It rings on the device that is in the user's one answered call. */
  | { readonly kind: 'second'; readonly on: DeviceId };

/**
 * Decides how one more call can reach a user: `others` are their other live calls. Beside one answered call, held or not,
 * there is room for a second one. A third is busy, and so is everything while they call or something rings. But a ringing
 * stranger keeps no contact out: `isRequest` says whether this call is from a stranger.
 */
export function receptionOf(
  userId: UserId,
  others: readonly Live[],
  isRequest: boolean,
  takesSecondCall: TakesSecondCall,
): Reception {
  const [only, ...more] = others.filter((other) => occupies(other, userId, isRequest));
  if (only === undefined) return { kind: 'free' };
  const role = roleOf(only, userId);
  const on = role === undefined ? undefined : deviceIn(only, role);
  if (more.length > 0 || !isAnswered(only) || on === undefined) return { kind: 'busy' };
  return takesSecondCall(on) ? { kind: 'second', on } : { kind: 'busy' };
}

/** Whether a user is busy with a live call. A call to them that has rung nowhere, or that is hidden, does not keep them. */
function occupies(call: Live, userId: UserId, isRequest: boolean): boolean {
  if (roleOf(call, userId) !== 'callee') return call.caller.userId === userId;
  if (isAnswered(call)) return true;
  if (call.phase === 'calling' || call.visibility !== 'open') return false;
  return isRequest || call.isRequest !== true;
}

/**
 * What becomes of the calls that ring for a user when they talk in another one from now on. Only a stranger's call and
 * another one ring at once. The rest goes on as a second call on the device `on`, or ends as busy.
 */
export function setAside(
  { userId, deviceId: on }: Actor,
  others: readonly Live[],
  at: number,
  { timeouts, takesSecondCall }: { readonly timeouts: Timeouts; readonly takesSecondCall: TakesSecondCall },
): readonly CallChange[] {
  const event: CallEvent = takesSecondCall(on) ? { type: 'foundSecond', on } : { type: 'foundBusy', at };
  return others
    .filter((other) => isRingingFor(other, userId))
    .flatMap((other) => changesOf(other, event, timeouts));
}

function isRingingFor(call: Live, userId: UserId): boolean {
  const isOpen = call.callee.userId === userId && call.visibility === 'open';
  return isOpen && call.phase === 'ringing' && call.ringsOn === undefined;
}
