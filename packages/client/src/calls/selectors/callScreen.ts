import type { CallId, EndCause, Media, Person, Phase, Route } from '@ringback/protocol';
import type { Reaction, ScreenContent } from '@ringback/rtc';
import type { MediaDevice, MediaDeviceType } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import type { Surface } from '../../media/screen/screenPorts.ts';
import type { Hand, OutcomeReason, ShownReaction } from '../state/callsState.ts';
import type { Toast } from '../state/toast.ts';
import type { ProcessingProblem } from '../../media/processing/processing.ts';
import type { CallQuality } from './selectQuality.ts';
import type { PlacedAbout } from '../state/placedAbout.ts';

/** All that the screen shows of this device's calls: an immutable snapshot. */
export interface CallScreen {
  /** The call that this device is in. */
  readonly current: CurrentCall | null;
  /** The other call of this device, which its user holds. */
  readonly held: HeldCall | null;
  /** A call that rings beside the current one. */
  readonly second: SecondCall | null;
  /** Holds the current call and resumes the held one. */
  readonly swap?: () => void;
  /** The call that rings on this device: contacts before strangers, and then the oldest one first. */
  readonly incoming: IncomingCall | null;
  /** The content of the after-call dialog, until it is closed. */
  readonly outcome: Outcome | null;
  /** Short messages about what has just happened; each disappears by itself. */
  readonly toasts: readonly Toast[];
  /** The devices of this machine, for choices before and during calls. Absent until sign-in. */
  readonly devices?: DeviceSelection;
  /** Starts a call; absent exactly while that is not possible. */
  readonly place?: (to: Person, media: Media, about?: PlacedAbout) => void;
  /** Why `place` is absent. */
  readonly cannotPlace?: 'offline' | 'inCall' | 'unsupported';
}

/** The status line of a call. */
export type CallStatus =
  | { readonly kind: 'askingMicrophone' }
  | { readonly kind: 'calling' }
  | { readonly kind: 'ringing' }
  | { readonly kind: 'connecting' }
  /** `sinceMs`: when the call connected, on this machine's monotonic clock. */
  | { readonly kind: 'talking'; readonly sinceMs: number }
  /** `broken`: whose network failed, as far as this device or the server knows. */
  | { readonly kind: 'reconnecting'; readonly broken?: 'mine' | 'theirs' }
  /** The other side's page went away. `untilMs`: when the call ends without it, on this machine's clock. */
  | { readonly kind: 'waiting'; readonly untilMs?: number }
  /** Someone holds the call; its duration runs on, see `talking`. */
  | { readonly kind: 'held'; readonly sinceMs: number };

/** Who holds the call. */
export type HoldState = 'none' | 'mine' | 'theirs' | 'both';

/**
 * What this device sends of one kind. `none`: there is no such input, or it may not be used; `failure` says
 * why.
 */
export type InputStatus =
  /** `isPrompting`: the browser waits for the user's permission. */
  | { readonly state: 'starting'; readonly isPrompting?: true }
  | { readonly state: 'on' }
  | { readonly state: 'off' }
  | { readonly state: 'none'; readonly failure: CaptureFailure };

/** What this device shares of its screen. */
export type ShareStatus =
  | { readonly state: 'off' }
  /** The browser asks the user what to share. */
  | { readonly state: 'choosing' }
  | {
      readonly state: 'on';
      readonly surface: Surface;
      /** What its quality is made for. */
      readonly content: ScreenContent;
      /** The picture alone, for a preview. */
      readonly stream: MediaStream;
      readonly hasSound: boolean;
    };
/** What became of the processing of an input. `interrupted`: by the system, for a while. */
export type ProcessingStatus =
  | { readonly state: 'none' | 'starting' | 'running' | 'interrupted' }
  | {
      readonly state: 'failed';
      readonly problem: ProcessingProblem;
      /** Absent where another attempt would fail as well. */
      readonly tryAgain?: () => void;
    };

