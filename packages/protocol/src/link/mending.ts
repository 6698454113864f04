import type { LinkCause } from '../call/call.ts';
import type { LinkId } from '../wire/ids.ts';
import { isOnItsWay } from './link.ts';
import { addLink, also, type OpenStep } from './linkList.ts';
import type { Mending, OpenPath } from './path.ts';

/** Makes the next link where this device initiates, or asks for one and looks again later. */
export function makeAttempt(done: OpenStep, at: number, freshId: LinkId): OpenStep {
  const counted = countAttempt(done);
  if (done.path.role === 'caller') return addLink(counted, { id: freshId, openedAt: at, state: 'offered' });
  const after = counted.path.links.at(-1)?.id ?? counted.path.past.at(-1) ?? null;
  return startTimer(also(counted, { type: 'askForLink', after }), at);
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
    return mend(withMending(done, begun), at, cause);
  }
  const isUnderWay = done.path.links.some(isOnItsWay);
  switch (mending.waitsFor) {
    case 'link':
      return isUnderWay ? done : startTimer(done, at);
    case 'timer':
      return isUnderWay ? stopTimer(done, 'link') : done;
    case 'server':
      return isUnderWay && done.path.role === 'callee' ? withWaiting(done, 'link') : done;
  }
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
