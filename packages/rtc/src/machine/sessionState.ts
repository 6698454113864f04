import type { LinkCause, Role, Route, LinkId } from '@ringback/protocol';
import {
  isPending,
  type Carrying,
  type Link,
  type LinkPlan,
  type LinkRules,
  type MediaKinds,
  type MediaSessionStage,
  type StatsSample,
} from './link.ts';
import { isStale } from './linkQuality.ts';
import { maxClosedLinks, maxPendingLinks, pictureTimeoutMs } from './policy.ts';

/**
 * The media of one call between two devices: its links, the state that is reported of them, and the recovery that gets
 * the next link. The types here are pure data; `mediaSession.ts` holds the transitions, `peer/` executes the effects.
 *
 * The reported state:
 *
 * ```
 *                a link carries
 *   starting ─────────────────────> up <───────────────────────┐
 *      │                           │  │ its link is closed     │ a link carries
 *      │ an attempt failed         │  └────> fading ───────────┤
 *      │                           │ silent    │ a second on   │
 *      └─────────────────────────> down <──────┘               │
 *                                   └──────────────────────────┘
 *   closed: from every state, for good
 * ```
 *
 * Before the answer the session is `warm`: it stays `starting`, links connect and idle, and nothing is reported.
 *
 * Recovery, whenever the session is not `up`:
 *
 * ```
 *   idle ──no link carries──> link (one is pending) ──it failed──> timer ──due──> link, or request one and timer
 *     ^                                                              │
 *     └── a link carries                   server <── unreachable, or retries exhausted
 *                                             └── server is back, or the other device signals ──> link
 * ```
 *
 * The active link is the newest one that carries everything it should. Older links are closed a second after it took
 * over, because the other device may still need them.
 *
 * While the session is `up`, the caller's device keeps a standby:
 *
 * ```
 *   none ──up for a while──> pending ──connected──> ready ──silence here, or the other device switched──> main
 *     ^                         │ failed              │ lost, or on the same route as the main link
 *     └──────── a pause <───────┴─────────────────────┘
 * ```
 */
export type SessionState = OpenSession | { readonly state: 'closed' };

export interface OpenSession {
  readonly state: 'open';
  readonly role: Role;
  readonly stage: MediaSessionStage;
  readonly rules: LinkRules;
  /** Whether the server offers relays, as far as is known. */
  readonly relays: 'unknown' | 'none';
  /** Oldest first; a standby that took over counts as new. */
  readonly links: readonly Link[];
  /** Closed links, so that late signals do not reopen one. */
  readonly closedLinks: readonly LinkId[];
  readonly reported: ReportedState;
  readonly recovery: Recovery;
  /** The link whose media is rendered, and since when. */
  readonly renderedLink: LinkId | null;
  readonly renderedSince: number;
  /** When this device last switched to its standby. */
  readonly switchedAt: number | null;
  /** What the other device says that it sends, and since when. */
  readonly expected: MediaKinds & { readonly since: number };
  /** Links that were replaced because expected media never came over them. */
  readonly incompleteLinks: readonly LinkId[];
  /** When the optional links, tried while media flows, may be tried again. */
  readonly backoff: { readonly standby: Backoff; readonly direct: Backoff };
}

export interface Backoff {
  readonly failures: number;
  readonly notBefore: number;
}

export type ReportedState =
  | { readonly state: 'starting' }
  | { readonly state: 'up'; readonly linkId: LinkId; readonly route: Route; readonly lastAt: number }
  /** The active link is closed; nothing is reported if another one takes over within a second. */
  | {
      readonly state: 'fading';
      readonly linkId: LinkId;
      readonly cause: LinkCause;
      readonly lastAt: number;
    }
  | { readonly state: 'down'; readonly cause: LinkCause; readonly lastAt: number | null };

export type Recovery =
  | { readonly state: 'idle' }
  | {
      readonly state: 'recovering';
      readonly since: number;
      readonly attempts: number;
      /** What the next step waits for: a pending link, the retry timer, or the server. */
      readonly waitsFor: 'link' | 'timer' | 'server';
      /** What became of the last link. */
      readonly cause: LinkCause;
    };

/** Everything that can happen to a session. Times are the device's own, in ms; `newLinkId` is used if a link is made. */
export type SessionInput =
  /** The call is answered, by the two devices of this session. */
  | { readonly type: 'answered'; readonly at: number; readonly newLinkId: LinkId }
  /** The links' counters were read; a link without a sample has no peer connection yet. */
  | {
      readonly type: 'statsPolled';
      readonly at: number;
      readonly samples: readonly StatsSample[];
      readonly newLinkId: LinkId;
    }
  /** The other device offers a link. */
  | { readonly type: 'offered'; readonly at: number; readonly linkId: LinkId; readonly plan: LinkPlan }
  /** A signal came for a link. */
  | { readonly type: 'signaled'; readonly at: number; readonly linkId: LinkId }
  /** The other device requests a link to follow the one it names. */
  | {
      readonly type: 'linkRequested';
      readonly at: number;
      readonly after: LinkId | null;
      readonly newLinkId: LinkId;
    }
  /** The two devices are connected over a link. */
  | { readonly type: 'connected'; readonly at: number; readonly linkId: LinkId }
  /** The other device says what it sends. */
  | { readonly type: 'mediaAnnounced'; readonly at: number; readonly audio: boolean; readonly video: boolean }
  /** The other device sends over its standby from now on. */
  | { readonly type: 'peerSwitched'; readonly at: number; readonly linkId: LinkId }
  /** ICE failed on a link; its peer connection is still there, and a restart may help. */
  | { readonly type: 'iceFailed'; readonly at: number; readonly linkId: LinkId }
  /** The other device, which does not initiate, requests that restart. */
  | { readonly type: 'restartRequested'; readonly linkId: LinkId }
  /** A link's peer connection is gone. */
  | { readonly type: 'failed'; readonly at: number; readonly linkId: LinkId; readonly cause: LinkCause }
  | { readonly type: 'retryDue'; readonly at: number; readonly newLinkId: LinkId }
  /** The retry policy said stop. */
  | { readonly type: 'retriesExhausted' }
  /** A message could not be sent because the server is unreachable. */
  | { readonly type: 'signalingLost' }
  | { readonly type: 'signalingRestored'; readonly at: number; readonly newLinkId: LinkId }
  | { readonly type: 'closed' };

