import type {
  CallId,
  CurrentCallPlan,
  DeviceId,
  EndReason,
  LinkCause,
  LinkId,
  Media,
  Person,
  Route,
  WireCall,
} from '@ringback/protocol';
import type { Gap, Reaction, ShownQuality } from '@ringback/rtc';
import {
  noMediaDevices,
  type MediaDevice,
  type MediaDevices,
  type MediaDeviceType,
} from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import {
  defaultProcessing,
  type ProcessingChoice,
  type ProcessingProblem,
} from '../../media/processing/processing.ts';
import type { PreferredDevices } from '../../media/preferredDevices.ts';
import type { SilenceState } from '../../media/silenceDetector.ts';
import type { PlacedAbout } from './placedAbout.ts';
import type { Share } from './share.ts';
import type { Toast } from './toast.ts';

/** Everything that this device knows about its calls. Times are on this machine's clock, in ms, except in a `WireCall`. */
export interface CallsState {
  /** Null while signed out. */
  readonly me: Me | null;
  /** Whether the server can be reached right now. */
  readonly isOnline: boolean;
  readonly serverClock: ServerClock | null;
  /** The call on the screen. */
  readonly currentCall: DeviceCall | null;
  /** The other call of this device: on hold, or a second one whose accept has no response yet. Never alone. */
  readonly heldCall: DeviceCall | null;
  /** Unanswered calls to this user; `currentCall` decides whether they ring here. */
  readonly incomingCalls: readonly IncomingCallState[];
  /** The user's own camera while a call rings; null unless they asked for it. */
  readonly preview: CameraPreview | null;
  /** Endings that the server has not confirmed. */
  readonly pendingEnds: readonly PendingEnd[];
  /** The latest calls that are over on this device, whatever updates still arrive for them. */
  readonly closedCalls: readonly CallId[];
  /** Signals that arrived before their media session opened. */
  readonly earlySignals: readonly EarlySignal[];
  readonly outcome: EndedCall | null;
  readonly toasts: readonly ShownToast[];
  /** The inputs of an earlier page, until it is known whether its calls continue. */
  readonly persistedInputs: readonly PersistedInputs[];
  readonly mediaDevices: MediaDevices;
  /** The devices that this browser profile used last, plugged in or not. */
  readonly preferredDevices: PreferredDevices;
  /** What this browser profile wants done with its inputs. */
  readonly processing: ProcessingChoice;
}

/** Restored after a reload, so that a muted user stays muted. */
export interface PersistedInputs {
  readonly callId: CallId;
  readonly microphone: 'on' | 'muted';
  readonly camera: 'on' | 'off';
  readonly isHeld?: boolean;
  /** A screen was shared; browsers don't let a new page go on with it. */
  readonly wasSharing?: true;
  readonly isHandRaised?: boolean;
}

/** The user who is signed in, and this device. */
export interface Me {
  readonly person: Person;
  readonly deviceId: DeviceId;
  /** This browser cannot make calls. */
  readonly cannotCall?: true;
  readonly canShare?: true;
}

/** The offset from this machine's clock to the server's; more exact with a shorter round trip. */
export interface ServerClock {
  readonly offsetMs: number;
  readonly roundTripMs: number;
  readonly takenAt: number;
}

/** The call that this device is in, from the first press on. */
export interface DeviceCall {
  /** Chosen at the press, and never changed even if the server's `id` differs. */
  readonly key: CallId;
  /** The server's id. When two people call each other at once, the second call takes the id of the first. */
  readonly id: CallId;
  readonly peer: Person;
  readonly direction: 'outgoing' | 'incoming';
  readonly media: Media;
  readonly about?: PlacedAbout;
  /** What this side sends: a video call may be accepted with audio only. */
  readonly localMedia: Media;
  readonly pressedAt: number;
  readonly stage: Stage;
  /** Belongs to the call: whatever becomes of the microphone, only "Unmute" ends it. */
  readonly isMuted: boolean;
  readonly microphone: Input;
  readonly camera: Input;
  /** Present while this user holds the call. What is in force is decided here; the server and the other side are told. */
  readonly hold?: Hold;
  readonly share: Share;
  readonly isHandRaised?: true;
  readonly offer?: Offer;
  /** The preferred speaker, where the browser does not use it. */
  readonly refusedSpeakerId?: string;
}

/** A call on hold sends silence, so that its link stays watched, and no pictures; its camera is closed. */
export interface Hold {
  readonly cameraWasOn: boolean;
}

/**
 * The progress of this device in its call. Every stage can end through `leaveCall`, which removes the call.
 *
 * ```
 *   place pressed                                          accept pressed
 *        │                                                       │
 *        v    permission known    placed         answered        v     accepted
 *      asking ──────────────> placing ──> waiting ──────> talking <────────── accepting
 *                                └── glare: their call is the answer ─^
 * ```
 */
