import type { Role, LinkId } from '@ringback/protocol';
import { leaderOf } from './leading.ts';
import { firstPacketMs, isOnItsWay, lookAt, type Carrying, type Link } from './link.ts';
import { addLink, dropLink, replaceLink, takeOut } from './linkList.ts';
import { also, step, type OpenStep } from './openStep.ts';
import { makeAttempt } from './mending.ts';
import type { Mending, OpenPath, Path, PathInput, PathStep } from './path.ts';
import { allowedPlan, mustRelay, type LinkRules, type MediaSessionStage } from './plan.ts';
import { settle } from './settle.ts';
import { followMove, moveOnSilence, raiseSpares } from './standby.ts';

const untried = { failures: 0, notBefore: 0 } as const;

/**
 * Begins a path: the caller's device makes the first link. The callee's asks for it, unless the call still rings: then
 * it waits for what the caller's device makes.
 */
export function openPath(
  role: Role,
  stage: MediaSessionStage,
  rules: LinkRules,
  at: number,
  freshId: LinkId,
): PathStep {
  const path: OpenPath = {
    state: 'open',
    role,
    stage,
    rules,
    relays: 'unknown',
    links: [],
    past: [],
    shown: null,
    movedAt: null,
    faulty: [],
    told: { state: 'starting' },
    mending: beginning(at),
    expected: { audio: true, video: false, since: at },
    spares: { standby: untried, direct: untried },
  };
  return stage === 'warm' && role === 'callee' ? step(path) : makeAttempt(step(path), at, freshId);
}

function beginning(since: number): Mending {
  return { state: 'mending', since, attempts: 0, waitsFor: 'link', cause: 'connectTimeout' };
}

/** The one door through which a path changes. Total: every input is allowed at any time. */
export function pathTransition(path: Path, input: PathInput): PathStep {
  if (path.state === 'closed') return { path, effects: [] };
  switch (input.type) {
    case 'answered':
      return path.stage === 'live' ? step(path) : settle(answered(path, input), input.at);
    case 'looked':
      return looked(path, input);
    case 'offered':
      return settle(offered(path, input), input.at);
    case 'signaled':
      return settle(signaled(path, input.linkId), input.at);
    case 'connected':
      return settle(connected(path, input), input.at);
    case 'announced':
      return step({ ...path, expected: { audio: input.audio, video: input.video, since: input.at } });
    case 'peerMoved':
      return settle(followMove(step(path), input.linkId, input.at), input.at);
    case 'iceFailed':
      return settle(iceFailed(path, input), input.at);
    case 'restartWanted':
      return restartWanted(path, input.linkId);
    case 'failed':
      return settle(dropLink(step(path), input.linkId, input.cause, input.at), input.at);
    case 'wanted':
      return settle(wanted(path, input), input.at);
    case 'retryDue':
      return settle(retryDue(path, input), input.at);
    case 'signalingIsBack':
      return settle(signalingIsBack(path, input), input.at);
    case 'gaveUp':
    case 'signalingLost':
      return waitForServer(path);
    case 'closed':
      return close(path);
  }
}

/** The links that rest begin to count, and where none is ready one that may be sooner is made beside. */
function answered(path: OpenPath, { at, freshId }: PathInput & { type: 'answered' }): OpenStep {
  const links = path.links.map((link) => (link.state === 'ready' ? { ...link, readyAt: at } : link));
  const live: OpenPath = { ...path, stage: 'live', links, mending: beginning(at) };
  const running = path.mending.state === 'mending' && path.mending.waitsFor === 'timer';
  const begun = running ? also(step(live), { type: 'stopRetryTimer' }) : step(live);
  if (links.some((link) => isGoodEnough(link, live))) return begun;
  // Another relay would be no sooner, and takes both devices their time just when they have most to do.
  return makeAttempt(begun, at, freshId, links.some(isOnItsWay) ? 'direct' : undefined);
}

