import type { Actor, Call, Live } from '../call.ts';
import type { Timeouts } from '../deadlines.ts';
import { after, applyEvent, changesOf, refuse, type Decision } from './decision.ts';
import type { CallEvent } from '../events.ts';
import { isAnswered, isInCall, isKnownTo, mayAnswer } from '../predicates.ts';
import { endedByTalk, onAnotherDevice, talksElsewhere } from './oneConversation.ts';
import { receptionOf, setAside, type TakesSecondCall } from './secondCall.ts';

type Rang = CallEvent & { readonly type: 'deviceRang' };
type Accepted = CallEvent & { readonly type: 'accepted' };

export interface ContactFacts {
  /** The call with the requested id, if there is one. */
  readonly call: Call | undefined;
  /** Every live call of the asking user, and of the caller. */
  readonly live: readonly Live[];
  readonly takesSecondCall: TakesSecondCall;
}

/** What becomes of the call that the device is in when it accepts a second one. */
export type CurrentCallPlan = 'hold' | 'end';

/**
 * How the contact of a callee's device with a call was judged.
 * Refused: `unknownCall`, `inAnotherCall` (this device must leave its other call first), `onAnotherDevice` (the user talks
 * there).
 * `busy`: the callee turned out to be on another call, so this one ends. `elsewhere`: it is on another device, which alone
 * may ring from now on. `first`: the first device to ring or answer. `second`: accepted beside another call.
 * `next`: the call has rung already, or the event is late or forbidden; the state machine of the call decides.
 */
type ContactVerdict =
  'unknownCall' | 'inAnotherCall' | 'onAnotherDevice' | 'busy' | 'elsewhere' | 'first' | 'second' | 'next';

/**
 * Decides `call:ringing`. The first device of the callee that rings or answers is the moment to find out whether the callee
 * can take the call: until then it was unknown whether any of their devices is online.
 */
export function decideRinging(
  event: Rang,
  facts: ContactFacts,
  timeouts: Timeouts,
): Decision<ContactVerdict> {
  return decideContact(event, facts, timeouts, (call, own) => {
    const isTaken = own.length > 1 || !own.every((other) => isAnswered(other));
    if (isTaken) return refuse('inAnotherCall', 'conflict');
    return applyEvent(call.phase === 'calling' ? 'first' : 'next', call, event, timeouts);
  });
}

/**
 * Decides `call:accept`. A device that is in an answered call says what becomes of it, which happens in the same moment: if
 * the second call is over or was answered elsewhere, the first one goes on as it was. Whatever else the two have placed
 * ends with the answer, as neither can talk in two.
 */
export function decideAccept(
  event: Accepted,
  plan: CurrentCallPlan | undefined,
  facts: ContactFacts,
  timeouts: Timeouts,
): Decision<ContactVerdict> {
  return decideContact(event, facts, timeouts, (call, own, others) => {
    const { by, at } = event;
    const [other, ...more] = own;
    if (more.length > 0 || (other !== undefined && (plan === undefined || !isAnswered(other))))
      return refuse('inAnotherCall', 'conflict');
    if (talksElsewhere(by, others)) return refuse('onAnotherDevice', 'conflict', onAnotherDevice);
    const ended = [by, call.caller].flatMap((party) => endedByTalk(party, others, timeouts, at));
    const isThird = other !== undefined && plan === 'hold';
    const takesSecondCall: TakesSecondCall = (on) => !isThird && facts.takesSecondCall(on);
    const aside = setAside(by, others, at, { timeouts, takesSecondCall });
    if (other === undefined || plan === undefined) {
      const verdict = call.phase === 'calling' ? 'first' : 'next';
      return after([...ended, ...aside], answered(applyEvent(verdict, call, event, timeouts)));
    }
    const left = changesOf(other, leaving(plan, event), timeouts);
    return after(
      [...ended, ...left, ...aside],
      answered(applyEvent<ContactVerdict>('second', call, event, timeouts)),
    );
  });
}

/** Who answers a call knows its caller from then on. */
function answered(decision: Decision<ContactVerdict>): Decision<ContactVerdict> {
  if (decision.kind === 'refused' || decision.changes.length === 0) return decision;
  const { caller, callee } = decision.call;
  const acquaintance = { userId: callee.userId, peerId: caller.userId, called: false, answered: true };
  return { ...decision, acquaintances: [acquaintance] };
}

function leaving(plan: CurrentCallPlan, { by, at }: { readonly by: Actor; readonly at: number }): CallEvent {
  return plan === 'hold'
    ? { type: 'holdPressed', by, isHeld: true, at }
    : { type: 'endPressed', by, at, agoMs: 0, peerEnded: false };
}

/** `answer` decides about a call that may ring on this device; of the `others`, the device is in its `own`. */
function decideContact(
  event: Rang | Accepted,
  { call, live, takesSecondCall }: ContactFacts,
  timeouts: Timeouts,
  answer: (call: Call, own: readonly Live[], others: readonly Live[]) => Decision<ContactVerdict>,
): Decision<ContactVerdict> {
  const { by, at } = event;
  if (call === undefined || !isKnownTo(call, by)) return refuse('unknownCall', 'notFound');
  if (!mayAnswer(call, by)) return applyEvent('next', call, event, timeouts);
  const others = live.filter((other) => other.id !== call.id);
  const own = others.filter((other) => isInCall(other, by.deviceId));
  if (call.phase !== 'calling') return answer(call, own, others);
  const reception = receptionOf(by.userId, others, call.isRequest === true, takesSecondCall);
  switch (reception.kind) {
    case 'free':
      return answer(call, own, others);
    case 'busy':
      return applyEvent('busy', call, { type: 'foundBusy', at }, timeouts);
    case 'second':
      return rangAsSecond(call, by, reception.on, timeouts, (found) => answer(found, own, others));
  }
}

/** The call becomes a second one, if it was none. Then only the device in the other call goes on with it. */
function rangAsSecond(
  call: Call,
  by: Actor,
  on: Actor['deviceId'],
  timeouts: Timeouts,
  answer: (call: Call) => Decision<ContactVerdict>,
): Decision<ContactVerdict> {
  const found = applyEvent<ContactVerdict>('elsewhere', call, { type: 'foundSecond', on }, timeouts);
  if (found.kind === 'refused' || on !== by.deviceId) return found;
  return after(found.changes, answer(found.call));
}
