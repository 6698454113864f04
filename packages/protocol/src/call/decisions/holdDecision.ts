import type { Actor, Call, Live } from '../call.ts';
import type { Timeouts } from '../deadlines.ts';
import { after, applyEvent, changesOf, refuse, type Decision } from './decision.ts';
import { isHeldBy } from '../hold.ts';
import { isAnswered, isInCall, isVisibleTo } from '../predicates.ts';
import { endedByTalk, onAnotherDevice, talksElsewhere } from './oneConversation.ts';

/** What a device asks with `call:hold`. */
interface HoldRequest {
  readonly by: Actor;
  readonly isHeld: boolean;
  /** Server time in ms. */
  readonly at: number;
}

interface HoldFacts {
  /** The call with the requested id, if there is one. */
  readonly call: Call | undefined;
  /** Every live call of the asking user. */
  readonly live: readonly Live[];
}

/**
 * Refused: `unknownCall`, `holdsAnother` (a user holds at most one call), `onAnotherDevice` (the user talks there).
 * `swapped`: the other call is held instead.
 */
type HoldVerdict = 'unknownCall' | 'holdsAnother' | 'onAnotherDevice' | 'swapped' | 'alone';

/**
 * Decides `call:hold`. A user talks in one call and holds at most one: to resume that one holds the other of the device, in
 * the same moment, so that no order of requests leaves them talking in two.
 */
export function decideHold(
  { by, isHeld, at }: HoldRequest,
  { call, live }: HoldFacts,
  timeouts: Timeouts,
): Decision<HoldVerdict> {
  if (call === undefined || !isVisibleTo(call, by.userId)) return refuse('unknownCall', 'notFound');
  const others = live.filter((other) => other.id !== call.id);
  const decision = applyEvent<HoldVerdict>('alone', call, { type: 'holdPressed', by, isHeld, at }, timeouts);
  if (decision.kind === 'refused' || decision.changes.length === 0) return decision;
  if (isHeld)
    return others.some((other) => isHeldBy(other, by.userId))
      ? refuse('holdsAnother', 'conflict', holdsAnother)
      : decision;
  if (talksElsewhere(by, others)) return refuse('onAnotherDevice', 'conflict', onAnotherDevice);
  const ended = endedByTalk(by, others, timeouts, at);
  const held = callsOn(by, others).flatMap((other) =>
    changesOf(other, { type: 'holdPressed', by, isHeld: true, at }, timeouts),
  );
  return after([...ended, ...held], held.length === 0 ? decision : { ...decision, verdict: 'swapped' });
}

const holdsAnother = 'You can hold one call at a time.';

/** The answered calls that a device is in. */
function callsOn({ deviceId }: Actor, live: readonly Live[]): readonly Live[] {
  return live.filter((call) => isAnswered(call) && isInCall(call, deviceId));
}
