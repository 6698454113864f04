import { sameRoute, type LinkCause, type LinkId, type Role } from '@ringback/protocol';
import {
  allowedPlan,
  isPending,
  mustRelay,
  pollLink,
  type Carrying,
  type Link,
  type LinkRules,
  type MediaSessionStage,
} from './link.ts';
import {
  announcedMediaTimeoutMs,
  answeredPacketTimeoutMs,
  crossingMs,
  firstPacketTimeoutMs,
  maxIncompleteLinks,
  maxSilentMs,
  minRequestGapMs,
  overlapMs,
  pollIntervalMs,
  silentAfterMs,
} from './policy.ts';
import { attemptLink, dropLink, endRecovery, recover, recoverBeforeAnswer, waitFor } from './recovery.ts';
import {
  activeLinkOf,
  addLink,
  closeLink,
  findLink,
  replaceLink,
  step,
  withChanges,
  withEffects,
  type Gap,
  type OpenSession,
  type OpenStep,
  type Recovery,
  type ReportedState,
  type SessionInput,
  type SessionState,
  type SessionStep,
} from './sessionState.ts';
import { followSwitch, openOptionalLinks, switchOnLoss, switchOnSilence } from './standby.ts';

type Input<Type extends SessionInput['type']> = SessionInput & { type: Type };

const notTried = { failures: 0, notBefore: 0 } as const;

/**
 * Opens a session: the caller's device makes the first link. The callee's requests it, unless the call still rings: then
 * it waits for the caller's offer.
 */
export function openSession(
  role: Role,
  stage: MediaSessionStage,
  rules: LinkRules,
  at: number,
  newLinkId: LinkId,
): SessionStep {
  const session: OpenSession = {
    state: 'open',
    role,
    stage,
    rules,
    relays: 'unknown',
    links: [],
    closedLinks: [],
    renderedLink: null,
    renderedSince: at,
    switchedAt: null,
    incompleteLinks: [],
    reported: { state: 'starting' },
    recovery: startRecovery(at),
    expected: { audio: true, video: false, since: at },
    backoff: { standby: notTried, direct: notTried },
  };
  return stage === 'warm' && role === 'callee' ? step(session) : attemptLink(step(session), at, newLinkId);
}

function startRecovery(since: number): Recovery {
  return { state: 'recovering', since, attempts: 0, waitsFor: 'link', cause: 'connectTimeout' };
}

/** The only function that changes a session. Total: every input is allowed at any time. */
export function transition(session: SessionState, input: SessionInput): SessionStep {
  if (session.state === 'closed') return { session, effects: [] };
  switch (input.type) {
    case 'answered':
      return session.stage === 'live' ? step(session) : reconcile(answered(session, input), input.at);
    case 'statsPolled':
      return statsPolled(session, input);
    case 'offered':
      return reconcile(offered(session, input), input.at);
    case 'signaled':
      return reconcile(signaled(session, input.linkId), input.at);
    case 'connected':
      return reconcile(connected(session, input), input.at);
    case 'mediaAnnounced':
      return step({ ...session, expected: { audio: input.audio, video: input.video, since: input.at } });
    case 'peerSwitched':
      return reconcile(followSwitch(step(session), input.linkId, input.at), input.at);
    case 'iceFailed':
      return reconcile(iceFailed(session, input), input.at);
    case 'restartRequested':
      return restartRequested(session, input.linkId);
    case 'failed':
      return reconcile(dropLink(step(session), input.linkId, input.cause, input.at), input.at);
    case 'linkRequested':
      return reconcile(linkRequested(session, input), input.at);
    case 'retryDue':
      return reconcile(retryDue(session, input), input.at);
    case 'signalingRestored':
      return reconcile(signalingRestored(session, input), input.at);
    case 'retriesExhausted':
    case 'signalingLost':
      return waitForServer(session);
    case 'closed':
      return close(session);
  }
}

/** How soon the counters of a session's links should be polled again, in ms. */
export function nextPollMs(session: SessionState): number {
  if (session.state === 'closed' || session.stage === 'warm') return pollIntervalMs.beforeAnswer;
  if (session.reported.state !== 'up') return pollIntervalMs.eager;
  return session.links.length === 1 ? pollIntervalMs.calm : pollIntervalMs.eager;
}