/** Whether a link made before the answer need not be helped: it is there, or nothing better could be made now. */
function isGoodEnough(link: Link, { role, rules, stage }: OpenPath): boolean {
  const isThere = link.state === 'ready' || link.state === 'carrying';
  const isRelayWanted = rules.relays === 'first' || mustRelay(rules, stage);
  return isThere || role === 'callee' || link.plan.candidates === 'all' || isRelayWanted;
}

function looked(path: OpenPath, input: PathInput & { type: 'looked' }): OpenStep {
  const seen = path.links.reduce((done, link) => look(done, link, input), step(path));
  const moved = seen.path.stage === 'live' ? moveOnSilence(seen, input.at) : seen;
  const raised = raiseSpares(settle(moved, input.at), input.at, input.freshId);
  return replaceFaulty(raised, input.at, input.freshId);
}

function look(done: OpenStep, link: Link, { at, samples }: PathInput & { type: 'looked' }): OpenStep {
  const sample = samples.find(({ linkId }) => linkId === link.id);
  const isIdle = link.plan.purpose === 'standby' || done.path.stage === 'warm';
  const verdict = lookAt(link, sample, at, isIdle);
  if (verdict.kind === 'over') return dropLink(done, link.id, verdict.cause, at);
  const replaced = replaceLink(done, verdict.link);
  // Packets may be ahead of the word that the other device has moved.
  return verdict.link.state === 'carrying' ? followMove(replaced, link.id, at) : replaced;
}

/** What was announced comes within this time, or never over this link. */
const announcedMs = 3_000;
/** Whatever keeps it away may well be no matter of the link. */
const mostFaulty = 2;

/** Something that the other device sends does not come in, though the link carries: another link may do better. */
function replaceFaulty(done: OpenStep, at: number, freshId: LinkId): OpenStep {
  const { path } = done;
  const leader = path.stage === 'live' ? leaderOf(path, at) : undefined;
  if (leader === undefined || path.faulty.length >= mostFaulty || path.faulty.includes(leader.id))
    return done;
  if (path.links.some(isOnItsWay) || !isMissing(path, leader, at)) return done;
  const noted = { ...done, path: { ...path, faulty: [...path.faulty, leader.id] } };
  if (path.role === 'callee') return also(noted, { type: 'askForLink', after: leader.id });
  return makeAttempt(noted, at, freshId);
}

/** Pulses come only where there is no sound to send, whatever was announced. */
function isMissing({ expected }: OpenPath, { has, since, last }: Carrying, at: number): boolean {
  const isLate = at - Math.max(since, expected.since) >= announcedMs;
  const lacksSound = expected.audio && !has.audio && last !== 'pulse';
  return isLate && (lacksSound || (expected.video && !has.video));
}

function offered(path: OpenPath, input: PathInput & { type: 'offered' }): OpenStep {
  const { linkId, at } = input;
  const isKnown = path.past.includes(linkId) || path.links.some(({ id }) => id === linkId);
  const plan = allowedPlan(input.plan, path.rules, path.stage);
  if (path.role === 'caller' || isKnown || plan === undefined) return step(path);
  return addLink(dropStandbyFor(step(path), plan.purpose), {
    id: linkId,
    plan,
    openedAt: at,
    state: 'connecting',
  });
}

/** There is one standby; who offers another has given the older one up. */
function dropStandbyFor(done: OpenStep, purpose: Link['plan']['purpose']): OpenStep {
  const older = done.path.links.find(({ plan }) => plan.purpose === 'standby');
  return purpose === 'standby' && older !== undefined ? takeOut(done, older.id) : done;
}

function signaled(path: OpenPath, linkId: LinkId): OpenStep {
  const link = path.links.find(({ id }) => id === linkId);
  if (link?.state !== 'offered') return step(path);
  return replaceLink(step(path), { ...link, state: 'connecting' });
}

