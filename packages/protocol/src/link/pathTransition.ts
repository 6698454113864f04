import type { Role } from '../call/call.ts';
import type { LinkId } from '../wire/ids.ts';
import { isOnItsWay, lookAt, type Link } from './link.ts';
import { addLink, also, dropLink, replaceLink, step, type OpenStep } from './linkList.ts';
import { makeAttempt } from './mending.ts';
import type { OpenPath, Path, PathInput, PathStep } from './path.ts';
import { settle } from './settle.ts';

/** Begins a path: the caller's device makes the first link, the callee's asks for it. */
export function openPath(role: Role, at: number, freshId: LinkId): PathStep {
  const path: OpenPath = {
    state: 'open',
    role,
    links: [],
    past: [],
    told: { state: 'starting' },
    mending: { state: 'mending', since: at, attempts: 0, waitsFor: 'link', cause: 'connectTimeout' },
    shown: null,
  };
  return makeAttempt(step(path), at, freshId);
}

/** The one door through which a path changes. Total: every input is allowed at any time. */
export function pathTransition(path: Path, input: PathInput): PathStep {
  if (path.state === 'closed') return { path, effects: [] };
  switch (input.type) {
    case 'looked':
      return settle(looked(path, input), input.at);
    case 'offered':
      return settle(offered(path, input), input.at);
    case 'signaled':
      return settle(signaled(path, input.linkId), input.at);
    case 'connected':
      return settle(connected(path, input), input.at);
    case 'failed':
      return settle(dropLink(step(path), input.linkId, input.cause), input.at);
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

function looked(path: OpenPath, input: PathInput & { type: 'looked' }): OpenStep {
  return path.links.reduce((done, link) => {
    const sample = input.samples.find(({ linkId }) => linkId === link.id);
    const verdict = lookAt(link, sample, input.at);
    return verdict.kind === 'on' ? replaceLink(done, verdict.link) : dropLink(done, link.id, verdict.cause);
  }, step(path));
}

function offered(path: OpenPath, { linkId, at }: PathInput & { type: 'offered' }): OpenStep {
  const isKnown = path.past.includes(linkId) || path.links.some(({ id }) => id === linkId);
  if (path.role === 'caller' || isKnown) return step(path);
  return addLink(step(path), { id: linkId, openedAt: at, state: 'connecting' });
}

function signaled(path: OpenPath, linkId: LinkId): OpenStep {
  const link = path.links.find(({ id }) => id === linkId);
  if (link?.state !== 'offered') return step(path);
  return replaceLink(step(path), { ...link, state: 'connecting' });
}

function connected(path: OpenPath, { linkId, at }: PathInput & { type: 'connected' }): OpenStep {
  const link = path.links.find(({ id }) => id === linkId);
  if (link?.state !== 'offered' && link?.state !== 'connecting') return step(path);
  return replaceLink(step(path), { ...link, state: 'ready', readyAt: at });
}

/** Both devices notice a silence at the same time, so the offer and the question for it cross. */
const crossingMs = 1_000;
/** No honest device asks again this soon after it was given a link. */
const hastyMs = 250;

function wanted(path: OpenPath, { after, at, freshId }: PathInput & { type: 'wanted' }): OpenStep {
  if (path.role === 'callee') return step(path);
  const newest = path.links.at(-1);
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
  if (mending.state === 'rest') return step(path);
  const isUnderWay = path.links.some((link) => isOnItsWay(link) && link.state !== 'offered');
  if (isUnderWay && mending.waitsFor !== 'server') return step(path);
  return makeAttempt(step({ ...path, mending: { ...mending, attempts: 0, since: at } }), at, freshId);
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
