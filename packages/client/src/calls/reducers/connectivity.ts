import { type Step, asking, next, step } from '../state/callEffect.ts';
import type { Kept } from '../state/callStorage.ts';
import { type CallsState, type Me, type MyCall, nobody } from '../state/callsState.ts';
import { measured } from '../state/serverClock.ts';
import type { Attachment } from '../../connection/signalingClient.ts';
import { reattached } from './active.ts';
import { leave, tellEnds } from './callEnd.ts';
import { acceptAgain, ringBelieved } from './incoming.ts';
import { releaseInputs } from './inputs.ts';
import { closing, wantedPaths } from './mediaSessions.ts';
import { placeAgain } from './outgoing.ts';
import { rejoin } from './serverUpdates.ts';

/** Somebody is here; what an earlier page of this tab kept is taken up. */
export function signedIn(me: Me, { ends, inputs }: Kept): Step {
  return step({ ...nobody, me, ends, keptInputs: inputs });
}

/** Nobody is here any more: whatever is open is let go of. */
export function signedOut(state: CallsState, now: number): Step {
  const { mine } = state;
  const left = mine === null ? step(state) : leave(state, mine, undefined, now);
  return step(nobody, left.effects);
}

/** The page goes away, maybe to come back: media stops, and nobody hangs up. */
export function pageHidden(state: CallsState): Step {
  const { mine } = state;
  const paths = closing(wantedPaths(state));
  if (mine === null) return step(state, paths);
  return step(state, [...paths, ...releaseInputs(mine)]);
}

/** The server answered this device's hello: both tell each other what they missed. */
export function attached(state: CallsState, attachment: Attachment, now: number): Step {
  const online: CallsState = {
    ...state,
    isOnline: true,
    serverClock: measured(state.serverClock, { ...attachment, serverTime: attachment.hello.serverTime }),
    rings: state.rings.map((ring) => ({ ...ring, told: 'no' as const })),
  };
  const { calls } = attachment.hello;
  const heard = calls.reduce(
    (done, call) => next(done, (reached) => rejoin(ringBelieved(reached, call.id), call, now)),
    tellEnds(online, now),
  );
  const resumed = next(heard, (reached) => resume(reached, attachment, now));
  return next(resumed, (reached) => askForMissing({ ...reached, keptInputs: null }, attachment));
}

/** Goes on with what was on its way when the connection broke. */
function resume(state: CallsState, attachment: Attachment, now: number): Step {
  const { mine } = state;
  if (mine === null) return step(state);
  switch (mine.stage.name) {
    case 'asking':
    case 'waiting':
      return step(state);
    case 'placing':
      return placeAgain(state, mine, mine.stage, now);
    case 'accepting':
      return acceptAgain(state, mine, mine.stage, now);
    case 'talking':
      return reattached(state, mine, mine.stage, carriedBy(mine, attachment));
  }
}

function carriedBy(mine: MyCall, { carried }: Attachment) {
  const link = carried.find(({ callId }) => callId === mine.id);
  return link === undefined ? undefined : { linkId: link.linkId, route: link.route };
}

/** The server no longer lists these calls among the live ones: what became of them? */
function askForMissing(state: CallsState, { hello }: Attachment): Step {
  const isListed = (callId: string): boolean => hello.calls.some((call) => call.id === callId);
  const { mine } = state;
  const isKnown = mine !== null && (mine.stage.name === 'waiting' || mine.stage.name === 'talking');
  const ids = [...(isKnown ? [mine.id] : []), ...state.rings.map((ring) => ring.call.id)];
  const missing = ids.filter((callId) => !isListed(callId));
  return step(
    state,
    missing.flatMap((callId) => asking(state, { name: 'call:get', payload: { callId } })),
  );
}
