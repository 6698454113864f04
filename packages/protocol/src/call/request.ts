import type { Call } from './call.ts';
import { changed, notifyCallee, refused, unchanged } from './change.ts';
import type { CallEvent, Transition } from './events.ts';
import { isUnanswered, roleOf } from './predicates.ts';

/** A device of the callee asks a stranger what the call is about. It goes on ringing, without sound on all devices. */
export function reasonAsked(call: Call, { by }: CallEvent & { type: 'reasonAsked' }): Transition {
  if (roleOf(call, by.userId) !== 'callee' || call.isRequest !== true) return refused('forbidden');
  if (!isUnanswered(call)) return refused(call.phase === 'ended' ? 'ended' : 'answeredElsewhere');
  if (call.about?.isAsked === true) return unchanged(call);
  const asked = { ...call, about: { ...call.about, isAsked: true } } as const;
  return changed(asked, [{ type: 'notifyCaller' }, ...notifyCallee(call, 'all')]);
}

/** The caller says what the call is about, after they were asked. The first answer stays. */
export function reasonGiven(call: Call, { by, reason }: CallEvent & { type: 'reasonGiven' }): Transition {
  if (roleOf(call, by.userId) !== 'caller' || call.about?.isAsked !== true) return refused('forbidden');
  if (!isUnanswered(call)) return refused(call.phase === 'ended' ? 'ended' : 'answeredElsewhere');
  if (call.about.reason !== undefined) return unchanged(call);
  const given = { ...call, about: { ...call.about, reason } };
  return changed(given, [{ type: 'notifyCaller' }, ...notifyCallee(call, 'all')]);
}
