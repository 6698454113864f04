import type { LinkId } from '../common/ids.ts';
import type { Actor, Call, LinkCause, Media, Route } from './call.ts';
import type { EntryDraft } from './historyEntries.ts';

/** All that can happen to a call once it is placed. Times are the server's, in ms. */
export type CallEvent =
  | { readonly type: 'deviceRang'; readonly by: Actor; readonly at: number }
  | { readonly type: 'accepted'; readonly by: Actor; readonly media: Media; readonly at: number }
  | { readonly type: 'declined'; readonly by: Actor; readonly at: number }
  | {
      readonly type: 'endPressed';
      readonly by: Actor;
      readonly at: number;
      /** How long ago it was pressed, by a device that could not say so at once. */
      readonly agoMs: number;
      /** The other side pressed it, and this device heard so over the data channel. */
      readonly peerEnded: boolean;
    }
  | {
      readonly type: 'linkUp';
      readonly by: Actor;
      readonly linkId: LinkId;
      readonly route: Route;
      /** For how long no media had come in at this device before. */
      readonly gapMs?: number;
      /** What became of the link before. */
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
      /** The link that carries media to this device right now, as its hello says. */
      readonly carrying?: { readonly linkId: LinkId; readonly route: Route };
      readonly at: number;
    }
  | { readonly type: 'detached'; readonly by: Actor; readonly how: 'closed' | 'silent'; readonly at: number }
  /** Time went by; whatever is overdue happens. */
  | { readonly type: 'timePassed'; readonly at: number }
  /** The server started anew: nobody is attached, and what was waited for is waited for afresh. */
  | { readonly type: 'restarted'; readonly at: number }
  /** The same two people start over, so this call makes room. */
  | { readonly type: 'superseded'; readonly at: number }
  /** The callee turned out to be on another call before any device rang. */
  | { readonly type: 'foundBusy'; readonly at: number };

export type CallEventType = CallEvent['type'];

/** What the outside must do after a transition. Writing the call itself goes without saying. */
export type Effect =
  /** Push the call to the caller's device. */
  | { readonly type: 'tellCaller' }
  /** Push the call to the callee: to every device, or once answered to the answering one. */
  | { readonly type: 'tellCallee'; readonly devices: 'all' | 'answering' }
  /** Write this line of one user's history. */
  | { readonly type: 'record'; readonly entry: EntryDraft };

/** Why an event changes nothing and its sender is told no. The words are those of the wire's error table. */
export type Refusal = 'notFound' | 'forbidden' | 'answeredElsewhere' | 'ended';

export type Transition =
  | { readonly kind: 'changed'; readonly call: Call; readonly effects: readonly Effect[] }
  /** Harmless: late, or said before. The sender is told yes. */
  | { readonly kind: 'unchanged'; readonly call: Call }
  | { readonly kind: 'refused'; readonly refusal: Refusal };