/** Idle links count from now on; where none is connected, one that may be faster is made beside them. */
function answered(session: OpenSession, { at, newLinkId }: Input<'answered'>): OpenStep {
  const idled = { readyAt: at, timeoutMs: answeredPacketTimeoutMs } as const;
  const links = session.links.map((link) => (link.state === 'ready' ? { ...link, ...idled } : link));
  const live: OpenSession = { ...session, stage: 'live', links, recovery: startRecovery(at) };
  const begun = hasTimer(session) ? step(live, { type: 'stopRetryTimer' }) : step(live);
  if (links.some((link) => needsNoHelp(link, live))) return begun;
  // Another relay would be no faster, and costs both devices time when they have most to do.
  return attemptLink(begun, at, newLinkId, links.some(isPending) ? 'direct' : undefined);
}

/** Whether a link made before the answer is connected, or no better one could be made now. */
function needsNoHelp(link: Link, { role, rules, stage }: OpenSession): boolean {
  const isConnected = link.state === 'ready' || link.state === 'carrying';
  const isRelayWanted = rules.relays === 'first' || mustRelay(rules, stage);
  return isConnected || role === 'callee' || link.plan.candidates === 'all' || isRelayWanted;
}

function statsPolled(session: OpenSession, input: Input<'statsPolled'>): OpenStep {
  const polled = session.links.reduce((done, link) => pollOne(done, link, input), step(session));
  const switched = polled.session.stage === 'live' ? switchOnSilence(polled, input.at) : polled;
  const opened = openOptionalLinks(reconcile(switched, input.at), input.at, input.newLinkId);
  return replaceIncomplete(opened, input.at, input.newLinkId);
}

function pollOne(done: OpenStep, link: Link, { at, samples }: Input<'statsPolled'>): OpenStep {
  const sample = samples.find(({ linkId }) => linkId === link.id);
  const isIdle = link.plan.purpose === 'standby' || done.session.stage === 'warm';
  const result = pollLink(link, sample, at, isIdle);
  if (result.kind === 'closed') return dropLink(done, link.id, result.cause, at);
  const replaced = replaceLink(done, result.link);
  // Packets on a standby may arrive before the message that the other device has switched.
  return result.link.state === 'carrying' ? followSwitch(replaced, link.id, at) : replaced;
}

/** Tries another link where the active one carries, but something that the other device sends never comes in. */
function replaceIncomplete(done: OpenStep, at: number, newLinkId: LinkId): OpenStep {
  const { session } = done;
  const { incompleteLinks, links, role } = session;
  const active = session.stage === 'live' ? activeLinkOf(session, at) : undefined;
  if (active === undefined || incompleteLinks.length >= maxIncompleteLinks) return done;
  if (incompleteLinks.includes(active.id) || links.some(isPending) || !isIncomplete(session, active, at))
    return done;
  const noted = withChanges(done, { incompleteLinks: [...incompleteLinks, active.id] });
  if (role === 'callee') return withEffects(noted, { type: 'requestLink', after: active.id });
  return attemptLink(noted, at, newLinkId);
}

/** Heartbeats come only where there is no audio to send, whatever was announced. */
function isIncomplete({ expected }: OpenSession, active: Carrying, at: number): boolean {
  const { received, since, lastKind } = active;
  const isLate = at - Math.max(since, expected.since) >= announcedMediaTimeoutMs;
  const lacksAudio = expected.audio && !received.audio && lastKind !== 'heartbeat';
  return isLate && (lacksAudio || (expected.video && !received.video));
}

function offered(session: OpenSession, input: Input<'offered'>): OpenStep {
  const { linkId, at } = input;
  const isKnown = session.closedLinks.includes(linkId) || findLink(session, linkId) !== undefined;
  const plan = allowedPlan(input.plan, session.rules, session.stage);
  if (session.role === 'caller' || isKnown || plan === undefined) return step(session);
  return addLink(closeStandbyFor(step(session), plan.purpose), {
    id: linkId,
    plan,
    openedAt: at,
    state: 'connecting',
  });
}

