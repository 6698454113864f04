import type { LinkCause, LinkId } from '@ringback/protocol';
import { isPending, isPromising, mustRelay, type Candidates, type Link } from './link.ts';
import {
  giveUpAfterMs,
  maxEarlyAttempts,
  noRelayPauseMs,
  optionalPauseMs,
  reloadPauseMs,
  retryJitter,
  retryPauseMs,
} from './policy.ts';
import {
  addLink,
  closeLink,
  findLink,
  withChanges,
  withEffects,
  type Backoff,
  type OpenSession,
  type OpenStep,
  type Recovery,
} from './sessionState.ts';

/**
 * Decides how long to wait before the next attempt at a link.
 *
 * `attempt` counts the attempts since media stopped, `elapsedMs` is the time since then, `cause` is what became of the
 * last attempt, or of the link that carried media. Returns ms, or `stop` when only new information justifies a try.
 */
export type RetryPolicy = (attempt: number, elapsedMs: number, cause: LinkCause) => number | 'stop';

/**
 * At once where a network failed, then pauses that double up to 4 s. `random` returns numbers in [0, 1), for jitter:
 * two devices that lost each other must not retry in lockstep.
 */
export function createRetryPolicy(random: () => number): RetryPolicy {
  return (attempt, elapsedMs, cause) => {
    if (elapsedMs >= giveUpAfterMs) return 'stop';
    if (attempt === 0) return cause === 'peerClosed' ? reloadPauseMs : 0;
    const pauseMs = Math.min(retryPauseMs.first * 2 ** (attempt - 1), retryPauseMs.longest);
    return Math.round(pauseMs * (1 - retryJitter + random() * 2 * retryJitter));
  };
}

/**
 * Makes the next link where this device initiates; otherwise requests one and tries again later.
 *
 * @param choice overrides the candidates that the attempts so far suggest
 */
export function attemptLink(done: OpenStep, at: number, newLinkId: LinkId, choice?: Candidates): OpenStep {
  const counted = countAttempt(done);
  if (done.session.role === 'callee') return startTimer(requestLink(counted), at);
  const plan = { purpose: 'main', candidates: choice ?? nextCandidates(counted.session) } as const;
  return addLink(counted, { id: newLinkId, plan, openedAt: at, state: 'offered' });
}

function requestLink(done: OpenStep): OpenStep {
  const { links, closedLinks } = done.session;
  const newest = links.findLast(({ plan }) => plan.purpose === 'main');
  return withEffects(done, { type: 'requestLink', after: newest?.id ?? closedLinks.at(-1) ?? null });
}

/**
 * After a lost link a relayed one comes first: it is the surest and comes up fastest (1.3 s, measured). Every other
 * attempt takes any candidates.
 */
function nextCandidates({ rules, stage, relays, reported, recovery }: OpenSession): Candidates {
  if (mustRelay(rules, stage)) return 'relay';
  if (recovery.state === 'idle' || relays === 'none') return 'all';
  if (reported.state === 'starting')
    return rules.relays === 'first' && recovery.attempts <= 1 ? 'relay' : 'all';
  return recovery.attempts % 2 === 1 ? 'relay' : 'all';
}

/** An idle session may make a link too, because the other device receives nothing; that is no attempt of its own. */
function countAttempt(done: OpenStep): OpenStep {
  const { recovery } = done.session;
  if (recovery.state === 'idle') return done;
  const counted: Recovery = { ...recovery, attempts: recovery.attempts + 1, waitsFor: 'link' };
  const stopped = recovery.waitsFor === 'timer' ? withEffects(done, { type: 'stopRetryTimer' }) : done;
  return withChanges(stopped, { recovery: counted });
}

/** Starts the recovery of a session on which nothing comes in, or updates what it waits for. */
export function recover(done: OpenStep, at: number, cause: LinkCause): OpenStep {
  const { recovery, links, role } = done.session;
  if (recovery.state === 'idle') {
    const begun: Recovery = { state: 'recovering', since: at, attempts: 0, waitsFor: 'link', cause };
    return recover(withChanges(recordBreak(done, at), { recovery: begun }), at, cause);
  }
  const isUnderWay = links.some((link) => isPromising(link, at));
  switch (recovery.waitsFor) {
    case 'link':
      return isUnderWay ? done : startTimer(done, at);
    case 'timer':
      return isUnderWay ? stopTimer(done) : done;
    case 'server':
      return isUnderWay && role === 'callee' ? waitFor(done, 'link') : done;
  }
}

