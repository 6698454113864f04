import type { CallId, DeviceId, LinkId, UserId } from '../common/ids.ts';
import type { CallTrace, DeviceKind } from './trace.ts';

/**
 * One attempt of one user to talk to another, as the server stores it.
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
 *      │ busy                  │ busy               │                 │                          │
 *      v                       v                    v                 v                          v
 *   ended{ reason, by, at, cause } ── final: nothing leads out of it
 * ```
 *
 * A `calling` call has not rung anywhere. A `ringing` one has, and stays `ringing` even when the last ringing device
 * goes away. So the phase alone distinguishes `unreachable` from `noAnswer`, without another flag.
 *
 * A ringing call turns hidden when its callee blocks the caller, and a hidden or silenced one turns open when its callee
 * calls back: the phase stays.
 *
 * Hold is no phase: each participant of an answered call sets it for itself, and the links are watched as before.
 */
export type Call = Unanswered | Answered | Ended;
export type Unanswered = Calling | Ringing;
export type Answered = Connecting | Active | Reconnecting;
/** A call that has not ended. */
export type Live = Unanswered | Answered;

/** The phases of the drawing above, in the order a call goes through them. */
export const phases = ['calling', 'ringing', 'connecting', 'active', 'reconnecting', 'ended'] as const;
export type Phase = (typeof phases)[number];

/** What a user asked for. A call may be voice for one user and video for the other. */
export type Media = 'audio' | 'video';

export type Role = 'caller' | 'callee';

/**
 * Whether the callee may know about a call. `hidden`: the callee blocked the caller or does not allow them, so for the
 * callee it never existed. `silenced`: it does not ring, but leaves an entry once it has ended.
 */
export type Visibility = 'open' | 'hidden' | 'silenced';

/** How a link's packets travel. */
export interface Route {
  readonly path: 'direct' | 'relay';
  readonly transport: 'udp' | 'tcp' | 'tls';
}

/** A user who acts through one device. */
export interface Actor {
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  /** For the call's record; absent if the device does not report it. */
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
 * A device's connection to the server. `closed`: its websocket closed, so most likely its page went away.
 * `silent`: it stopped answering pings, so most likely its network failed.
 */
export type ConnectionStatus = 'attached' | 'closed' | 'silent';

/** A device's last report about its incoming media. */
export type MediaReport =
  | { readonly state: 'none' }
  | { readonly state: 'up'; readonly linkId: LinkId; readonly route: Route }
  | { readonly state: 'down'; readonly linkId: LinkId | null; readonly cause: LinkCause };

/** One device in an answered call. */
export interface Participant {
  readonly deviceId: DeviceId;
  readonly connection: ConnectionStatus;
  readonly mediaReport: MediaReport;
  /** Its user put the call on hold: it sends silence and no pictures, whatever the other one does. */
  readonly isHolding?: true;
}

/**
 * Why a link carries nothing. `rejoining`: the device's page was reloaded and has no link yet. `notLoaded`: the page could
 * not fetch its code for calls.
 */
export const linkCauses = [
  'connectTimeout',
  'noCandidates',
  'iceFailed',
  'silent',
  'peerClosed',
  'setupFailed',
  'rejoining',
  'notLoaded',
] as const;
export type LinkCause = (typeof linkCauses)[number];

/** Why a call failed or was lost: a link's cause, or one that only the server can know. */
export const endCauses = [...linkCauses, 'deviceGone', 'timeout'] as const;
export type EndCause = (typeof endCauses)[number];

/** How a call can end. `historyEntries.ts` says what each means for the two histories. */
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
  /** The user who ended it; absent if no user did. */
  readonly by?: UserId;
  /** The device on which it was ended, which may repeat its request without an error. */
  readonly deviceId?: DeviceId;
  readonly at: number;
  readonly cause?: EndCause;
}

/** The deadlines of a call. They are stored with it, so a crash loses none. */
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

/** What the callee is told of a call beside who calls. */
export interface CallAbout {
  /** In the caller's words, at most 80 characters. */
  readonly reason?: string;
  readonly isUrgent?: true;
  /** The callee has asked for a reason. */
  readonly isAsked?: true;
  /** The caller's account: by which name it is found, and since when it exists, in server ms. */
  readonly handle?: string;
  readonly since?: number;
  /** How often a stranger has called in ten minutes, this call included. */
  readonly attempts?: number;
}

/** The parts that a call has in every phase. */
export interface CallBase {
  readonly id: CallId;
  /** Rises by one with every change. Receivers drop a version that is not higher than the one they have. */
  readonly version: number;
  /** How many of these changes its caller must not notice: they don't count in the version that the caller sees. */
  readonly unseen?: number;
  /** What the caller asked for. */
  readonly media: Media;
  readonly caller: Caller;
  readonly callee: Callee;
  readonly visibility: Visibility;
  /** Which ICE candidates links may use before the answer. `all` only if the callee trusts the caller: candidates contain addresses. */
  readonly earlyCandidates: 'all' | 'relay';
  readonly placedAt: number;
  readonly ringDeadlineAt: number;
  /** The callee's devices show it without sound and get no push message. */
  readonly isMuted?: true;
  /** The caller is a stranger to the callee, who may take it or not. */
  readonly isRequest?: true;
  readonly about?: CallAbout;
  /** For the call's record; absent while there is nothing to record. */
  readonly trace?: CallTrace;
}

interface Waiting extends CallBase {
  readonly callerConnection: ConnectionStatus;
  /** A second call: the callee's device that is in their other call. It alone rings, and no other device knows. */
  readonly ringsOn?: DeviceId;
  readonly deadlines: Deadlines;
}

export interface Calling extends Waiting {
  readonly phase: 'calling';
}

export interface Ringing extends Waiting {
  readonly phase: 'ringing';
  /** The callee's devices that ring now, in the order they reported it; empty when the last one went away. */
  readonly ringing: readonly DeviceId[];
}

interface Talking extends CallBase {
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
  /** When the first media packet arrived at either device. */
  readonly connectedAt: number;
  readonly route: Route;
}

export interface Active extends Connected {
  readonly phase: 'active';
}

export interface Reconnecting extends Connected {
  readonly phase: 'reconnecting';
}

export interface Ended extends CallBase {
  readonly phase: 'ended';
  readonly end: End;
  readonly answeredBy?: DeviceId;
  readonly answeredAt?: number;
  readonly answeredMedia?: Media;
  readonly connectedAt?: number;
  readonly route?: Route;
}
