import type { Call, Unanswered } from './call.ts';
import { changed, changedUnseen, notifyCallee, unchanged } from './change.ts';
import type { CallEvent, Effect, Transition } from './events.ts';
import { isUnanswered } from './predicates.ts';

/**
 * The callee blocks the caller while it rings: their devices stop, and keep nothing. To the caller it is as if these
 * devices had gone away together, which is a change for each of them and one push.
 */
export function blocked(call: Call): Transition {
  if (!isUnanswered(call) || call.visibility !== 'open') return unchanged(call);
  const withdraw: Effect = { type: 'withdraw' };
  const hidden = { ...call, visibility: 'hidden' } as const;
  if (hidden.phase === 'calling' || hidden.ringing.length === 0) return changedUnseen(hidden, [withdraw]);
  const effects: readonly Effect[] = [{ type: 'notifyCaller' }, withdraw];
  return changed({ ...hidden, ringing: [] }, effects, hidden.ringing.length);
}

/** The callee mutes the caller while it rings: only the sound stops. */
export function muted(call: Call): Transition {
  if (!isUnanswered(call) || call.visibility !== 'open' || call.isMuted === true) return unchanged(call);
  return changedUnseen({ ...call, isMuted: true }, notifyCallee(call, 'all'));
}

/** The callee of a hidden or silenced call calls its caller: from now on they may know of it. */
export function revealed(call: Call): Transition {
  if (!isUnanswered(call) || call.visibility === 'open') return unchanged(call);
  return changedUnseen({ ...call, visibility: 'open' }, []);
}

/**
 * The callee talks in another call: this one goes on as a second call on that device, and stops on the others. It may
 * have rung on all of them, if one of the two comes from a stranger.
 */
export function foundSecond(call: Call, { on }: CallEvent & { type: 'foundSecond' }): Transition {
  if (!isUnanswered(call) || call.ringsOn === on) return unchanged(call);
  const second: Unanswered = { ...call, ringsOn: on };
  if (second.phase === 'calling')
    return changed(second, [...notifyCallee(call, 'all'), { type: 'withdraw' }]);
  const ringing = second.ringing.filter((deviceId) => deviceId === on);
  return changed({ ...second, ringing }, [
    { type: 'notifyCaller' },
    ...notifyCallee(call, 'all'),
    { type: 'withdraw' },
  ]);
}
