import type {
  CallId,
  DeviceId,
  EndReason,
  LinkCause,
  LinkId,
  Media,
  Person,
  Route,
  WireCall,
} from '@ringback/protocol';
import type { Gap } from '@ringback/rtc';
import {
  type MediaDevices,
  type MediaDeviceType,
  type MediaDevice,
  noMediaDevices,
} from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import type { PreferredDevices } from '../../media/preferredDevices.ts';
import type { SilenceState } from '../../media/silenceDetector.ts';

/** Everything this device knows of calls. Times are on this machine's clock, in ms, unless they stand in a `WireCall`. */
export interface CallsState {
  /** Null while signed out. */
  readonly me: Me | null;
  /** Whether the server can be asked right now. */
  readonly isOnline: boolean;
  readonly serverClock: ServerClock | null;
  readonly currentCall: DeviceCall | null;
  /** Calls to this user that nobody has answered; whether they ring here depends on `mine`. */
  readonly incomingCalls: readonly IncomingCallState[];
  /** Endings that the server has not confirmed. */
  readonly pendingEnds: readonly PendingEnd[];
  /** Calls that are over for this device, whatever is still said about them; the latest ones. */
  readonly closedCalls: readonly CallId[];
  /** Signals that came ahead of their path. */
  readonly earlySignals: readonly EarlySignal[];
  readonly outcome: EndedCall | null;
  readonly toasts: readonly ShownToast[];
  /** How an earlier page sent in its call; until it is known whether that call goes on. */
  readonly persistedInputs: PersistedInputs | null;
  readonly mediaDevices: MediaDevices;
  /** What this browser profile used last, whether or not it is plugged in. */
  readonly preferredDevices: PreferredDevices;
}

/** Whoever was muted before a reload is muted after it. */
export interface PersistedInputs {
  readonly callId: CallId;
  readonly microphone: 'on' | 'muted';
  readonly camera: 'on' | 'off';
}

/** Who is signed in here, and on which device. */
export interface Me {
  readonly person: Person;
  readonly deviceId: DeviceId;
}

/** What to add to this machine's clock to get the server's; the fewer ms the answer took, the better. */
export interface ServerClock {
  readonly offsetMs: number;
  readonly roundTripMs: number;
  readonly takenAt: number;
}

/** The call that this device is in, from the first press on. */
export interface DeviceCall {
  /** Made at the press and never changed, also where the call turns out to be another's: see `id`. */
  readonly key: CallId;
  /** The server's id. Where two people call each other at once, the second one's becomes that of the first. */
  readonly id: CallId;
  readonly peer: Person;
  readonly direction: 'outgoing' | 'incoming';
  readonly media: Media;
  /** What this side sends of its own accord. */
  readonly localMedia: Media;
  readonly pressedAt: number;
  readonly stage: Stage;
  readonly microphone: Input;
  readonly camera: Input;
  readonly offer?: Offer;
}

/**
 * How far this device has come with its call.
 *
 * ```
 *   place pressed                                          accept pressed
 *        │                                                       │
 *        v    permission known    placed         answered        v     accepted
 *      asking ──────────────> placing ──> waiting ──────> talking <────────── accepting
 *                                └── it was their call already ──────^
 * ```
 *
 * Every stage ends by `finish`, which leaves no call at all; there is no stage for a call that is over.
 */
export type Stage = Asking | Placing | Waiting | Accepting | Talking;

/** Nothing was placed: the browser may have to ask for the microphone first. */
interface Asking {
  readonly name: 'asking';
  readonly permission: 'checking' | 'prompting';
}

/** The server was asked to place the call and has not answered. */
export interface Placing {
  readonly name: 'placing';
  readonly since: number;
  /** When to ask again, since the last answer left the outcome open. */
  readonly retryAt?: number;
}

/** The server knows the call; nobody has answered. */
interface Waiting {
  readonly name: 'waiting';
  readonly call: WireCall;
  /** Ringing devices to which this one connects already. */
  readonly warm: readonly DeviceId[];
  readonly pollAt: number;
}

/** This device took the call, and the server has not confirmed it. */
export interface Accepting {
  readonly name: 'accepting';
  readonly since: number;
  /** The call as it rang. */
  readonly call: WireCall;
  /** Whether the caller's device began to connect before the server has confirmed. */
  readonly mediaSession: 'none' | 'warm';
  readonly retryAt?: number;
}

/** Answered, with this device in it. */
export interface Talking {
  readonly name: 'talking';
  readonly call: WireCall;
  readonly peerDeviceId: DeviceId;
  readonly link: LinkState;
  /** The last word on the link that the server has confirmed. */
  readonly reportedLink: LinkState;
  /** The first media on this side. */
  readonly upSince?: number;
  /** The last route that was known; it stays while the link is down. */
  readonly route?: Route;
  readonly remoteStream: MediaStream | null;
  readonly remoteInputs: RemoteInputs;
  readonly pollAt: number;
}

/** What the media path said last. */
export type LinkState =
  | { readonly state: 'none' }
  | { readonly state: 'up'; readonly linkId: LinkId; readonly route: Route; readonly gap?: Gap }
  | { readonly state: 'down'; readonly linkId: LinkId; readonly cause: LinkCause };