/** There is one standby; a device that offers another one has given up the older one. */
function closeStandbyFor(done: OpenStep, purpose: Link['plan']['purpose']): OpenStep {
  const older = done.session.links.find(({ plan }) => plan.purpose === 'standby');
  return purpose === 'standby' && older !== undefined ? closeLink(done, older.id) : done;
}

function signaled(session: OpenSession, linkId: LinkId): OpenStep {
  const link = findLink(session, linkId);
  if (link?.state !== 'offered') return step(session);
  return replaceLink(step(session), { ...link, state: 'connecting' });
}

function connected(session: OpenSession, { linkId, at }: Input<'connected'>): OpenStep {
  const link = findLink(session, linkId);
  if (link?.state !== 'offered' && link?.state !== 'connecting') return step(session);
  const times = { readyAt: at, timeoutMs: firstPacketTimeoutMs, trustedMs: firstPacketTimeoutMs };
  return replaceLink(step(session), { ...link, state: 'ready', ...times });
}

/** ICE is restarted once on a link that carried media: the network may have changed under it. */
function iceFailed(session: OpenSession, { linkId, at }: Input<'iceFailed'>): OpenStep {
  const link = findLink(session, linkId);
  if (link?.state !== 'silent' || link.restart === 'tried' || link.plan.purpose === 'standby')
    return dropLink(step(session), linkId, 'iceFailed', at);
  const effect = session.role === 'caller' ? 'restartIce' : 'requestRestart';
  return withEffects(replaceLink(step(session), { ...link, restart: 'tried' }), { type: effect, linkId });
}

function restartRequested(session: OpenSession, linkId: LinkId): OpenStep {
  const link = findLink(session, linkId);
  if (session.role === 'callee' || link?.state !== 'silent' || link.restart === 'tried') return step(session);
  return withEffects(replaceLink(step(session), { ...link, restart: 'tried' }), {
    type: 'restartIce',
    linkId,
  });
}

function linkRequested(session: OpenSession, { after, at, newLinkId }: Input<'linkRequested'>): OpenStep {
  if (session.role === 'callee') return step(session);
  const newest = session.links.findLast(({ plan }) => plan.purpose === 'main');
  if (newest !== undefined && isPending(newest) && hasCrossed(newest, after, at)) return step(session);
  return attemptLink(step(session), at, newLinkId);
}

/**
 * Whether a request was sent before the other device could know of the newest link. A page that answered a link knows
 * it, so a request that names another link comes from a new page.
 */
function hasCrossed(newest: Link, after: LinkId | null, at: number): boolean {
  const isUnknownThere = newest.state === 'offered' && after !== newest.id;
  return at - newest.openedAt < (isUnknownThere ? crossingMs : minRequestGapMs);
}

function retryDue(session: OpenSession, { at, newLinkId }: Input<'retryDue'>): OpenStep {
  return hasTimer(session) ? attemptLink(step(session), at, newLinkId) : step(session);
}

/** A pending offer may have been lost with the server; an answered link continues by itself. */
function signalingRestored(session: OpenSession, { at, newLinkId }: Input<'signalingRestored'>): OpenStep {
  const { recovery } = session;
  if (recovery.state === 'idle' || (session.stage === 'warm' && session.role === 'callee'))
    return step(session);
  const isUnderWay = session.links.some((link) => isPending(link) && link.state !== 'offered');
  if (isUnderWay && recovery.waitsFor !== 'server') return step(session);
  const restarted = { ...recovery, attempts: 0, since: at };
  return attemptLink(step({ ...session, relays: 'unknown', recovery: restarted }), at, newLinkId);
}

function waitForServer(session: OpenSession): OpenStep {
  const waiting = waitFor(step(session), 'server');
  return hasTimer(session) ? withEffects(waiting, { type: 'stopRetryTimer' }) : waiting;
}

function hasTimer({ recovery }: OpenSession): boolean {
  return recovery.state === 'recovering' && recovery.waitsFor === 'timer';
}

function close(session: OpenSession): SessionStep {
  return {
    session: { state: 'closed' },
    effects: [
      ...(hasTimer(session) ? [{ type: 'stopRetryTimer' } as const] : []),
      ...session.links.map(({ id }) => ({ type: 'closeLink', linkId: id }) as const),
    ],
  };
}

/**
 * Brings the reported state and the recovery into line with the links. It runs after every input, so that no input has
 * to consider both.
 */
