import type { DeviceId, UserId } from '../../common/ids.ts';
import type { Live } from '../call.ts';
import { deviceIn, isAnswered, roleOf } from '../predicates.ts';

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
 * there is room for a second one. A third is busy, and so is everything while they call or something rings.
 */
export function receptionOf(
  userId: UserId,
  others: readonly Live[],
  takesSecondCall: TakesSecondCall,
): Reception {
  const [only, ...more] = others.filter((other) => occupies(other, userId));
  if (only === undefined) return { kind: 'free' };
  const role = roleOf(only, userId);
  const on = role === undefined ? undefined : deviceIn(only, role);
  if (more.length > 0 || !isAnswered(only) || on === undefined) return { kind: 'busy' };
  return takesSecondCall(on) ? { kind: 'second', on } : { kind: 'busy' };
}

/** Whether a user is busy with a live call. A call to them that has rung nowhere does not keep them. */
function occupies(call: Live, userId: UserId): boolean {
  return roleOf(call, userId) === 'callee' ? call.phase !== 'calling' : call.caller.userId === userId;
}