/** The call that this device is in. Each action is present exactly when it is possible. */
export interface CurrentCall {
  readonly id: CallId;
  readonly peer: Person;
  readonly direction: 'outgoing' | 'incoming';
  readonly media: Media;
  readonly phase: Phase;
  readonly status: CallStatus;
  readonly holdState: HoldState;
  /** When it was placed, on this machine's monotonic clock. */
  readonly placedMs: number;
  /** Null until known. */
  readonly route: Route | null;
  readonly microphone: InputStatus;
  readonly camera: InputStatus;
  /** The microphone, muted or not, to show its level; never to be played or stopped. Null without one, and on hold. */
  readonly localAudio: MediaStream | null;
  /** The camera's picture, for the self-view; null without one, and while the system pauses it. */
  readonly localVideo: MediaStream | null;
  /** All incoming media; attach it to one media element. Null before the link is up, and while this user holds the call. */
  readonly remoteStream: MediaStream | null;
  /** What the other side shares of its screen, with its sound; null while it shares nothing. */
  readonly remoteScreen: MediaStream | null;
  readonly share: ShareStatus;
  /** As the other side reports it; `paused`: by the other side's system. */
  readonly remoteCamera: 'on' | 'off' | 'paused';
  /** `starting`: not opened yet. `silent`: on, and gives no sound. */
  readonly remoteMicrophone: 'on' | 'muted' | 'paused' | 'silent' | 'starting' | 'none';
  /** Null while no media comes in, and on hold. */
  readonly quality: CallQuality | null;
  /**
   * Why the other side hears nothing although the user is not muted; absent if there is no problem, or none
   * is known.
   */
  readonly microphoneProblem?: 'silent' | 'mutedBySystem';
  /** What this device does with its inputs before it sends them; `none` where they are sent as they are. */
  readonly processing: Readonly<Record<'audio' | 'video', ProcessingStatus>>;
  /** The operating system sends no picture: a closed lid, a shutter, a page in the background. */
  readonly isCameraPaused: boolean;
  readonly remoteHand: Hand;
  /** What is on the screen right now; each goes by itself. */
  readonly reactions: readonly ShownReaction[];
  readonly choices: Readonly<Record<MediaDeviceType, DeviceChoices>>;
  /** For `setSinkId`; empty for the browser's default. */
  readonly speakerId: string;
  /** To be called where the browser does not use that speaker. */
  readonly speakerRefused: (speakerId: string) => void;
  /** A device that was plugged in during the call. */
  readonly offer?: DeviceOffer;
  readonly cancel?: () => void;
  readonly hangUp?: () => void;
  readonly mute?: () => void;
  readonly unmute?: () => void;
  readonly turnCameraOn?: () => void;
  readonly turnCameraOff?: () => void;
  /** Changes between the cameras at both sides of a phone, for this call. */
  readonly flipCamera?: () => void;
  /** Puts the call on hold: the other side hears and sees nothing until `resume`. */
  readonly hold?: () => void;
  readonly resume?: () => void;
  /** Shows a reaction on both sides; absent while none would arrive. More than a few in a row are dropped. */
  readonly react?: (reaction: Reaction) => void;
  readonly raiseHand?: () => void;
  readonly lowerHand?: () => void;
  /** Lets the user pick what to share, in place of what the other side shares. Call it right in the press. */
  readonly shareScreen?: () => void;
  readonly stopSharing?: () => void;
  readonly chooseShareContent?: (content: ScreenContent) => void;
  /** The callee asks what the call is about. */
  readonly giveReason?: (reason: string) => void;
  /** What the user has said it is about; only while the call is not answered. */
  readonly reason?: string;
  /** In a voice call: the other side has turned its camera on and asks for this one. */
  readonly videoRequest?: VideoRequestAnswers;
  /** Changes to another device by its id; absent while there is none to choose from. */
  readonly selectMicrophone?: (mediaDeviceId: string) => void;
  /** While the camera is off, sets which one will be turned on. */
  readonly selectCamera?: (mediaDeviceId: string) => void;
  /** Also absent where the browser does not let the page choose. */
  readonly selectSpeaker?: (mediaDeviceId: string) => void;
}

