import type { LinkCause, Role, Route } from '../call/call.ts';
import type { LinkId } from '../wire/ids.ts';
import type { Link, Sample } from './link.ts';

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
 * What is done about it, whenever it is not `up`:
 *
 * ```
 *   rest ──no link carries──> link (one is on its way) ──it failed──> timer ──due──> link, or ask and timer
 *     ^                                                                  │
 *     └── a link carries                       server <── cannot be reached, or given up
 *                                                 └── server is back, or the other device speaks ──> link
 * ```
 *
 * The newest link that carries is the one that counts; the older ones are closed then, and never before.
 */
export type Path = OpenPath | { readonly state: 'closed' };

export interface OpenPath {
  readonly state: 'open';
  readonly role: Role;
  /** Oldest first. */
  readonly links: readonly Link[];
  /** Links that are over, so that late signals do not bring one back. */
  readonly past: readonly LinkId[];
  readonly told: Told;
  readonly mending: Mending;
  /** The link whose media is on the screen. */
  readonly shown: LinkId | null;
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
  | { readonly state: 'down' };

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
  /** The counters of the links were looked at; a link without a sample has no peer yet. */
  | { readonly type: 'looked'; readonly at: number; readonly samples: readonly Sample[] }
  /** The other device offers a link. */
  | { readonly type: 'offered'; readonly at: number; readonly linkId: LinkId }
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
  /** Make a peer for a link; whoever initiates makes the offer. */
  | { readonly type: 'openLink'; readonly linkId: LinkId; readonly initiates: boolean }
  | { readonly type: 'closeLink'; readonly linkId: LinkId }
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
  | { readonly type: 'tellUp'; readonly linkId: LinkId; readonly route: Route }
  | { readonly type: 'tellDown'; readonly linkId: LinkId; readonly cause: LinkCause };

export interface PathStep {
  readonly path: Path;
  readonly effects: readonly PathEffect[];
}
