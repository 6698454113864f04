import type { Call, Live } from './call.ts';
import type { Timeouts } from './deadlines.ts';
import { applyEvent, refuse, type Decision } from './decision.ts';
import type { CallEvent } from './events.ts';
import { occupies } from './placement.ts';
import { isInCall, isVisibleTo, mayAnswer } from './predicates.ts';

/** What a device of the callee asks with `call:ringing` or `call:accept`. */
export type ContactEvent = CallEvent & { readonly type: 'deviceRang' | 'accepted' };

export interface ContactFacts {
  /** The call with the requested id, if there is one. */
  readonly call: Call | undefined;
  /** Every live call of the asking user. */
  readonly live: readonly Live[];
}

/**
 * How the contact of a callee's device with a call was judged.
 * Refused: `unknownCall`, `inAnotherCall` (this device must leave its other call first).
 * `busy`: the callee turned out to be on another call, so this one ends. `first`: the first device to ring or answer.
 * `next`: the call has rung already, or the event is late or forbidden; the state machine of the call decides.
 */
type ContactVerdict = 'unknownCall' | 'inAnotherCall' | 'busy' | 'first' | 'next';

/**
 * Decides `call:ringing` and `call:accept`. The first device of the callee that rings or answers is the moment to find
 * out whether the callee can take the call: until then it was unknown whether any of their devices is online.
 */
export function decideFirstContact(
  event: ContactEvent,
  { call, live }: ContactFacts,
  timeouts: Timeouts,
): Decision<ContactVerdict> {
  const { by, at } = event;
  if (call === undefined || !isVisibleTo(call, by.userId)) return refuse('unknownCall', 'notFound');
  if (!mayAnswer(call, by)) return applyEvent('next', call, event, timeouts);
  const others = live.filter((other) => other.id !== call.id);
  const isDeviceTaken = others.some((other) => isInCall(other, by.deviceId));
  if (call.phase !== 'calling') {
    return isDeviceTaken ? refuse('inAnotherCall', 'conflict') : applyEvent('next', call, event, timeouts);
  }
  const isBusy = isDeviceTaken || others.some((other) => occupies(other, by.userId));
  if (isBusy) return applyEvent('busy', call, { type: 'foundBusy', at }, timeouts);
  return applyEvent('first', call, event, timeouts);
}