export type Stage = Asking | Placing | Waiting | Accepting | Talking;

/** Not placed yet: the browser may have to prompt for the microphone first. */
interface Asking {
  readonly name: 'asking';
  readonly permission: 'checking' | 'prompting';
}

/** The placement was requested and has no response yet. */
export interface Placing {
  readonly name: 'placing';
  readonly since: number;
  /** When to repeat the request, because the outcome is unknown. */
  readonly retryAt?: number;
}

/** The server knows the call; it is not answered. */
interface Waiting {
  readonly name: 'waiting';
  readonly call: WireCall;
  /** The ringing devices that this one connects to already. */
  readonly warm: readonly DeviceId[];
  readonly pollAt: number;
}

/** Accepted on this device, and not confirmed by the server yet. */
export interface Accepting {
  readonly name: 'accepting';
  readonly since: number;
  /** The call as it was when it rang. */
  readonly call: WireCall;
  /** Whether the caller's device started to connect before the server confirmed. */
  readonly mediaSession: 'none' | 'warm';
  /** A second call: what becomes of the first one when the server confirms. Until then this one opens no inputs. */
  readonly plan?: CurrentCallPlan;
  readonly retryAt?: number;
}

/** Answered, with this device in it. */
export interface Talking {
  readonly name: 'talking';
  readonly call: WireCall;
  readonly peerDeviceId: DeviceId;
  readonly link: LinkState;
  /** The last link state that the server has confirmed. */
  readonly reportedLink: LinkState;
  /** When media first came in on this side. */
  readonly upSince?: number;
  /** The last known route; kept while the link is down. */
  readonly route?: Route;
  readonly remoteStream: MediaStream | null;
  /** What the other side's shared screens come in with; null where its page can't share. */
  readonly remoteScreen: MediaStream | null;
  readonly remoteInputs: RemoteInputs;
  /** Absent until the other side first asks to turn on video. */
  readonly videoRequest?: VideoRequest;
  readonly remoteHand: Hand;
  /** Absent until the media session has found something to tell. */
  readonly quality?: ShownQuality;
  /** Reactions that are on the screen, the oldest first. */
  readonly reactions: readonly ShownReaction[];
  readonly pollAt: number;
}

/** The two sides of a call, as seen from this device. */
export type Side = 'me' | 'peer';

/** A raised hand stays until its user lowers it. */
export type Hand = 'raised' | 'lowered';

/** A reaction of one side. `shownAt` is on this machine's clock, in ms. */
export interface ShownReaction {
  readonly id: number;
  readonly from: Side;
  readonly reaction: Reaction;
  readonly shownAt: number;
}

/** The other side turned on its camera in a voice call, and asks for this one. `count`: how often it has asked. */
export interface VideoRequest {
  readonly state: 'open' | 'closed';
  readonly count: number;
}

/** The last state that the media session reported. */
export type LinkState =
  | { readonly state: 'none' }
  | { readonly state: 'up'; readonly linkId: LinkId; readonly route: Route; readonly gap?: Gap }
  | { readonly state: 'down'; readonly linkId: LinkId; readonly cause: LinkCause };

/** The other side's inputs, as it reports them. `starting`: not open yet. `paused`: by their system. `silent`: gives no sound. */
export interface RemoteInputs {
  readonly microphone: 'on' | 'muted' | 'paused' | 'silent' | 'starting' | 'none';
  readonly camera: 'on' | 'off' | 'paused';
  /** The other side holds the call; where its page does not say so, the server does. */
  readonly isHeld?: true;
  /** `unsupported`: its page can't show screens, or hasn't said that it can. */
  readonly screen: 'unsupported' | 'on' | 'off';
  /** The number of its newest share. */
  readonly screenTurn: number;
}

/**
 * A microphone or camera, as far as this call uses it.
 *
 * ```
 *   closed ──turned on──> opening ────opened───> open ──selected──> open, with another one requested
 *                          │ ^ ^ ^               │  ^                       │           │
 *                          │ │ │ └─ended by itself  └─opened: swapped; ─────┘           │
 *                          │ │ │                      failed: the old one continues     │
 *                          │ │ └───────failed, but one at a time: the old one is closed─┘
 *                          │ └─the requested one failed: the old one is requested, then any
 *                          └──> failed
 * ```
 */
export type Input =
  | { readonly state: 'closed' }
  | OpeningInput
  | OpenInput
  | { readonly state: 'failed'; readonly failure: CaptureFailure };

