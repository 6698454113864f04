/**
 * Whether the system tells this user of calls and messages while no tab of theirs is looked at. Each action is there
 * exactly when it is possible.
 *
 * ```
 *   unknown ──> unsupported
 *          ├──> blocked <──────────── the browser ───────────┐
 *          └──> off ──turnOn──> asking ──allowed──> on ──turnOff──> off
 *                ^                 └── not allowed ──┘
 * ```
 */
export type Notifying =
  /** Nobody is signed in, or it was not looked up yet. */
  | { readonly state: 'unknown' }
  | { readonly state: 'unsupported' }
  /** The browser was told never to let this site show any; only there it can be changed. */
  | { readonly state: 'blocked' }
  | Off
  /** The browser asks its user. */
  | { readonly state: 'asking' }
  | { readonly state: 'on'; readonly turnOff: () => void; readonly whileClosed: WhileClosed };

/** It is the user's to turn on. */
export interface Off {
  readonly state: 'off';
  readonly turnOn: () => void;
  /** The browser's own: it comes with turning on, was left unanswered before, or was answered with yes. */
  readonly question: 'toCome' | 'left' | 'answered';
  /** Present until the user has decided, either way. */
  readonly declineOffer?: () => void;
}

/** Whether this browser is woken up also while all tabs of Ringback are closed. */
export type WhileClosed =
  | { readonly state: 'unavailable'; readonly why: 'tabOnly' | 'unsupported' | 'serverOff' }
  | { readonly state: 'off'; readonly turnOn: () => void; readonly failure?: WakingFailure }
  | { readonly state: 'turningOn' }
  | { readonly state: 'on'; readonly turnOff: () => void };

/** `noPushService`: this browser has none, or it cannot be reached. `refused`: the server will not send there. */
export type WakingFailure = 'noPushService' | 'refused' | 'offline';
