import type { LinkCause, Role, Route, LinkId } from '@ringback/protocol';
import type { Link, Received, Sample } from './link.ts';
import type { LinkPlan, LinkRules, MediaSessionStage } from './plan.ts';

/**
 * The media path of one call between two devices: the links there are, what is told about them, and what is done to
 * get the next one. Pure; whoever executes the effects stands in the client.
 *
 * What is told:
 *
 * ```
 *                a link carries
 *   starting ─────────────────────> up <───────────────────────┐
 *      │                           │  │ its link is over       │ a link carries
 *      │ an attempt failed         │  └────> fading ───────────┤
 *      │                           │ silent    │ a second on   │
 *      └─────────────────────────> down <──────┘               │
 *                                   └──────────────────────────┘
 *   closed: from every state, and nothing leads out of it
 * ```
 *
 * Before the answer the path is `warm`: it stays `starting`, links connect and rest, and nothing is told.
 *
 * What is done about it, whenever it is not `up`:
 *
 * ```
 *   rest ──no link carries──> link (one is on its way) ──it failed──> timer ──due──> link, or ask and timer
 *     ^                                                                  │
 *     └── a link carries                       server <── cannot be reached, or given up
 *                                                 └── server is back, or the other device speaks ──> link
 * ```
 *
 * The newest link that carries all that should come in is the one that counts. The older ones are closed a second
 * after that, and never before: the other device may not have come so far.
 *
 * While it is `up`, the caller's device keeps a standby:
 *
 * ```
 *   none ──up for a while──> on its way ──connected──> ready ──silence here, or the other device moved──> main
 *     ^                          │ failed                │ lost, or no other way than the main link's any more
 *     └──────── a pause <────────┴───────────────────────┘
 * ```
 */
export type Path = OpenPath | { readonly state: 'closed' };

export interface OpenPath {
  readonly state: 'open';
  readonly role: Role;
  readonly stage: MediaSessionStage;
  readonly rules: LinkRules;
  /** Whether the server has relays to offer, as far as is known. */
  readonly relays: 'unknown' | 'none';
  /** Oldest first; one that was moved to counts as new. */
  readonly links: readonly Link[];
  /** Links that are over, so that late signals do not bring one back. */
  readonly past: readonly LinkId[];
  readonly told: Told;
  readonly mending: Mending;
  /** The link whose media is on the screen. */
  readonly shown: LinkId | null;
  /** When this device last moved to its standby. */
  readonly movedAt: number | null;
  /** What the other device says that it sends, and since when. */
  readonly expected: Received & { readonly since: number };
  /** Links that were replaced because something expected never came over them. */
  readonly faulty: readonly LinkId[];
  /** Links that can be done without, and are tried while media flows. */
  readonly spares: { readonly standby: Trials; readonly direct: Trials };
}

/** How often something was tried in vain, and when it may be tried next. */
export interface Trials {
  readonly failures: number;
  readonly notBefore: number;
}

export type Told =
  | { readonly state: 'starting' }
  | { readonly state: 'up'; readonly linkId: LinkId; readonly route: Route; readonly lastAt: number }
  /** The link that carried is over; nobody has to know if another one takes over within a second. */
  | {
      readonly state: 'fading';
      readonly linkId: LinkId;
      readonly cause: LinkCause;
      readonly lastAt: number;
    }
  | { readonly state: 'down'; readonly cause: LinkCause; readonly lastAt: number | null };

export type Mending =
  | { readonly state: 'rest' }
  | {
      readonly state: 'mending';
      readonly since: number;
      readonly attempts: number;
      /** What the next step waits for: a link on its way, the retry timer, or the server. */
      readonly waitsFor: 'link' | 'timer' | 'server';
      /** What became of the last link. */
      readonly cause: LinkCause;
    };

