import type { CallId, DeviceId, LinkId, UserId } from '../common/ids.ts';
import type { DeviceKind } from './deviceKind.ts';
import type { CallTrace } from './trace.ts';

/**
 * One attempt of one user to talk to another, as the server keeps it.
 *
 * ```
 *              deviceRang            accepted               linkUp              linkDown
 *   calling ──────────────> ringing ──────────> connecting ───────> active <──────────────> reconnecting
 *      │   accepted            │                    │                 │         linkUp           │
 *      ├───────────────────────┼──────────────────> │                 │                          │
 *      │                       │                    │                 │                          │
 *      │ canceled              │ canceled           │ hungUp          │ hungUp                   │ hungUp
 *      │ declined              │ declined           │ connectFailed   │ connectionLost           │ connectionLost
 *      │ unreachable           │ noAnswer           │                 │                          │
 *      │ busy                  │                    │                 │                          │
 *      v                       v                    v                 v                          v
 *   ended{ reason, by, at, cause } ── final: nothing leads out of it
 * ```
 *
 * `calling` has never rung anywhere; `ringing` has, and stays `ringing` even when the last ringing device
 * goes away. So the phase alone tells `unreachable` from `noAnswer`, with no flag beside it.
 */
export type Call = Unanswered | Answered | Ended;
export type Unanswered = Calling | Ringing;
export type Answered = Connecting | Active | Reconnecting;
/** A call that has not ended. */
export type Live = Unanswered | Answered;

/** The words of the drawing above, in the order a call lives through them. */
export const phases = ['calling', 'ringing', 'connecting', 'active', 'reconnecting', 'ended'] as const;
export type Phase = (typeof phases)[number];

/** What a user asked for; a call may be voice on one side and video on the other. */
export type Media = 'audio' | 'video';

/** The two seats of a call. */
export type Role = 'caller' | 'callee';

/**
 * Whether a call may be heard by its callee. `hidden`: the callee blocked the caller, so for the callee it never was.
 * `silenced`: no ring, but an entry once it has ended. Neither ever leaves `calling` but to end.
 */
export type Visibility = 'open' | 'hidden' | 'silenced';

/** How a link's packets travel. */
export interface Route {
  readonly path: 'direct' | 'relay';
  readonly transport: 'udp' | 'tcp' | 'tls';
}

/** Who acts: a user, through one device. */
export interface Actor {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  /** For the call's record; absent where the device does not say. */
  readonly kind?: DeviceKind | undefined;
}

export interface Caller extends Actor {
  readonly name: string;
}

export interface Callee {
  readonly userId: UserId;
  readonly name: string;
}

/**
 * How a device stands to the server. `closed`: its websocket closed, so most likely its page went away.
 * `silent`: it stopped answering pings, so most likely its network did.
 */
export type ConnectionStatus = 'attached' | 'closed' | 'silent';

/** The last thing a device said about media coming in to it. */
export type MediaReport =
  | { readonly state: 'none' }
  | { readonly state: 'up'; readonly linkId: LinkId; readonly route: Route }
  | { readonly state: 'down'; readonly linkId: LinkId | null; readonly cause: LinkCause };

/** One device in an answered call. */
export interface Participant {
  readonly deviceId: DeviceId;
  readonly connection: ConnectionStatus;
  readonly mediaReport: MediaReport;
}

/** Why a link carries nothing. `rejoining`: the device's page is new and has no link yet. */
export const linkCauses = [
  'connectTimeout',
  'noCandidates',
  'iceFailed',
  'silent',
  'peerClosed',
  'setupFailed',
  'rejoining',
] as const;
export type LinkCause = (typeof linkCauses)[number];

/** Why a call failed or was lost: a link's cause, or what only the server can know. */
export const endCauses = [...linkCauses, 'deviceGone', 'timeout'] as const;
export type EndCause = (typeof endCauses)[number];

/** Whatever became of a call. What each word means for the two histories stands in `reasons.ts`. */
export const endReasons = [
  'canceled',
  'noAnswer',
  'unreachable',
  'declined',
  'busy',
  'hungUp',
  'connectFailed',
  'connectionLost',
] as const;
export type EndReason = (typeof endReasons)[number];

export interface End {
  readonly reason: EndReason;
  /** The user whose doing it was; absent where it was nobody's. */
  readonly by?: UserId;
  /** The device on which it was done, so that the same request again is told from a late one. */
  readonly deviceId?: DeviceId;
  readonly at: number;
  readonly cause?: EndCause;
}

/** What waits for a time. Each is set on the call itself, so that a crash forgets none. */
export const deadlineNames = [
  'ring',
  'callerGone',
  'connect',
  'callerAbsent',
  'calleeAbsent',
  'callerDown',
  'calleeDown',
  'abandoned',
] as const;
export type DeadlineName = (typeof deadlineNames)[number];
/** Server times in ms. */
export type Deadlines = { readonly [N in DeadlineName]?: number };

interface Common {
  readonly id: CallId;
  /** Rises by one with every change; whoever holds an equal or higher one drops the news. */
  readonly version: number;
  /** What the caller asked for. */
  readonly media: Media;
  readonly caller: Caller;
  readonly callee: Callee;
  readonly visibility: Visibility;
  /** Which candidates links may use before accept: all only where each has called the other, or addresses would leak. */
  readonly earlyCandidates: 'all' | 'relay';
  readonly placedAt: number;
  readonly ringDeadlineAt: number;
  /** For the call's record; absent until there is something to tell. */
  readonly trace?: CallTrace;
}

interface Waiting extends Common {
  readonly callerConnection: ConnectionStatus;
  readonly deadlines: Deadlines;
}

export interface Calling extends Waiting {
  readonly phase: 'calling';
}

export interface Ringing extends Waiting {
  readonly phase: 'ringing';
  /** The callee's devices that ring now, in the order they said so; empty when the last one went away. */
  readonly ringing: readonly DeviceId[];
}

interface Talking extends Common {
  readonly answeredBy: DeviceId;
  readonly answeredAt: number;
  /** What the callee answered with. */
  readonly answeredMedia: Media;
  readonly participants: { readonly [R in Role]: Participant };
  readonly deadlines: Deadlines;
}

export interface Connecting extends Talking {
  readonly phase: 'connecting';
}

interface Connected extends Talking {
  /** The first packet of media on either side. */
  readonly connectedAt: number;
  readonly route: Route;
}

export interface Active extends Connected {
  readonly phase: 'active';
}

export interface Reconnecting extends Connected {
  readonly phase: 'reconnecting';
}

export interface Ended extends Common {
  readonly phase: 'ended';
  readonly end: End;
  readonly answeredBy?: DeviceId;
  readonly answeredAt?: number;
  readonly answeredMedia?: Media;
  readonly connectedAt?: number;
  readonly route?: Route;
}
