import type { LinkCause } from '../call/call.ts';
import { silenceMs, type Carrying } from './link.ts';
import { also, takeOut, type OpenStep } from './linkList.ts';
import { mend, rest } from './mending.ts';
import type { OpenPath } from './path.ts';

/**
 * Brings what is told, and what is done, into line with the links there are. It runs after every input, so that no
 * input has to think of both.
 */
export function settle(done: OpenStep, at: number): OpenStep {
  const carrying = done.path.links.findLast((link) => link.state === 'carrying');
  if (carrying !== undefined) return rest(closeOlder(tellUp(done, carrying), carrying));
  const quiet = tellSilence(done, at);
  return mend(quiet, at, whatBroke(quiet.path));
}

function tellUp({ path, effects }: OpenStep, link: Carrying): OpenStep {
  const { told } = path;
  const { id: linkId, route, lastAt } = link;
  const now: OpenStep = {
    path: { ...path, told: { state: 'up', linkId, route, lastAt }, shown: linkId },
    effects,
  };
  const shown = path.shown === linkId ? now : also(now, { type: 'showMedia', linkId });
  const isKnown =
    told.state === 'up' &&
    told.linkId === linkId &&
    told.route.path === route.path &&
    told.route.transport === route.transport;
  return isKnown ? shown : also(shown, { type: 'tellUp', linkId, route });
}

/** A newer link carries at this end, so the other device sends over it, and the older ones have served. */
function closeOlder(done: OpenStep, carrying: Carrying): OpenStep {
  const older = done.path.links.slice(0, done.path.links.indexOf(carrying));
  return older.reduce((all, { id }) => takeOut(all, id), done);
}

function tellSilence(done: OpenStep, at: number): OpenStep {
  const { told } = done.path;
  switch (told.state) {
    case 'up':
      return tellDown(done, told.linkId, 'silent');
    case 'fading':
      return at - told.lastAt < silenceMs.media ? done : tellDown(done, told.linkId, told.cause);
    case 'starting':
    case 'down':
      return done;
  }
}

function tellDown({ path, effects }: OpenStep, linkId: Carrying['id'], cause: LinkCause): OpenStep {
  return also({ path: { ...path, told: { state: 'down' } }, effects }, { type: 'tellDown', linkId, cause });
}

function whatBroke({ told, mending }: OpenPath): LinkCause {
  if (told.state === 'fading') return told.cause;
  return mending.state === 'mending' ? mending.cause : 'silent';
}
