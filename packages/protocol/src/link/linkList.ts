import type { LinkCause } from '../call/call.ts';
import type { LinkId } from '../wire/ids.ts';
import { isOnItsWay, type Link } from './link.ts';
import type { OpenPath, PathEffect } from './path.ts';

/** A path that stays open, and what is to be done so far. */
export interface OpenStep {
  readonly path: OpenPath;
  readonly effects: readonly PathEffect[];
}

export function step(path: OpenPath): OpenStep {
  return { path, effects: [] };
}

export function also({ path, effects }: OpenStep, ...more: readonly PathEffect[]): OpenStep {
  return { path, effects: [...effects, ...more] };
}

/** Links on their way at once: one may be out to a page that is gone while the next one is made. */
const mostOnTheirWay = 2;
const mostPast = 32;

/** Adds the newest link; where too many are on their way the oldest of them makes room. */
export function addLink({ path, effects }: OpenStep, link: Link): OpenStep {
  const initiates = path.role === 'caller';
  const opened = also(
    { path: { ...path, links: [...path.links, link] }, effects },
    { type: 'openLink', linkId: link.id, initiates },
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
 * way, that is told at once.
 */
export function dropLink(done: OpenStep, linkId: LinkId, cause: LinkCause): OpenStep {
  if (!done.path.links.some(({ id }) => id === linkId)) return done;
  const { path, effects } = takeOut(done, linkId);
  const { told, mending } = path;
  const noted = mending.state === 'mending' ? { ...path, mending: { ...mending, cause } } : path;
  if (told.state === 'starting' && !path.links.some(isOnItsWay))
    return also(
      { path: { ...noted, told: { state: 'down' } }, effects },
      { type: 'tellDown', linkId, cause },
    );
  if (told.state !== 'up' || told.linkId !== linkId) return { path: noted, effects };
  return { path: { ...noted, told: { state: 'fading', linkId, cause, lastAt: told.lastAt } }, effects };
}