/** What the other side says it sends. */
interface RemoteInputs {
  readonly microphone: 'on' | 'muted' | 'none';
  readonly camera: 'on' | 'off';
}

/** One microphone or camera, as far as this call uses it. */
export type Input =
  | { readonly state: 'closed' }
  | OpeningInput
  | OpenInput
  | { readonly state: 'failed'; readonly failure: CaptureFailure };

/** `wanted`: the id of the one that was picked; without it any will do. Only that one is waited for. */
export interface OpeningInput {
  readonly state: 'opening';
  readonly isMuted: boolean;
  readonly requestedId?: string;
  /** The one before went away by itself: people are told which one they have got instead. */
  readonly replaces?: Lost;
}

/** `wanted`: the id of the one that was picked and is being opened; this one is used until then. */
export interface OpenInput {
  readonly state: 'open';
  readonly track: MediaStreamTrack;
  readonly stream: MediaStream;
  readonly isMuted: boolean;
  readonly since: number;
  readonly mediaDeviceId?: string;
  readonly requestedId?: string;
  /** In whose place it was opened. */
  readonly replaces?: Lost;
  /** The system has muted it. */
  readonly isSystemMuted: boolean;
  readonly sound: SilenceState['verdict'];
}

/** An input that went away. `inARow`: so many ended right after they were opened, each in the place of the last. */
interface Lost {
  readonly inARow: number;
}

/** What was plugged in during the call, as one thing: a headset is a microphone and a speaker. */
export interface Offer {
  /** At most one of a kind; it is offered by the name of the first. */
  readonly devices: readonly (MediaDevice & { readonly kind: MediaDeviceType })[];
}

/** A call to this user that is not answered yet. */
export interface IncomingCallState {
  readonly call: WireCall;
  /** Since when it rings here; absent while this device keeps quiet about it. */
  readonly sinceMs?: number;
  /** Whether the caller's device has begun to connect to this one. */
  readonly mediaSession: 'none' | 'warm';
  /** Whether the server was told on this connection that it rings here; `yes` once it has answered. */
  readonly reported: 'no' | 'asked' | 'yes';
  /** The push of it was long on its way, or this tab slept: nothing rings until the server was asked. */
  readonly isUnverified?: true;
  readonly pollAt: number;
}

/** An ending that was pressed here, kept until the server has answered. */
export interface PendingEnd {
  readonly request: 'call:end' | 'call:decline';
  readonly callId: CallId;
  /** The other one in the call: while this waits, a call of theirs may turn out to be this one by another id. */
  readonly peerId: Person['id'];
  readonly pressedAt: number;
  /** The other side pressed it, and said so past the server. */
  readonly endedByPeer: boolean;
  /** When to try again; absent while an answer is awaited, or the server cannot be reached. */
  readonly retryAt?: number;
}

/** A signal through the server; `at`: when it came in. */
export interface EarlySignal {
  readonly callId: CallId;
  readonly from: DeviceId;
  readonly linkId: LinkId;
  readonly box: string;
  readonly at: number;
}

/** A call that ended in a way that deserves a dialog. */
export interface EndedCall {
  readonly call: WireCall;
  readonly peer: Person;
  readonly reason: OutcomeReason;
}

/** Short words on the screen, and when they go. */
interface ShownToast {
  readonly toast: Toast;
  readonly untilMs: number;
}

/** The state while nobody is signed in. */
export const signedOutState: CallsState = {
  me: null,
  isOnline: false,
  serverClock: null,
  currentCall: null,
  incomingCalls: [],
  pendingEnds: [],
  closedCalls: [],
  earlySignals: [],
  outcome: null,
  toasts: [],
  persistedInputs: null,
  mediaDevices: noMediaDevices,
  preferredDevices: {},
};

/** The end reasons that deserve a dialog. */
export type OutcomeReason = Exclude<EndReason, 'canceled' | 'hungUp'>;

/** What is said of a call: that it is over, or what has just changed in it. */
export type ToastContent =
  | { readonly kind: 'canceled' }
  | { readonly kind: 'callEnded'; readonly durationMs: number }
  | { readonly kind: 'answeredElsewhere' }
  | { readonly kind: 'declinedElsewhere' }
  /** The direct path of the call that goes on does not work any more; this one does. */
  | { readonly kind: 'switchedToRelay' }
  /** A request was refused; `message` is for people. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The one in use went away, and another one of this name is used now. */
  | { readonly kind: 'microphoneChanged' | 'cameraChanged'; readonly label: string }
  /** The one in use went away, and there is no other: `notFound`, or none that opens. */
  | { readonly kind: 'microphoneLost' | 'cameraLost'; readonly failure: CaptureFailure }
  /** What was picked does not open; what was used before is used on, if anything was. */
  | { readonly kind: 'deviceNotOpened'; readonly label: string }
  /** The speaker that was picked went away; sound comes from the one that the browser prefers. */
  | { readonly kind: 'speakerLost' };

/** A word that is shown for some seconds. */
export type Toast = { readonly id: string } & ToastContent;
