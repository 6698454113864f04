import type { LinkCause, LinkId } from '@ringback/protocol';
import { isPromising } from './link.ts';
import { addLink } from './linkList.ts';
import { also, type OpenStep } from './openStep.ts';
import type { Mending, OpenPath } from './path.ts';
import { mustRelay, type Candidates } from './plan.ts';
import { noteBreak } from './trials.ts';

/**
 * Makes the next link where this device initiates, or asks for one and looks again later.
 *
 * @param choice where it is not what the attempts before this one suggest
 */
export function makeAttempt(done: OpenStep, at: number, freshId: LinkId, choice?: Candidates): OpenStep {
  const counted = countAttempt(done);
  if (done.path.role === 'callee') return startTimer(ask(counted), at);
  const plan = { purpose: 'main', candidates: choice ?? nextCandidates(counted.path) } as const;
  return addLink(counted, { id: freshId, plan, openedAt: at, state: 'offered' });
}

function ask(done: OpenStep): OpenStep {
  const { links, past } = done.path;
  const newest = links.findLast(({ plan }) => plan.purpose === 'main');
  return also(done, { type: 'askForLink', after: newest?.id ?? past.at(-1) ?? null });
}

/**
 * A link that was lost is followed by a relayed one first: that is the surest and, as measured, the fastest to come up.
 * The others look for any way there is.
 */
function nextCandidates({ rules, stage, relays, told, mending }: OpenPath): Candidates {
  if (mustRelay(rules, stage)) return 'relay';
  if (mending.state === 'rest' || relays === 'none') return 'all';
  if (told.state === 'starting') return rules.relays === 'first' && mending.attempts <= 1 ? 'relay' : 'all';
  return mending.attempts % 2 === 1 ? 'relay' : 'all';
}

/** A path at rest may be given a link too, because the other device hears nothing; that is no attempt of its own. */
function countAttempt({ path, effects }: OpenStep): OpenStep {
  const { mending } = path;
  if (mending.state === 'rest') return { path, effects };
  const stop = mending.waitsFor === 'timer' ? [{ type: 'stopRetryTimer' } as const] : [];
  const counted: Mending = { ...mending, attempts: mending.attempts + 1, waitsFor: 'link' };
  return { path: { ...path, mending: counted }, effects: [...effects, ...stop] };
}

/** Looks after a path on which nothing comes in: starts to mend it, or waits for what is the next step. */
export function mend(done: OpenStep, at: number, cause: LinkCause): OpenStep {
  const { mending } = done.path;
  if (mending.state === 'rest') {
    const begun: Mending = { state: 'mending', since: at, attempts: 0, waitsFor: 'link', cause };
    return mend(withMending(noteBreak(done, at), begun), at, cause);
  }
  const isUnderWay = done.path.links.some((link) => isPromising(link, at));
  switch (mending.waitsFor) {
    case 'link':
      return isUnderWay ? done : startTimer(done, at);
    case 'timer':
      return isUnderWay ? stopTimer(done, 'link') : done;
    case 'server':
      return isUnderWay && done.path.role === 'callee' ? withWaiting(done, 'link') : done;
  }
}

/** Attempts before the answer; after it there will be more. */
const mostWarmAttempts = 3;

/** Before the answer only the caller's device acts, and without a relay there is nothing to be done. */
export function mendWarm(done: OpenStep, at: number): OpenStep {
  const { role, links, relays, mending } = done.path;
  if (role === 'callee' || links.length > 0 || mending.state === 'rest' || mending.waitsFor !== 'link')
    return done;
  const isHopeless = relays === 'none' || mending.attempts >= mostWarmAttempts;
  return isHopeless ? withWaiting(done, 'server') : startTimer(done, at);
}

/** A link carries: nothing is left to be done. */
export function rest(done: OpenStep): OpenStep {
  const { mending } = done.path;
  if (mending.state === 'rest') return done;
  const rested = withMending(done, { state: 'rest' });
  return mending.waitsFor === 'timer' ? also(rested, { type: 'stopRetryTimer' }) : rested;
}

function startTimer(done: OpenStep, at: number): OpenStep {
  const { mending } = done.path;
  if (mending.state === 'rest') return done;
  const { attempts: attempt, since, cause } = mending;
  const waiting = withWaiting(done, 'timer');
  return also(waiting, { type: 'startRetryTimer', attempt, elapsedMs: at - since, cause });
}

function stopTimer(done: OpenStep, waitsFor: 'link'): OpenStep {
  return also(withWaiting(done, waitsFor), { type: 'stopRetryTimer' });
}

function withWaiting(done: OpenStep, waitsFor: 'link' | 'timer' | 'server'): OpenStep {
  const { mending } = done.path;
  return mending.state === 'rest' ? done : withMending(done, { ...mending, waitsFor });
}

function withMending({ path, effects }: OpenStep, mending: OpenPath['mending']): OpenStep {
  return { path: { ...path, mending }, effects };
}
