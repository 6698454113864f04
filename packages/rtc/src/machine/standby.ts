import type { LinkId } from '@ringback/protocol';
import { isPending, mustRelay, type Carrying, type Link, type LinkPlan } from './link.ts';
import { isStale } from './linkQuality.ts';
import {
  directDelayMs,
  maxDirectFailures,
  standbyDelayMs,
  switchedPacketTimeoutMs,
  switchSettleMs,
} from './policy.ts';
import { recordBreak } from './recovery.ts';
import {
  activeLinkOf,
  addLink,
  closeLink,
  findLink,
  withChanges,
  withEffects,
  type OpenSession,
  type OpenStep,
} from './sessionState.ts';

/**
 * Switches to the standby if packets of the active link are overdue. Only a poll may decide that: a page that was
 * stalled received nothing for as long, and processes everything else that happened meanwhile before it polls again.
 */
export function switchOnSilence(done: OpenStep, at: number): OpenStep {
  return isOverdue(done.session, at) ? switchToStandby(done, at) : done;
}

/** Switches to the standby if the active link is gone. */
export function switchOnLoss(done: OpenStep, at: number): OpenStep {
  return done.session.reported.state === 'fading' ? switchToStandby(done, at) : done;
}

function switchToStandby(done: OpenStep, at: number): OpenStep {
  const standby = done.session.links.find(isReadyStandby);
  if (standby === undefined) return done;
  return withEffects(promote(done, standby, at), { type: 'announceSwitch', linkId: standby.id });
}

function isReadyStandby(link: Link): boolean {
  return link.plan.purpose === 'standby' && link.state === 'ready';
}

function isOverdue(session: OpenSession, at: number): boolean {
  const active = activeLinkOf(session, at);
  // A page that was stalled for long learns of a break only once no link is active any more.
  if (active === undefined) return true;
  if (!isStale(active, at)) return false;
  const { switchedAt } = session;
  return switchedAt === null || at - switchedAt >= switchSettleMs || active.since > switchedAt;
}

/** The other device sends over the standby, so this one does the same. */
export function followSwitch(done: OpenStep, linkId: LinkId, at: number): OpenStep {
  const link = findLink(done.session, linkId);
  return link?.plan.purpose === 'standby' ? promote(done, link, at) : done;
}

/** The standby becomes a main link, and the newest one. */
function promote(done: OpenStep, standby: Link, at: number): OpenStep {
  const plan: LinkPlan = { ...standby.plan, purpose: 'main' };
  const main: Link =
    standby.state === 'ready'
      ? { ...standby, plan, readyAt: at, trustedMs: switchedPacketTimeoutMs }
      : { ...standby, plan };
  const links = [...done.session.links.filter(({ id }) => id !== standby.id), main];
  const switched = withChanges(done, { links, switchedAt: at });
  return withEffects(recordBreak(switched, at), { type: 'startSending', linkId: standby.id });
}

/**
 * Opens the links that a session can do without, while media flows: a direct link beside a relayed one, and the
 * standby. Only the initiating device does.
 */
export function openOptionalLinks(done: OpenStep, at: number, newLinkId: LinkId): OpenStep {
  const { session } = done;
  const mayOpen = session.stage === 'live' && session.role === 'caller';
  const active = mayOpen ? activeLinkOf(session, at) : undefined;
  if (active === undefined || isStale(active, at) || isBeingReplaced(session, active)) return done;
  if (mayTryDirect(session, active, at))
    return offer(done, { purpose: 'main', candidates: 'direct' }, at, newLinkId);
  return mayOpenStandby(session, active, at) ? openStandby(done, active, at, newLinkId) : done;
}

/** Another main link carries too: a newer one that waits for its first picture, or an older one about to be closed. */
function isBeingReplaced({ links }: OpenSession, active: Carrying): boolean {
  return links.some(
    ({ id, plan, state }) => plan.purpose === 'main' && state === 'carrying' && id !== active.id,
  );
}

/** A standby on the wrong route is replaced, but not before a new one may be opened: until then it is better than none. */
function openStandby(done: OpenStep, active: Carrying, at: number, newLinkId: LinkId): OpenStep {
  const current = done.session.links.find(({ plan }) => plan.purpose === 'standby');
  const wanted = standbyPlanFor(active);
  if (current?.plan.candidates === wanted.candidates) return done;
  return offer(current === undefined ? done : closeLink(done, current.id), wanted, at, newLinkId);
}

function offer(done: OpenStep, plan: LinkPlan, at: number, id: LinkId): OpenStep {
  return addLink(done, { id, plan, openedAt: at, state: 'offered' });
}

/** A link with all candidates needs no direct one beside it: ICE itself looked for a direct path. */
function mayTryDirect({ links, rules, stage, backoff }: OpenSession, active: Carrying, at: number): boolean {
  const { failures, notBefore } = backoff.direct;
  const delayMs = rules.relays === 'first' ? directDelayMs : 0;
  return (
    active.route.path === 'relay' &&
    active.plan.candidates !== 'all' &&
    !mustRelay(rules, stage) &&
    failures < maxDirectFailures &&
    at >= Math.max(notBefore, active.since + delayMs) &&
    !links.some(isPending)
  );
}

function mayOpenStandby({ backoff }: OpenSession, active: Carrying, at: number): boolean {
  return at >= Math.max(backoff.standby.notBefore, active.since + standbyDelayMs);
}

/**
 * The standby must not share the active link's route, or both break together. Beside a direct link it takes any relay,
 * since one over TCP or TLS takes over more slowly.
 */
function standbyPlanFor({ route }: Carrying): LinkPlan {
  return { purpose: 'standby', candidates: route.path === 'direct' ? 'relay' : 'otherRelay' };
}