/** What must be done, in this order. */
export type SessionEffect =
  /** Make a peer connection; its initiator offers. Media is sent at once over a main link only. */
  | {
      readonly type: 'openLink';
      readonly linkId: LinkId;
      readonly initiates: boolean;
      readonly plan: LinkPlan;
    }
  | { readonly type: 'closeLink'; readonly linkId: LinkId }
  /** Send media over this link too, which was a standby. */
  | { readonly type: 'startSending'; readonly linkId: LinkId }
  /** Tell the other device of the switch over the link itself: it works, and the server may not. */
  | { readonly type: 'announceSwitch'; readonly linkId: LinkId }
  | { readonly type: 'restartIce'; readonly linkId: LinkId }
  | { readonly type: 'requestRestart'; readonly linkId: LinkId }
  /** Record for later calls whether this network lets direct links through. */
  | { readonly type: 'recordDirect'; readonly worked: boolean }
  | { readonly type: 'requestLink'; readonly after: LinkId | null }
  /** Ask the retry policy and come back with `retryDue` or `retriesExhausted`; replaces a running timer. */
  | {
      readonly type: 'startRetryTimer';
      readonly attempt: number;
      readonly elapsedMs: number;
      readonly cause: LinkCause;
    }
  | { readonly type: 'stopRetryTimer' }
  /** Render what comes in over this link from now on. */
  | { readonly type: 'renderMedia'; readonly linkId: LinkId }
  | { readonly type: 'reportUp'; readonly linkId: LinkId; readonly route: Route; readonly gap?: Gap }
  | { readonly type: 'reportDown'; readonly linkId: LinkId; readonly cause: LinkCause };

/** How long nothing came in before a link carried, and why. */
export interface Gap {
  readonly ms: number;
  readonly cause: LinkCause;
}

export interface SessionStep {
  readonly session: SessionState;
  readonly effects: readonly SessionEffect[];
}

/** A step after which the session is still open. */
export interface OpenStep {
  readonly session: OpenSession;
  readonly effects: readonly SessionEffect[];
}

export function step(session: OpenSession, ...effects: readonly SessionEffect[]): OpenStep {
  return { session, effects };
}

export function withEffects({ session, effects }: OpenStep, ...more: readonly SessionEffect[]): OpenStep {
  return { session, effects: [...effects, ...more] };
}

export function withChanges({ session, effects }: OpenStep, changes: Partial<OpenSession>): OpenStep {
  return { session: { ...session, ...changes }, effects };
}

export function findLink({ links }: OpenSession, linkId: LinkId): Link | undefined {
  return links.find(({ id }) => id === linkId);
}

/** Adds the newest link; where too many are pending, the oldest of them is closed. */
export function addLink(done: OpenStep, link: Link): OpenStep {
  const { role, links } = done.session;
  const opened = withEffects(withChanges(done, { links: [...links, link] }), {
    type: 'openLink',
    linkId: link.id,
    initiates: role === 'caller',
    plan: link.plan,
  });
  const pending = opened.session.links.filter(isPending);
  const [oldest] = pending;
  return oldest !== undefined && pending.length > maxPendingLinks ? closeLink(opened, oldest.id) : opened;
}

export function replaceLink(done: OpenStep, link: Link): OpenStep {
  return withChanges(done, {
    links: done.session.links.map((each) => (each.id === link.id ? link : each)),
  });
}

/** Closes a link without reporting anything. */
export function closeLink(done: OpenStep, linkId: LinkId): OpenStep {
  const links = done.session.links.filter(({ id }) => id !== linkId);
  const closedLinks = [...done.session.closedLinks, linkId].slice(-maxClosedLinks);
  return withEffects(withChanges(done, { links, closedLinks }), { type: 'closeLink', linkId });
}

/**
 * The newest main link that carries. While the rendered link still flows, a newer one takes over only once it brings a
 * picture too, so that the change is not visible.
 */
export function activeLinkOf(
  { links, renderedLink, expected }: OpenSession,
  at: number,
): Carrying | undefined {
  const carrying = links.filter(isMainAndCarrying);
  const newest = carrying.at(-1);
  const rendered = carrying.find(({ id }) => id === renderedLink);
  if (newest === undefined || rendered === undefined || isStale(rendered, at)) return newest;
  const isComplete = newest.received.video || !expected.video || at - newest.since >= pictureTimeoutMs;
  return isComplete ? newest : rendered;
}

function isMainAndCarrying(link: Link): link is Carrying {
  return link.plan.purpose === 'main' && link.state === 'carrying';
}
