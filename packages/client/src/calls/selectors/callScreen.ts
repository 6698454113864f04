import type { CallId, EndCause, Media, Person, Phase, Route } from '@ringback/protocol';
import type { OutcomeReason, Toast } from '../state/callsState.ts';
import type { MediaDeviceType, MediaDevice } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';

/** Everything of calls that this device's screen shows: a snapshot, replaced whole with every change. */
export interface CallScreen {
  /** The call this device is in, from the first press to the last word. */
  readonly current: CurrentCall | null;
  /** The call that rings here, if this device can take it; the oldest one first. */
  readonly incoming: IncomingCall | null;
  /** What the after-call dialog says, until it is closed. */
  readonly outcome: Outcome | null;
  /** Short words about what has just happened; each goes by itself. */
  readonly toasts: readonly Toast[];
  /** Starts a call; absent exactly while that is not possible. */
  readonly place?: (to: Person, media: Media) => void;
  /** Why `place` is absent. */
  readonly cannotPlace?: 'offline' | 'inCall';
}

/** What the status line of a call says. */
export type CallStatus =
  | { readonly kind: 'askingMicrophone' }
  | { readonly kind: 'calling' }
  | { readonly kind: 'ringing' }
  | { readonly kind: 'connecting' }
  /** `sinceMs`: when the call connected, on this machine's clock (`Date.now()`). */
  | { readonly kind: 'talking'; readonly sinceMs: number }
  | { readonly kind: 'reconnecting' }
  /** The other page went away. */
  | { readonly kind: 'waiting' };

/** What this device sends of one kind. `none`: there is no such input, or it may not be used; `failure` says why. */
export type InputStatus =
  | { readonly state: 'starting' }
  | { readonly state: 'on' }
  | { readonly state: 'off' }
  | { readonly state: 'none'; readonly failure: CaptureFailure };

/** The call this device is in. Each action is there exactly when it is possible. */
export interface CurrentCall {
  readonly id: CallId;
  readonly peer: Person;
  readonly direction: 'outgoing' | 'incoming';
  readonly media: Media;
  readonly phase: Phase;
  readonly status: CallStatus;
  /** Null until known. */
  readonly route: Route | null;
  readonly microphone: InputStatus;
  readonly camera: InputStatus;
  /** What my camera shows, for the small picture; null without one. */
  readonly localVideo: MediaStream | null;
  /** Everything that comes in; attach it to one media element. Null before the link is up. */
  readonly remoteStream: MediaStream | null;
  /** Whether their camera is on, by their own word. */
  readonly remoteCamera: 'on' | 'off';
  readonly remoteMicrophone: 'on' | 'muted' | 'none';
  /** Why nobody hears this side, although it does not mute itself; absent while all is well, or unknown. */
  readonly microphoneProblem?: 'silent' | 'mutedBySystem';
  readonly choices: Readonly<Record<MediaDeviceType, DeviceChoices>>;
  /** The speaker to send sound to, for `setSinkId`; empty for the one that the browser prefers. */
  readonly speakerId: string;
  /** Something was plugged in during the call. */
  readonly offer?: DeviceOffer;
  readonly cancel?: () => void;
  readonly hangUp?: () => void;
  readonly mute?: () => void;
  readonly unmute?: () => void;
  readonly turnCameraOn?: () => void;
  readonly turnCameraOff?: () => void;
  /** Changes to another one, by its id; absent while there is none to choose from. */
  readonly selectMicrophone?: (mediaDeviceId: string) => void;
  /** While the camera is off this says which one it will be. */
  readonly selectCamera?: (mediaDeviceId: string) => void;
  /** Also absent where the browser alone decides. */
  readonly selectSpeaker?: (mediaDeviceId: string) => void;
}

/** What there is of one kind. */
export interface DeviceChoices {
  readonly devices: readonly MediaDevice[];
  /** Which one is used, or would be; null if that is not known. */
  readonly currentId: string | null;
  /** There is something, but the browser gives no names before it may be used. */
  readonly isUnnamed: boolean;
}

/** Something that was plugged in: a headset is offered as one thing. */
export interface DeviceOffer {
  readonly label: string;
  readonly use: () => void;
  readonly dismiss: () => void;
}

/** A call that rings on this device. */
export interface IncomingCall {
  readonly id: CallId;
  readonly peer: Person;
  readonly media: Media;
  /** When it began to ring here, on this machine's clock. */
  readonly sinceMs: number;
  readonly accept: () => void;
  /** Only for a video call. */
  readonly acceptWithoutVideo?: () => void;
  readonly decline: () => void;
}

/** An ending that deserves a dialog: what happened, and why where it is known. */
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
