import type { Actor, Call, Live } from '../call.ts';
import type { Timeouts } from '../deadlines.ts';
import { after, applyEvent, changesOf, refuse, type Decision } from './decision.ts';
import { isHeldBy } from '../hold.ts';
import { isAnswered, isInCall, isVisibleTo } from '../predicates.ts';

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

/** Refused: `unknownCall`, `holdsAnother` (a device holds at most one call). `swapped`: the other call is held instead. */
type HoldVerdict = 'unknownCall' | 'holdsAnother' | 'swapped' | 'alone';

/**
 * Decides `call:hold`. A device talks in one call and holds at most one: to resume that one holds the other, in the same
 * moment, so that no order of requests leaves it talking in two.
 */
export function decideHold(
  { by, isHeld, at }: HoldRequest,
  { call, live }: HoldFacts,
  timeouts: Timeouts,
): Decision<HoldVerdict> {
  if (call === undefined || !isVisibleTo(call, by.userId)) return refuse('unknownCall', 'notFound');
  const others = callsOn(by, live).filter((other) => other.id !== call.id);
  const decision = applyEvent<HoldVerdict>('alone', call, { type: 'holdPressed', by, isHeld, at }, timeouts);
  if (decision.kind === 'refused') return decision;
  if (isHeld)
    return others.some((other) => isHeldBy(other, by.userId)) ? refuse('holdsAnother', 'conflict') : decision;
  const held = others.flatMap((other) =>
    changesOf(other, { type: 'holdPressed', by, isHeld: true, at }, timeouts),
  );
  return held.length === 0 ? decision : after(held, { ...decision, verdict: 'swapped' });
}

/** The answered calls that a device is in. */
function callsOn({ deviceId }: Actor, live: readonly Live[]): readonly Live[] {
  return live.filter((call) => isAnswered(call) && isInCall(call, deviceId));
}