/** Before the answer only the caller's device recovers links, and not without a relay. */
export function recoverBeforeAnswer(done: OpenStep, at: number): OpenStep {
  const { role, links, relays, recovery } = done.session;
  if (role === 'callee' || links.length > 0 || recovery.state === 'idle' || recovery.waitsFor !== 'link')
    return done;
  const isHopeless = relays === 'none' || recovery.attempts >= maxEarlyAttempts;
  return isHopeless ? waitFor(done, 'server') : startTimer(done, at);
}

/** Ends the recovery, because a link carries. */
export function endRecovery(done: OpenStep): OpenStep {
  const { recovery } = done.session;
  if (recovery.state === 'idle') return done;
  const idle = withChanges(done, { recovery: { state: 'idle' } });
  return recovery.waitsFor === 'timer' ? withEffects(idle, { type: 'stopRetryTimer' }) : idle;
}

function startTimer(done: OpenStep, at: number): OpenStep {
  const { recovery } = done.session;
  if (recovery.state === 'idle') return done;
  const { attempts: attempt, since, cause } = recovery;
  return withEffects(waitFor(done, 'timer'), {
    type: 'startRetryTimer',
    attempt,
    elapsedMs: at - since,
    cause,
  });
}

function stopTimer(done: OpenStep): OpenStep {
  return withEffects(waitFor(done, 'link'), { type: 'stopRetryTimer' });
}

/** Changes what the next step waits for, if the session is recovering. */
export function waitFor(done: OpenStep, waitsFor: 'link' | 'timer' | 'server'): OpenStep {
  const { recovery } = done.session;
  return recovery.state === 'idle' ? done : withChanges(done, { recovery: { ...recovery, waitsFor } });
}

/**
 * Closes a link that failed. If it was the active one, the session starts to fade. If none ever carried and no other is
 * pending, the session is reported down at once, but not before the answer.
 */
export function dropLink(done: OpenStep, linkId: LinkId, cause: LinkCause, at: number): OpenStep {
  const link = findLink(done.session, linkId);
  if (link === undefined) return done;
  const closed = backOff(closeLink(done, linkId), link, cause, at);
  if (link.plan.purpose === 'standby') return closed;
  const noted = recordCause(closed, link, cause);
  const { reported, links, stage } = noted.session;
  if (stage === 'live' && reported.state === 'starting' && !links.some(isPending))
    return withEffects(withChanges(noted, { reported: { state: 'down', cause, lastAt: null } }), {
      type: 'reportDown',
      linkId,
      cause,
    });
  if (reported.state !== 'up' || reported.linkId !== linkId) return noted;
  return withChanges(noted, { reported: { state: 'fading', linkId, cause, lastAt: reported.lastAt } });
}

/** An attempt that required a relay where there is none does not count as one. */
function recordCause(done: OpenStep, { plan }: Link, cause: LinkCause): OpenStep {
  const lacksRelay = plan.candidates === 'relay' && cause === 'noCandidates';
  const { recovery } = done.session;
  if (recovery.state === 'idle') return lacksRelay ? withChanges(done, { relays: 'none' }) : done;
  if (!lacksRelay) return withChanges(done, { recovery: { ...recovery, cause } });
  const attempts = Math.max(0, recovery.attempts - 1);
  return withChanges(done, { relays: 'none', recovery: { ...recovery, cause, attempts } });
}

/** An optional link failed: the next of its kind waits, longer each time. */
function backOff(done: OpenStep, link: Link, cause: LinkCause, at: number): OpenStep {
  const { standby, direct } = done.session.backoff;
  if (link.plan.purpose === 'standby') {
    const pauseMs = cause === 'noCandidates' ? noRelayPauseMs : pauseAfter(standby);
    return withBackoff(done, { standby: nextBackoff(standby, at + pauseMs) });
  }
  if (link.plan.candidates !== 'direct' || link.state === 'carrying') return done;
  const waiting = withBackoff(done, { direct: nextBackoff(direct, at + pauseAfter(direct)) });
  // An offer without an answer says nothing about the network: the other device may hide its address.
  return link.state === 'connecting'
    ? withEffects(waiting, { type: 'recordDirect', worked: false })
    : waiting;
}

/** The active link broke: the cause may last a while, so a direct link waits twice as long, and longer each time. */
export function recordBreak(done: OpenStep, at: number): OpenStep {
  const { direct } = done.session.backoff;
  return withBackoff(done, { direct: nextBackoff(direct, at + 2 * pauseAfter(direct)) });
}

function withBackoff(done: OpenStep, changed: Partial<OpenSession['backoff']>): OpenStep {
  return withChanges(done, { backoff: { ...done.session.backoff, ...changed } });
}

function nextBackoff({ failures }: Backoff, notBefore: number): Backoff {
  return { failures: failures + 1, notBefore };
}

function pauseAfter({ failures }: Backoff): number {
  return Math.min(optionalPauseMs.first * 2 ** failures, optionalPauseMs.longest);
}