/** The answers to a request for video. Nothing is captured before `turnCameraOn`. */
export interface VideoRequestAnswers {
  readonly turnCameraOn: () => void;
  readonly notNow: () => void;
}

/** The devices of this machine, and how to choose among them. */
export interface DeviceSelection {
  readonly choices: Readonly<Record<MediaDeviceType, DeviceChoices>>;
  /** Uses a device in the current call, if there is one, and in later ones. */
  readonly select: (kind: MediaDeviceType, mediaDeviceId: string) => void;
  /** Lists the devices again: an input that was opened elsewhere may have revealed their names. */
  readonly refresh: () => void;
}

/** The devices of one kind. */
export interface DeviceChoices {
  readonly devices: readonly MediaDevice[];
  /** The device that is or would be used; null if unknown. */
  readonly currentId: string | null;
  /** There are devices, but the browser hides their names until permission is granted. */
  readonly isUnnamed: boolean;
}

/** A device that was plugged in; a headset is one offer. */
export interface DeviceOffer {
  readonly label: string;
  readonly use: () => void;
  readonly dismiss: () => void;
}

/** What is known of a call that rings, over the screen or beside another one. */
export interface RingingCall {
  readonly id: CallId;
  readonly peer: Person;
  readonly media: Media;
  /** When it started to ring here, on this machine's clock. */
  readonly sinceMs: number;
  /** It is shown without sound. */
  readonly isMuted?: true;
  /** Who calls is not known to the user. */
  readonly request?: CallRequest;
  /** What the caller says it is about. */
  readonly reason?: string;
  readonly isUrgent?: true;
  /** How often a stranger has called in ten minutes, if that is often. */
  readonly attempts?: number;
  /** Asks the caller what it is about; the sound stops. */
  readonly askWhy?: () => void;
  readonly decline: () => void;
}

/** A call that rings on this device. */
export interface IncomingCall extends RingingCall {
  readonly accept: () => void;
  /** Only for a video call. */
  readonly acceptWithoutVideo?: () => void;
  /** The own camera before the answer; only for a video call. */
  readonly preview?: OwnPreview;
}

/** What is known of a stranger who calls. */
export interface CallRequest {
  readonly handle?: string;
  /** Since when they have an account, in ms; absent for a guest. */
  readonly sinceMs?: number;
  /** The user has asked what it is about. */
  readonly isAsked: boolean;
}

/** The user's own camera while a call rings. Opened by `show` only. */
export type OwnPreview =
  | { readonly state: 'off'; readonly show: () => void }
  | { readonly state: 'starting'; readonly isPrompting: boolean; readonly hide: () => void }
  /** `stream`: null while the system pauses the camera. */
  | { readonly state: 'on'; readonly stream: MediaStream | null; readonly hide: () => void }
  | { readonly state: 'failed'; readonly failure: CaptureFailure; readonly show: () => void };
/** A call that rings while this device is in another one, which goes on as it is until the server has confirmed. */
export interface SecondCall extends RingingCall {
  readonly endAndAccept: () => void;
  readonly holdAndAccept: () => void;
}

/** A call on hold beside the current one. */
export interface HeldCall {
  readonly id: CallId;
  readonly peer: Person;
  readonly media: Media;
}

/** An ending that needs a dialog, with its cause where known. */
export interface Outcome {
  readonly callId: CallId;
  readonly peer: Person;
  readonly media: Media;
  readonly reason: OutcomeReason;
  readonly cause?: EndCause;
  /** Absent while no call can be placed. */
  readonly callAgain?: () => void;
  readonly close: () => void;
}
