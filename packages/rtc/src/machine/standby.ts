import type { LinkId } from '@ringback/protocol';
import { isStale, leaderOf } from './leading.ts';
import { isOnItsWay, movedPacketMs, type Carrying, type Link } from './link.ts';
import { addLink, takeOut } from './linkList.ts';
import { also, type OpenStep } from './openStep.ts';
import type { OpenPath } from './path.ts';
import { mustRelay, type LinkPlan } from './plan.ts';
import { noteBreak } from './trials.ts';

/** A move needs this long to show at both ends; a second one on top of it would only undo it. */
const settlingMs = 3_000;
/** A call that has just come up needs its bandwidth for its first pictures. */
const calmMs = 1_500;
/** Direct paths that failed on this network before are looked for when the call has settled. */
const directLaterMs = 5_000;
const mostDirectFailures = 5;

/**
 * Moves to the standby where the link that leads is overdue. Only a look can tell that it is: a page that was held up
 * has heard nothing for as long, and learns of everything else that happened meanwhile before it looks again.
 */
export function moveOnSilence(done: OpenStep, at: number): OpenStep {
  return isOverdue(done.path, at) ? moveToStandby(done, at) : done;
}

/** Moves to the standby where the link that led is gone. */
export function moveOnLoss(done: OpenStep, at: number): OpenStep {
  return done.path.told.state === 'fading' ? moveToStandby(done, at) : done;
}

function moveToStandby(done: OpenStep, at: number): OpenStep {
  const standby = done.path.links.find(isReadyStandby);
  if (standby === undefined) return done;
  return also(promote(done, standby, at), { type: 'tellMoved', linkId: standby.id });
}

function isReadyStandby(link: Link): boolean {
  return link.plan.purpose === 'standby' && link.state === 'ready';
}

function isOverdue(path: OpenPath, at: number): boolean {
  const leader = leaderOf(path, at);
  // A page that was held up learns of a break only once there is nothing left that leads.
  if (leader === undefined) return true;
  if (!isStale(leader, at)) return false;
  const isSettling = path.movedAt !== null && at - path.movedAt < settlingMs && leader.since <= path.movedAt;
  return !isSettling;
}

/** The other device sends over the standby, and so does this one from now on. */
export function followMove(done: OpenStep, linkId: LinkId, at: number): OpenStep {
  const link = done.path.links.find(({ id }) => id === linkId);
  return link?.plan.purpose === 'standby' ? promote(done, link, at) : done;
}

/** The standby becomes a main link, and the newest one. */
function promote({ path, effects }: OpenStep, standby: Link, at: number): OpenStep {
  const plan: LinkPlan = { ...standby.plan, purpose: 'main' };
  const main: Link =
    standby.state === 'ready'
      ? { ...standby, plan, readyAt: at, trustedMs: movedPacketMs }
      : { ...standby, plan };
  const links = [...path.links.filter(({ id }) => id !== standby.id), main];
  const moved = { path: { ...path, links, movedAt: at }, effects };
  return also(noteBreak(moved, at), { type: 'sendOver', linkId: standby.id });
}

/**
 * Raises what can be done without, while media flows: a direct link beside a relayed one, and the standby. Only the
 * device that initiates does.
 */
export function raiseSpares(done: OpenStep, at: number, freshId: LinkId): OpenStep {
  const { path } = done;
  const leader = path.stage === 'live' && path.role === 'caller' ? leaderOf(path, at) : undefined;
  if (leader === undefined || isStale(leader, at)) return done;
  if (mayGoDirect(path, leader, at))
    return open(done, { purpose: 'main', candidates: 'direct' }, at, freshId);
  return mayRaiseStandby(path, leader, at) ? raiseStandby(done, leader, at, freshId) : done;
}

/** One that no longer fits makes room, but not before another may be raised: until then it is better than none. */
function raiseStandby(done: OpenStep, leader: Carrying, at: number, freshId: LinkId): OpenStep {
  const there = done.path.links.find(({ plan }) => plan.purpose === 'standby');
  const wanted = standbyBeside(leader);
  if (there?.plan.candidates === wanted.candidates) return done;
  return open(there === undefined ? done : takeOut(done, there.id), wanted, at, freshId);
}

function open(done: OpenStep, plan: LinkPlan, at: number, id: LinkId): OpenStep {
  return addLink(done, { id, plan, openedAt: at, state: 'offered' });
}

/** Where any path would have been taken, ICE has looked for a direct one itself. */
function mayGoDirect({ links, rules, stage, spares }: OpenPath, leader: Carrying, at: number): boolean {
  const { failures, notBefore } = spares.direct;
  const pauseMs = rules.relays === 'first' ? directLaterMs : 0;
  return (
    leader.route.path === 'relay' &&
    leader.plan.candidates !== 'all' &&
    !mustRelay(rules, stage) &&
    failures < mostDirectFailures &&
    at >= Math.max(notBefore, leader.since + pauseMs) &&
    !links.some(isOnItsWay)
  );
}

function mayRaiseStandby({ spares }: OpenPath, leader: Carrying, at: number): boolean {
  return at >= Math.max(spares.standby.notBefore, leader.since + calmMs);
}

/**
 * The standby must not go the way of the link that it stands by for, or both break together. Beside a direct link it
 * takes what relay answers first, for one over a stream is slower to take over.
 */
function standbyBeside({ route }: Carrying): LinkPlan {
  return { purpose: 'standby', candidates: route.path === 'direct' ? 'relay' : 'otherRelay' };
}
