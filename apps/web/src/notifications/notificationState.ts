/**
 * Whether this user gets system notifications of calls and messages while none of their tabs is visible. An action is
 * present exactly while it is possible.
 *
 * ```
 *   unknown ──> unsupported
 *          ├──> blocked <──────────── the browser ───────────┐
 *          └──> off ──turnOn──> asking ──allowed──> on ──turnOff──> off
 *                ^                 └── not allowed ──┘
 * ```
 */
export type NotificationState =
  /** Signed out, or not determined yet. */
  | { readonly state: 'unknown' }
  | { readonly state: 'unsupported' }
  /** The user blocked notifications of this site; only the browser's settings can change that. */
  | { readonly state: 'blocked' }
  | Off
  /** The browser's permission prompt is open. */
  | { readonly state: 'asking' }
  | { readonly state: 'on'; readonly turnOff: () => void; readonly whileClosed: WhileClosed };

export interface Off {
  readonly state: 'off';
  readonly turnOn: () => void;
  /** The browser's permission prompt: still to come, dismissed without an answer, or answered with yes. */
  readonly question: 'toCome' | 'left' | 'answered';
  /** Present until the user has decided. */
  readonly declineOffer?: () => void;
}

/** Web push: notifications while all tabs of Ringback are closed. */
export type WhileClosed =
  | { readonly state: 'unavailable'; readonly why: 'tabOnly' | 'unsupported' | 'serverOff' }
  | { readonly state: 'off'; readonly turnOn: () => void; readonly failure?: PushFailure }
  | { readonly state: 'turningOn' }
  | { readonly state: 'on'; readonly turnOff: () => void };

/** `noPushService`: the browser has none or cannot reach it. `refused`: the server does not send to it. */
export type PushFailure = 'noPushService' | 'refused' | 'offline';