/** All that can happen to a path. Times are the device's own, in ms; `freshId` is used if a link has to be made. */
export type PathInput =
  /** The call is answered, by the two devices of this path. */
  | { readonly type: 'answered'; readonly at: number; readonly freshId: LinkId }
  /** The counters of the links were looked at; a link without a sample has no peer yet. */
  | {
      readonly type: 'looked';
      readonly at: number;
      readonly samples: readonly Sample[];
      readonly freshId: LinkId;
    }
  /** The other device offers a link. */
  | { readonly type: 'offered'; readonly at: number; readonly linkId: LinkId; readonly plan: LinkPlan }
  /** A signal came for a link. */
  | { readonly type: 'signaled'; readonly at: number; readonly linkId: LinkId }
  /** The other device asks for a link to follow the one it names. */
  | {
      readonly type: 'wanted';
      readonly at: number;
      readonly after: LinkId | null;
      readonly freshId: LinkId;
    }
  /** The two devices are connected over a link. */
  | { readonly type: 'connected'; readonly at: number; readonly linkId: LinkId }
  /** The other device says what it sends. */
  | { readonly type: 'announced'; readonly at: number; readonly audio: boolean; readonly video: boolean }
  /** The other device sends over its standby from now on. */
  | { readonly type: 'peerMoved'; readonly at: number; readonly linkId: LinkId }
  /** ICE has given up on a link; its peer is still there, and a restart may help. */
  | { readonly type: 'iceFailed'; readonly at: number; readonly linkId: LinkId }
  /** The other device, which does not initiate, asks for that restart. */
  | { readonly type: 'restartWanted'; readonly linkId: LinkId }
  /** A link's peer is gone. */
  | { readonly type: 'failed'; readonly at: number; readonly linkId: LinkId; readonly cause: LinkCause }
  | { readonly type: 'retryDue'; readonly at: number; readonly freshId: LinkId }
  /** The retry policy said stop. */
  | { readonly type: 'gaveUp' }
  /** Something could not be said because the server cannot be reached. */
  | { readonly type: 'signalingLost' }
  | { readonly type: 'signalingIsBack'; readonly at: number; readonly freshId: LinkId }
  | { readonly type: 'closed' };

/** What the outside must do, in this order. */
export type PathEffect =
  /** Make a peer for a link; whoever initiates makes the offer. Only over a main link is sent at once. */
  | {
      readonly type: 'openLink';
      readonly linkId: LinkId;
      readonly initiates: boolean;
      readonly plan: LinkPlan;
    }
  | { readonly type: 'closeLink'; readonly linkId: LinkId }
  /** Send over this link too, which was a standby. */
  | { readonly type: 'sendOver'; readonly linkId: LinkId }
  /** Say so over the link itself: it works, and the server may not. */
  | { readonly type: 'tellMoved'; readonly linkId: LinkId }
  | { readonly type: 'restartIce'; readonly linkId: LinkId }
  | { readonly type: 'askForRestart'; readonly linkId: LinkId }
  /** Remember for later calls whether this network lets direct paths through. */
  | { readonly type: 'noteDirect'; readonly worked: boolean }
  | { readonly type: 'askForLink'; readonly after: LinkId | null }
  /** Ask the retry policy and come back with `retryDue` or `gaveUp`; replaces a timer that runs. */
  | {
      readonly type: 'startRetryTimer';
      readonly attempt: number;
      readonly elapsedMs: number;
      readonly cause: LinkCause;
    }
  | { readonly type: 'stopRetryTimer' }
  /** What comes in over this link is what is seen and heard from now on. */
  | { readonly type: 'showMedia'; readonly linkId: LinkId }
  | { readonly type: 'tellUp'; readonly linkId: LinkId; readonly route: Route; readonly gap?: Gap }
  | { readonly type: 'tellDown'; readonly linkId: LinkId; readonly cause: LinkCause };

/** How long nothing came in before a link carried, and why. */
export interface Gap {
  readonly ms: number;
  readonly cause: LinkCause;
}

export interface PathStep {
  readonly path: Path;
  readonly effects: readonly PathEffect[];
}
