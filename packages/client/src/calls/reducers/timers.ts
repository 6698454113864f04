import { bounds } from '@ringback/protocol';
import { type Step, asking, next, step, withMine } from '../state/callEffect.ts';
import type { CallsState, MyCall, Ring, Talking } from '../state/callsState.ts';
import { isSameLink, tellLink } from './active.ts';
import { tellEnd } from './callEnd.ts';
import { acceptAgain, endLateRings, pollRing, ringEndsAt } from './incoming.ts';
import { giveUpAfterMs, placeAgain } from './outgoing.ts';
import { dropOldRemarks } from './toasts.ts';

/**
 * When the next thing falls due, on this machine's clock; undefined if nothing waits. Times stand in the state and
 * nowhere else, so there is one timer, and none that a newer call could inherit.
 */
export function nextDueAt(state: CallsState): number | undefined {
  const times = [
    ...state.rings.flatMap((ring) => [ringEndsAt(state, ring), ring.pollAt]),
    ...state.ends.flatMap((end) => (end.retryAt === undefined ? [] : [end.retryAt])),
    ...state.remarks.map(({ untilMs }) => untilMs),
    ...(state.mine === null ? [] : myTimes(state.mine)),
  ];
  return times.length === 0 ? undefined : Math.min(...times);
}

function myTimes({ stage }: MyCall): readonly number[] {
  switch (stage.name) {
    case 'asking':
      return [];
    case 'placing':
    case 'accepting':
      return [stage.retryAt ?? stage.since + giveUpAfterMs];
    case 'waiting':
      return [stage.pollAt];
    case 'talking':
      return isSettled(stage) ? [] : [stage.pollAt];
  }
}

/** No push is trusted to arrive: a call is asked for until media comes in and the server knows it. */
function isSettled(stage: Talking): boolean {
  return stage.call.phase === 'active' && stage.link.state === 'up' && isSameLink(stage.link, stage.toldLink);
}

/** Does everything that is due. */
export function timePassed(state: CallsState, now: number): Step {
  return [dueRings, dueEnds, dueMine].reduce<Step>(
    (done, decide) => next(done, (reached) => decide(reached, now)),
    step(dropOldRemarks(state, now)),
  );
}

function dueRings(state: CallsState, now: number): Step {
  const ringing = endLateRings(state, now);
  const due = (ring: Ring): boolean => ring.pollAt <= now;
  const polled = ringing.rings.filter(due);
  const rings = ringing.rings.map((ring) => (due(ring) ? { ...ring, pollAt: now + bounds.pollMs } : ring));
  const asks = polled.flatMap((ring) => pollRing(state, ring));
  return step(polled.length === 0 ? ringing : { ...ringing, rings }, asks);
}

function dueEnds(state: CallsState, now: number): Step {
  return state.ends
    .filter((end) => end.retryAt !== undefined && end.retryAt <= now)
    .reduce((done, end) => next(done, (reached) => tellEnd(reached, end, now)), step(state));
}

function dueMine(state: CallsState, now: number): Step {
  const { mine } = state;
  if (mine === null || !myTimes(mine).some((at) => at <= now)) return step(state);
  switch (mine.stage.name) {
    case 'asking':
      return step(state);
    case 'placing':
      return placeAgain(state, mine, mine.stage, now);
    case 'accepting':
      return acceptAgain(state, mine, mine.stage, now);
    case 'waiting':
      return poll(state, { ...mine, stage: { ...mine.stage, pollAt: now + bounds.pollMs } });
    case 'talking': {
      const polled = poll(state, { ...mine, stage: { ...mine.stage, pollAt: now + bounds.pollMs } });
      return next(polled, (reached) =>
        reached.mine === null ? step(reached) : tellLink(reached, reached.mine),
      );
    }
  }
}

function poll(state: CallsState, mine: MyCall): Step {
  return withMine(state, mine, asking(state, { name: 'call:get', payload: { callId: mine.id } }));
}
