import type { LinkCause, LinkId } from '@ringback/protocol';
import { isOnItsWay, type Link } from './link.ts';
import { also, type OpenStep } from './openStep.ts';
import type { OpenPath } from './path.ts';
import { noteFailure } from './trials.ts';

/** Links on their way at once: one may be out to a page that is gone while the next one is made. */
const mostOnTheirWay = 2;
const mostPast = 32;

/** Adds the newest link; where too many are on their way the oldest of them makes room. */
export function addLink({ path, effects }: OpenStep, link: Link): OpenStep {
  const initiates = path.role === 'caller';
  const opened = also(
    { path: { ...path, links: [...path.links, link] }, effects },
    { type: 'openLink', linkId: link.id, initiates, plan: link.plan },
  );
  const onTheirWay = opened.path.links.filter(isOnItsWay);
  const [oldest] = onTheirWay;
  return oldest !== undefined && onTheirWay.length > mostOnTheirWay ? takeOut(opened, oldest.id) : opened;
}

export function replaceLink({ path, effects }: OpenStep, link: Link): OpenStep {
  const links = path.links.map((each) => (each.id === link.id ? link : each));
  return { path: { ...path, links }, effects };
}

/** Closes a link of which nothing is to be told. */
export function takeOut({ path, effects }: OpenStep, linkId: LinkId): OpenStep {
  const links = path.links.filter(({ id }) => id !== linkId);
  const past = [...path.past, linkId].slice(-mostPast);
  return also({ path: { ...path, links, past }, effects }, { type: 'closeLink', linkId });
}

/**
 * A link is over. If it was the one that carried, the path begins to fade. If none ever carried and no other is on its
 * way, that is told at once, but not before there is a call.
 */
export function dropLink(done: OpenStep, linkId: LinkId, cause: LinkCause, at: number): OpenStep {
  const link = done.path.links.find(({ id }) => id === linkId);
  if (link === undefined) return done;
  const out = noteFailure(takeOut(done, linkId), link, cause, at);
  if (link.plan.purpose === 'standby') return out;
  const { told, links, stage } = out.path;
  const noted = noteCause(out.path, link, cause);
  if (stage === 'live' && told.state === 'starting' && !links.some(isOnItsWay))
    return also(
      { path: { ...noted, told: { state: 'down', cause, lastAt: null } }, effects: out.effects },
      { type: 'tellDown', linkId, cause },
    );
  if (told.state !== 'up' || told.linkId !== linkId) return { path: noted, effects: out.effects };
  const fading = { state: 'fading', linkId, cause, lastAt: told.lastAt } as const;
  return { path: { ...noted, told: fading }, effects: out.effects };
}

/** What became of the last attempt; one that asked for a relay where there is none was no attempt. */
function noteCause(path: OpenPath, { plan }: Link, cause: LinkCause): OpenPath {
  const lacksRelay = plan.candidates === 'relay' && cause === 'noCandidates';
  const { mending } = path;
  if (mending.state === 'rest') return lacksRelay ? { ...path, relays: 'none' } : path;
  if (!lacksRelay) return { ...path, mending: { ...mending, cause } };
  const attempts = Math.max(0, mending.attempts - 1);
  return { ...path, relays: 'none', mending: { ...mending, cause, attempts } };
}
