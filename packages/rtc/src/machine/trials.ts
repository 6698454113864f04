import type { LinkCause } from '@ringback/protocol';
import type { Link } from './link.ts';
import { also, type OpenStep } from './openStep.ts';
import type { Trials } from './path.ts';

/** Where there is no relay at all, or none over another transport, there will hardly be one soon. */
const hopelessMs = 60_000;
const firstPauseMs = 5_000;
const longestPauseMs = 60_000;

/** A link that can be done without failed: the next of its kind waits, longer each time. */
export function noteFailure(done: OpenStep, link: Link, cause: LinkCause, at: number): OpenStep {
  if (link.plan.purpose === 'standby') return noteStandby(done, cause, at);
  return link.plan.candidates === 'direct' && link.state !== 'carrying' ? noteDirect(done, link, at) : done;
}

function noteStandby({ path, effects }: OpenStep, cause: LinkCause, at: number): OpenStep {
  const { failures } = path.spares.standby;
  const pauseMs = cause === 'noCandidates' ? hopelessMs : pauseAfter(failures);
  const standby: Trials = { failures: failures + 1, notBefore: at + pauseMs };
  return { path: { ...path, spares: { ...path.spares, standby } }, effects };
}

/** What carried until now broke: what broke it may take a while, and a path that flickers is left alone for longer. */
export function noteBreak({ path, effects }: OpenStep, at: number): OpenStep {
  const { failures } = path.spares.direct;
  const direct: Trials = { failures: failures + 1, notBefore: at + 2 * pauseAfter(failures) };
  return { path: { ...path, spares: { ...path.spares, direct } }, effects };
}

/** An offer that nobody took says nothing about the network: the other device may not want to be found. */
function noteDirect({ path, effects }: OpenStep, link: Link, at: number): OpenStep {
  const { failures } = path.spares.direct;
  const direct: Trials = { failures: failures + 1, notBefore: at + pauseAfter(failures) };
  const noted = { path: { ...path, spares: { ...path.spares, direct } }, effects };
  return link.state === 'connecting' ? also(noted, { type: 'noteDirect', worked: false }) : noted;
}

function pauseAfter(failures: number): number {
  return Math.min(firstPauseMs * 2 ** failures, longestPauseMs);
}
