import type { DeviceId, LinkId } from '../common/ids.ts';
import type { Actor, Call, LinkCause, Media, Route } from './call.ts';
import type { EntryDraft } from './historyEntries.ts';

/** Everything that can happen to a placed call. Times are the server's, in ms. */
export type CallEvent =
  | { readonly type: 'deviceRang'; readonly by: Actor; readonly at: number }
  | { readonly type: 'accepted'; readonly by: Actor; readonly media: Media; readonly at: number }
  | { readonly type: 'declined'; readonly by: Actor; readonly at: number }
  | {
      readonly type: 'endPressed';
      readonly by: Actor;
      readonly at: number;
      /** How long ago it was pressed, on a device that could not report it at once. */
      readonly agoMs: number;
      /** The other user pressed it; this device learned it over the data channel. */
      readonly peerEnded: boolean;
    }
  /** A user puts the call on hold, or resumes it; the other one may hold it as well. */
  | { readonly type: 'holdPressed'; readonly by: Actor; readonly isHeld: boolean; readonly at: number }
  | {
      readonly type: 'linkUp';
      readonly by: Actor;
      readonly linkId: LinkId;
      readonly route: Route;
      /** For how long no media had arrived at this device before. */
      readonly gapMs?: number;
      /** Why the link before failed. */
      readonly cause?: LinkCause;
      readonly at: number;
    }
  | {
      readonly type: 'linkDown';
      readonly by: Actor;
      readonly linkId: LinkId;
      readonly cause: LinkCause;
      readonly at: number;
    }
  | {
      readonly type: 'attached';
      readonly by: Actor;
      /** The link that carries media to this device now, according to its hello. */
      readonly carrying?: { readonly linkId: LinkId; readonly route: Route };
      readonly at: number;
    }
  | { readonly type: 'detached'; readonly by: Actor; readonly how: 'closed' | 'silent'; readonly at: number }
  /** Deadlines up to `at` expire. */
  | { readonly type: 'timePassed'; readonly at: number }
  /** The server restarted: no device is attached, and deadlines start again. */
  | { readonly type: 'restarted'; readonly at: number }
  /** The same two users start over, so this call gives way. */
  | { readonly type: 'superseded'; readonly at: number }
  /** The callee blocks or mutes the caller while the call is unanswered. */
  | { readonly type: 'blocked' }
  | { readonly type: 'muted' }
  /** The callee of a request asks what it is about, and its caller says so. */
  | { readonly type: 'reasonAsked'; readonly by: Actor }
  | { readonly type: 'reasonGiven'; readonly by: Actor; readonly reason: string }
  /** The callee of a hidden or silenced call calls its caller. */
  | { readonly type: 'revealed' }
  /** The callee turned out to be on another call, or has just answered one. */
  | { readonly type: 'foundBusy'; readonly at: number }
  /** The same, and the device in that call takes a second one. */
  | { readonly type: 'foundSecond'; readonly on: DeviceId };

/** What must be done after a transition, beside storing the call. */
export type Effect =
  /** Push the call to the caller's device. */
  | { readonly type: 'notifyCaller' }
  /** Push the call to the callee: to every device, or once answered to the answering one. */
  | { readonly type: 'notifyCallee'; readonly devices: 'all' | 'answering' }
  /** Push the end of the call to the callee's devices that must not know of it any more. */
  | { readonly type: 'withdraw' }
  /** Write this line of one user's history. */
  | { readonly type: 'record'; readonly entry: EntryDraft };

/** Why an event is refused, as a code of the wire's error table. */
export type Refusal = 'notFound' | 'forbidden' | 'answeredElsewhere' | 'ended';

export type Transition =
  | { readonly kind: 'changed'; readonly call: Call; readonly effects: readonly Effect[] }
  /** Harmless: late or repeated. The sender gets the call as it is. */
  | { readonly kind: 'unchanged'; readonly call: Call }
  | { readonly kind: 'refused'; readonly refusal: Refusal };
