import type { CallId, UserId } from '../../common/ids.ts';
import type { Call } from '../call.ts';
import type { Timeouts } from '../deadlines.ts';
import type { CallEvent, Effect, Refusal } from '../events.ts';
import { transition } from '../transition.ts';

/** A call as it stands after one change, and what must be done once it is stored. */
export interface CallChange {
  readonly call: Call;
  readonly effects: readonly Effect[];
}

/** A user gets to know another: by calling them, by answering their call, or by being called. */
export interface Acquaintance {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly called: boolean;
  readonly answered: boolean;
}

/** What is to be stored and answered. */
interface Outcome {
  /** The answer to the asking device. */
  readonly call: Call;
  /** Stored together, in this order. */
  readonly changes: readonly CallChange[];
  /** Another id for `call`. */
  readonly alias?: CallId;
  readonly acquaintances: readonly Acquaintance[];
}

/** A decision that may concern several calls of a user. */
export type Decision<Verdict> =
  | {
      readonly kind: 'refused';
      readonly verdict: Verdict;
      readonly refusal: Refusal | 'badRequest' | 'conflict';
      /** For people, where the message of the error table says too little. */
      readonly message?: string | undefined;
    }
  | ({ readonly kind: 'decided'; readonly verdict: Verdict } & Outcome);

export function refuse<Verdict>(
  verdict: Verdict,
  refusal: Refusal | 'badRequest' | 'conflict',
  message?: string,
): Decision<Verdict> {
  return { kind: 'refused', verdict, refusal, message };
}

/** Turns the outcome of the state machine into a decision. */
export function applyEvent<Verdict>(
  verdict: Verdict,
  call: Call,
  event: CallEvent,
  timeouts: Timeouts,
): Decision<Verdict> {
  const outcome = transition(call, event, timeouts);
  switch (outcome.kind) {
    case 'refused':
      return refuse(verdict, outcome.refusal);
    case 'unchanged':
      return { kind: 'decided', verdict, call: outcome.call, changes: [], acquaintances: [] };
    case 'changed':
      return { kind: 'decided', verdict, call: outcome.call, changes: [outcome], acquaintances: [] };
  }
}

/** Adds what happens to other calls first. A refused decision changes nothing at all. */
export function after<Verdict>(
  others: readonly CallChange[],
  decision: Decision<Verdict>,
): Decision<Verdict> {
  return decision.kind === 'refused' ? decision : { ...decision, changes: [...others, ...decision.changes] };
}

/** What an event changes in a call; nothing if it is refused. */
export function changesOf(call: Call, event: CallEvent, timeouts: Timeouts): readonly CallChange[] {
  const outcome = transition(call, event, timeouts);
  return outcome.kind === 'changed' ? [outcome] : [];
}