function connected(path: OpenPath, { linkId, at }: PathInput & { type: 'connected' }): OpenStep {
  const link = path.links.find(({ id }) => id === linkId);
  if (link?.state !== 'offered' && link?.state !== 'connecting') return step(path);
  const times = { readyAt: at, patienceMs: firstPacketMs, trustedMs: firstPacketMs };
  return replaceLink(step(path), { ...link, state: 'ready', ...times });
}

/** Where media came in before, ICE is restarted once: the network may have changed under the link. */
function iceFailed(path: OpenPath, { linkId, at }: PathInput & { type: 'iceFailed' }): OpenStep {
  const link = path.links.find(({ id }) => id === linkId);
  if (link?.state !== 'silent' || link.restart === 'tried' || link.plan.purpose === 'standby')
    return dropLink(step(path), linkId, 'iceFailed', at);
  const effect = path.role === 'caller' ? 'restartIce' : 'askForRestart';
  return also(replaceLink(step(path), { ...link, restart: 'tried' }), { type: effect, linkId });
}

function restartWanted(path: OpenPath, linkId: LinkId): OpenStep {
  const link = path.links.find(({ id }) => id === linkId);
  if (path.role === 'callee' || link?.state !== 'silent' || link.restart === 'tried') return step(path);
  return also(replaceLink(step(path), { ...link, restart: 'tried' }), { type: 'restartIce', linkId });
}

/** Both devices notice a silence at the same time, so the offer and the question for it cross. */
const crossingMs = 1_000;
/** No honest device asks again this soon after it was given a link. */
const hastyMs = 250;

function wanted(path: OpenPath, { after, at, freshId }: PathInput & { type: 'wanted' }): OpenStep {
  if (path.role === 'callee') return step(path);
  const newest = path.links.findLast(({ plan }) => plan.purpose === 'main');
  if (newest !== undefined && isOnItsWay(newest) && hasCrossed(newest, after, at)) return step(path);
  return makeAttempt(step(path), at, freshId);
}

/**
 * Whether a question was asked before the newest link could be known. An answered link is known to the page that
 * answered it, so a question that names another one comes from a new page.
 */
function hasCrossed(newest: Link, after: LinkId | null, at: number): boolean {
  const isUnknownThere = newest.state === 'offered' && after !== newest.id;
  return at - newest.openedAt < (isUnknownThere ? crossingMs : hastyMs);
}

function retryDue(path: OpenPath, { at, freshId }: PathInput & { type: 'retryDue' }): OpenStep {
  const { mending } = path;
  if (mending.state === 'rest' || mending.waitsFor !== 'timer') return step(path);
  return makeAttempt(step(path), at, freshId);
}

/** An offer that is out may have been lost with the server; one that was answered goes on by itself. */
function signalingIsBack(path: OpenPath, { at, freshId }: PathInput & { type: 'signalingIsBack' }): OpenStep {
  const { mending } = path;
  if (mending.state === 'rest' || (path.stage === 'warm' && path.role === 'callee')) return step(path);
  const isUnderWay = path.links.some((link) => isOnItsWay(link) && link.state !== 'offered');
  if (isUnderWay && mending.waitsFor !== 'server') return step(path);
  const begun: OpenPath = { ...path, relays: 'unknown', mending: { ...mending, attempts: 0, since: at } };
  return makeAttempt(step(begun), at, freshId);
}

function waitForServer(path: OpenPath): OpenStep {
  const { mending } = path;
  if (mending.state === 'rest' || mending.waitsFor === 'server') return step(path);
  const waiting = step({ ...path, mending: { ...mending, waitsFor: 'server' } });
  return mending.waitsFor === 'timer' ? also(waiting, { type: 'stopRetryTimer' }) : waiting;
}

function close(path: OpenPath): PathStep {
  const runs = path.mending.state === 'mending' && path.mending.waitsFor === 'timer';
  return {
    path: { state: 'closed' },
    effects: [
      ...(runs ? [{ type: 'stopRetryTimer' } as const] : []),
      ...path.links.map(({ id }) => ({ type: 'closeLink', linkId: id }) as const),
    ],
  };
}