function reconcile(done: OpenStep, at: number): OpenStep {
  if (done.session.stage === 'warm') return recoverBeforeAnswer(done, at);
  const switched = switchOnLoss(done, at);
  const active = activeLinkOf(switched.session, at);
  if (active !== undefined) return endRecovery(closeOldLinks(reportUp(switched, active, at), active, at));
  const reported = reportSilence(switched, at);
  return recover(reported, at, causeOfBreak(reported.session));
}

function reportUp(done: OpenStep, link: Carrying, at: number): OpenStep {
  const { reported } = done.session;
  const { id: linkId, route, lastAt } = link;
  const rendered = render(
    withChanges(done, { reported: { state: 'up', linkId, route, lastAt } }),
    linkId,
    at,
  );
  const isSameLink = reported.state === 'up' && reported.linkId === linkId;
  if (isSameLink && sameRoute(reported.route, route)) return rendered;
  const gap = gapBefore(done.session, link);
  const recorded = isSameLink ? rendered : recordDirect(rendered, link);
  return withEffects(recorded, { type: 'reportUp', linkId, route, ...(gap !== undefined && { gap }) });
}

function render(done: OpenStep, linkId: LinkId, at: number): OpenStep {
  if (done.session.renderedLink === linkId) return done;
  const rendered = withChanges(done, { renderedLink: linkId, renderedSince: at });
  return withEffects(rendered, { type: 'renderMedia', linkId });
}

/** How long nothing came in before this link did; undefined where nothing was missed. */
function gapBefore(session: OpenSession, { since }: Carrying): Gap | undefined {
  const { reported } = session;
  const lastAt = lastPacketAt(session);
  if (reported.state === 'starting' || lastAt === null || since <= lastAt) return undefined;
  return { ms: Math.round(since - lastAt), cause: reported.state === 'up' ? 'silent' : reported.cause };
}

/** When a packet last came in over the link that was active; it may still carry while a newer one takes over. */
function lastPacketAt(session: OpenSession): number | null {
  const { reported } = session;
  switch (reported.state) {
    case 'starting':
      return null;
    case 'up': {
      const link = findLink(session, reported.linkId);
      return link?.state === 'carrying' ? link.lastAt : reported.lastAt;
    }
    case 'fading':
    case 'down':
      return reported.lastAt;
  }
}

/** Records what a link that was free to go directly did, for the next call on this network. */
function recordDirect(done: OpenStep, { plan, route, couldBeDirect }: Carrying): OpenStep {
  const isFree = plan.candidates === 'all' || plan.candidates === 'direct';
  if (!isFree || !couldBeDirect) return done;
  return withEffects(done, { type: 'recordDirect', worked: route.path === 'direct' });
}

function closeOldLinks(done: OpenStep, active: Carrying, at: number): OpenStep {
  const { links, renderedSince } = done.session;
  // It may have carried for a while before it took over, for want of a picture.
  if (at - Math.max(active.since, renderedSince) < overlapMs) return done;
  const isOver = (link: Link, index: number): boolean =>
    index < links.indexOf(active) || (link.state === 'silent' && at - link.lastAt >= maxSilentMs);
  const over = links.filter((link, index) => link.plan.purpose === 'main' && isOver(link, index));
  return over.reduce((all, { id }) => closeLink(all, id), done);
}

function reportSilence(done: OpenStep, at: number): OpenStep {
  const { reported } = done.session;
  switch (reported.state) {
    case 'up':
      return reportDown(done, reported, 'silent');
    case 'fading':
      return at - reported.lastAt < silentAfterMs.media ? done : reportDown(done, reported, reported.cause);
    case 'starting':
    case 'down':
      return done;
  }
}

function reportDown(
  done: OpenStep,
  { linkId, lastAt }: ReportedState & { state: 'up' | 'fading' },
  cause: LinkCause,
): OpenStep {
  const down = withChanges(done, { reported: { state: 'down', cause, lastAt } });
  return withEffects(down, { type: 'reportDown', linkId, cause });
}

function causeOfBreak({ reported, recovery }: OpenSession): LinkCause {
  if (reported.state === 'fading') return reported.cause;
  return recovery.state === 'recovering' ? recovery.cause : 'silent';
}
