import type { LinkCause } from '@ringback/protocol';
import { leaderOf } from './leading.ts';
import { connectMs, silenceMs, type Carrying, type Link } from './link.ts';
import { takeOut } from './linkList.ts';
import { also, type OpenStep } from './openStep.ts';
import { mend, mendWarm, rest } from './mending.ts';
import type { Gap, OpenPath, Told } from './path.ts';
import { moveOnLoss } from './standby.ts';

/**
 * Brings what is told, and what is done, into line with the links there are. It runs after every input, so that no
 * input has to think of both.
 */
export function settle(done: OpenStep, at: number): OpenStep {
  if (done.path.stage === 'warm') return mendWarm(done, at);
  const moved = moveOnLoss(done, at);
  const leader = leaderOf(moved.path, at);
  if (leader !== undefined) return rest(retireOthers(tellUp(moved, leader), leader, at));
  const quiet = tellSilence(moved, at);
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
  const isSameLink = told.state === 'up' && told.linkId === linkId;
  if (isSameLink && told.route.path === route.path && told.route.transport === route.transport) return shown;
  const gap = gapBefore(path, link);
  const noted = isSameLink ? shown : noteDirect(shown, link);
  return also(noted, { type: 'tellUp', linkId, route, ...(gap !== undefined && { gap }) });
}

/** How long nothing came in before this link did; undefined where nothing was missed. */
function gapBefore(path: OpenPath, { since }: Carrying): Gap | undefined {
  const { told } = path;
  const lastAt = lastHeardAt(path);
  if (told.state === 'starting' || lastAt === null || since <= lastAt) return undefined;
  return { ms: Math.round(since - lastAt), cause: told.state === 'up' ? 'silent' : told.cause };
}

/** When something last came in over the link that led; it may still do so while a newer one takes over. */
function lastHeardAt({ told, links }: OpenPath): number | null {
  switch (told.state) {
    case 'starting':
      return null;
    case 'up': {
      const link = links.find(({ id }) => id === told.linkId);
      return link?.state === 'carrying' ? link.lastAt : told.lastAt;
    }
    case 'fading':
    case 'down':
      return told.lastAt;
  }
}

/** What a link that was free to go directly did, is worth knowing for the next call on this network. */
function noteDirect(done: OpenStep, { plan, route, couldBeDirect }: Carrying): OpenStep {
  const isFree = plan.candidates === 'all' || plan.candidates === 'direct';
  return isFree && couldBeDirect ? also(done, { type: 'noteDirect', worked: route.path === 'direct' }) : done;
}

/** For so long the other device may still need an older link: what it hears of the new one may come later. */
const overlapMs = 1_000;

/** A newer one may have come up and fallen silent again, for the other device has given it up: its end is never heard. */
const mostSilentMs = connectMs;

function retireOthers(done: OpenStep, leader: Carrying, at: number): OpenStep {
  if (at - leader.since < overlapMs) return done;
  const { links } = done.path;
  const isOver = (link: Link, index: number): boolean =>
    index < links.indexOf(leader) || (link.state === 'silent' && at - link.lastAt >= mostSilentMs);
  const others = links.filter((link, index) => link.plan.purpose === 'main' && isOver(link, index));
  return others.reduce((all, { id }) => takeOut(all, id), done);
}

function tellSilence(done: OpenStep, at: number): OpenStep {
  const { told } = done.path;
  switch (told.state) {
    case 'up':
      return tellDown(done, told, 'silent');
    case 'fading':
      return at - told.lastAt < silenceMs.media ? done : tellDown(done, told, told.cause);
    case 'starting':
    case 'down':
      return done;
  }
}

function tellDown(
  { path, effects }: OpenStep,
  { linkId, lastAt }: Told & { state: 'up' | 'fading' },
  cause: LinkCause,
): OpenStep {
  const told = { state: 'down', cause, lastAt } as const;
  return also({ path: { ...path, told }, effects }, { type: 'tellDown', linkId, cause });
}

function whatBroke({ told, mending }: OpenPath): LinkCause {
  if (told.state === 'fading') return told.cause;
  return mending.state === 'mending' ? mending.cause : 'silent';
}
