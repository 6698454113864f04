import type { CallId, UserId } from '../../common/ids.ts';
import type { Call } from '../call.ts';
import { isAnswered } from '../predicates.ts';

/**
 * Reserves a callee for one call. Of all calls to a user at most one may have a lock that is not held, and at most one
 * a held lock, which the database ensures across servers. Calls that a user placed need none.
 */
export interface ActiveCallLock {
  readonly userId: UserId;
  readonly callId: CallId;
  readonly isHeld: boolean;
}

/**
 * The lock that a call must have; undefined where it needs none, because it rang nowhere, rings as a second call, is hidden
 * or has ended.
 */
export function lockOf(call: Call): ActiveCallLock | undefined {
  const { userId } = call.callee;
  if (call.phase === 'ringing')
    return call.ringsOn === undefined ? { userId, callId: call.id, isHeld: false } : undefined;
  if (!isAnswered(call)) return undefined;
  return { userId, callId: call.id, isHeld: call.participants.callee.isHolding === true };
}