/** `requestedId`: the device that was selected; without one, any device will do. */
export interface OpeningInput {
  readonly state: 'opening';
  readonly requestedId?: string;
  /** The device that was closed for the requested one, and is opened again if that fails. */
  readonly previousId?: string;
  /** The requested device is the one that was used before. */
  readonly isGoingBack?: true;
  /** The user has just turned it on, after the call began without it. */
  readonly isPressed?: true;
  /** The requested device is not remembered for later calls. */
  readonly isTemporary?: true;
  /** The browser asks the user for permission. */
  readonly isPrompting?: true;
  /** Set if the input before it ended by itself: a toast names the device that replaces it. */
  readonly replaces?: Lost;
}

/** `requestedId`: the device that was selected and is opening; this one is used until then. */
export interface OpenInput {
  readonly state: 'open';
  readonly track: MediaStreamTrack;
  readonly stream: MediaStream;
  readonly since: number;
  readonly mediaDeviceId?: string;
  readonly requestedId?: string;
  /** The requested device is not remembered for later calls. */
  readonly isTemporary?: true;
  /** The input that it replaced. */
  readonly replaces?: Lost;
  /** Muted by the operating system. */
  readonly isSystemMuted: boolean;
  readonly sound: SilenceState['verdict'];
  /** Absent where the input is sent as it is. */
  readonly processed?: Processed;
}

/**
 * What this device does with an input before it is sent. All but `running` send the input as it is, unless it is held back.
 *
 * ```
 *   absent ──opened, or chosen──> starting ──> running <──> interrupted
 *     ^                              └──────> failed <───────────┘
 *     └──nothing to do any more──── any
 * ```
 */
export type Processed =
  | { readonly state: 'starting'; readonly isHeldBack: boolean }
  /** `track`: null where the browser changes the input itself. `stream`: what is sent, for the self-view. */
  | { readonly state: 'running'; readonly track: MediaStreamTrack | null; readonly stream: MediaStream }
  | { readonly state: 'interrupted' }
  | { readonly state: 'failed'; readonly problem: ProcessingProblem };

export type InputKind = 'audio' | 'video';

/** An input that ended by itself. `inARow`: how many replacements ended right after they opened. */
interface Lost {
  readonly inARow: number;
}

/** Devices that were plugged in during the call, offered as one: a headset is a microphone and a speaker. */
export interface Offer {
  /** At most one of each kind; the first one names the offer. */
  readonly devices: readonly (MediaDevice & { readonly kind: MediaDeviceType })[];
}

/** A call to this user that is not answered yet. */
export interface IncomingCallState {
  readonly call: WireCall;
  /** Since when it rings here; absent while this device does not ring. */
  readonly sinceMs?: number;
  /** Whether the caller's device has started to connect to this one. */
  readonly mediaSession: 'none' | 'warm';
  /** Whether the ringing was reported on this connection; `yes` after the server's response. */
  readonly reported: 'no' | 'asked' | 'yes';
  /** Its push seems to have arrived late: does not ring until the server confirms the call, and is not dropped before. */
  readonly isUnverified?: true;
  readonly pollAt: number;
}

/** The own camera before a video call is answered; see `reducers/cameraPreview.ts`. */
export interface CameraPreview {
  readonly callId: CallId;
  readonly camera: Input;
}

/** An ending that is kept until the server has responded. */
export interface PendingEnd {
  readonly request: 'call:end' | 'call:decline';
  readonly callId: CallId;
  /**
   * The other person. Until the server responds, a call of theirs may turn out to be this one under another
   * id.
   */
  readonly peerId: Person['id'];
  /** In server time: it may be reported by a later page, or after this machine slept. */
  readonly pressedAt: number;
  /** The other side ended it, and said so over the data channel. */
  readonly endedByPeer: boolean;
  /** When to retry; absent while a response is pending, or offline. */
  readonly retryAt?: number;
}

/** A signal from the server; `at`: when it arrived. */
export interface EarlySignal {
  readonly callId: CallId;
  readonly from: DeviceId;
  readonly linkId: LinkId;
  readonly box: string;
  readonly at: number;
}

/** The end reasons that need a dialog. */
export type OutcomeReason = Exclude<EndReason, 'canceled' | 'hungUp'>;

/** A call whose end needs a dialog. */
export interface EndedCall {
  readonly call: WireCall;
  readonly peer: Person;
  readonly reason: OutcomeReason;
}

interface ShownToast {
  readonly toast: Toast;
  readonly untilMs: number;
}

/** The state while signed out. */
export const signedOutState: CallsState = {
  me: null,
  isOnline: false,
  serverClock: null,
  currentCall: null,
  heldCall: null,
  incomingCalls: [],
  preview: null,
  pendingEnds: [],
  closedCalls: [],
  earlySignals: [],
  outcome: null,
  toasts: [],
  persistedInputs: [],
  mediaDevices: noMediaDevices,
  preferredDevices: {},
  processing: defaultProcessing,
};
