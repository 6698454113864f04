import type {
  CallId,
  CurrentCallPlan,
  DeviceId,
  LinkId,
  Media,
  Person,
  Result,
  WireCall,
} from '@ringback/protocol';
import type { MediaSessionEvent, Reaction, ScreenContent } from '@ringback/rtc';
import type { Attachment } from '../../connection/signalingClient.ts';
import type { MediaDevices, MediaDeviceType } from '../../media/mediaDevices.ts';
import type { CaptureFailure, Permission } from '../../media/mediaPorts.ts';
import type { PreferredDevices } from '../../media/preferredDevices.ts';
import type { ProcessingChoice } from '../../media/processing/processing.ts';
import type { ScreenResult } from '../../media/screen/screenPorts.ts';
import type { SilenceState } from '../../media/silenceDetector.ts';
import type { ServerRequest } from './callEffect.ts';
import type { PersistedCalls } from './callStorage.ts';
import type { Hand, InputKind, Me, Processed } from './callsState.ts';
import type { PlacedAbout } from './placedAbout.ts';

/** Everything that can change the state of this device's calls. */
export type CallAction =
  UserIntent | ServerAction | MediaAction | LifecycleAction | { readonly type: 'timerFired' };

/** A button that was pressed. `key` names the call that was on the screen, so that a late press changes no newer call. */
export type UserIntent =
  | {
      readonly type: 'placePressed';
      readonly callId: CallId;
      readonly to: Person;
      readonly media: Media;
      readonly about?: PlacedAbout | undefined;
    }
  /** `plan`: what becomes of the call that this device is in. */
  | {
      readonly type: 'acceptPressed';
      readonly callId: CallId;
      readonly media: Media;
      readonly plan?: CurrentCallPlan;
    }
  /** Holds the current call, whose key this is, and resumes the other one. */
  | { readonly type: 'swapPressed'; readonly key: CallId }
  | { readonly type: 'declinePressed'; readonly callId: CallId }
  /** Asks a stranger who calls what it is about, and answers that. */
  | { readonly type: 'askWhyPressed'; readonly callId: CallId }
  | { readonly type: 'reasonPressed'; readonly key: CallId; readonly reason: string }
  /** Shows or hides the own camera while a call rings. */
  | { readonly type: 'previewPressed'; readonly callId: CallId; readonly to: 'on' | 'off' }
  /** Cancel or Hang up, depending on the stage of the call. */
  | { readonly type: 'endPressed'; readonly key: CallId }
  | { readonly type: 'microphonePressed'; readonly key: CallId; readonly to: 'on' | 'off' }
  | { readonly type: 'holdPressed'; readonly key: CallId; readonly to: 'hold' | 'resume' }
  | { readonly type: 'cameraPressed'; readonly key: CallId; readonly to: 'on' | 'off' }
  | { readonly type: 'sharePressed'; readonly key: CallId; readonly to: 'on' | 'off' }
  | { readonly type: 'shareContentPicked'; readonly key: CallId; readonly content: ScreenContent }
  | {
      readonly type: 'deviceSelected';
      readonly key: CallId;
      readonly kind: MediaDeviceType;
      readonly mediaDeviceId: string;
    }
  /** A device was chosen for all calls, in the settings. */
  | {
      readonly type: 'devicePreferred';
      readonly kind: MediaDeviceType;
      readonly mediaDeviceId: string;
    }
  /** The camera at the other side of a phone, for this call alone. */
  | { readonly type: 'cameraFlipped'; readonly key: CallId; readonly mediaDeviceId: string }
  /** What is done with inputs was chosen, or chosen in another tab. */
  | { readonly type: 'processingChosen'; readonly processing: ProcessingChoice }
  | { readonly type: 'processingRetried'; readonly key: CallId; readonly kind: InputKind }
  /** A screen opened an input, after which the browser may name the devices. */
  | { readonly type: 'devicesNamed' }
  /** The browser does not use the preferred speaker. */
  | { readonly type: 'speakerRefused'; readonly key: CallId; readonly mediaDeviceId: string }
  | { readonly type: 'offerAnswered'; readonly key: CallId; readonly answer: 'use' | 'dismiss' }
  | { readonly type: 'reactionPressed'; readonly key: CallId; readonly reaction: Reaction }
  | { readonly type: 'handPressed'; readonly key: CallId; readonly to: Hand }
  /** "Not now"; the other answer is `cameraPressed`. */
  | { readonly type: 'videoRequestDismissed'; readonly key: CallId }
  | { readonly type: 'outcomeClosed'; readonly callId: CallId };

/** What the server says, and whether it can be reached. */
export type ServerAction =
  | { readonly type: 'attached'; readonly attachment: Attachment }
  | { readonly type: 'detached' }
  /** The wall clock and the monotonic clock of this machine have parted. */
  | { readonly type: 'clocksParted' }
  /** The server said its time, in response to a request that was sent at `sentAt` on this machine's clock. */
  | { readonly type: 'clockMeasured'; readonly serverTime: number; readonly sentAt: number }
  | { readonly type: 'callChanged'; readonly call: WireCall }
  | {
      readonly type: 'signalReceived';
      readonly callId: CallId;
      readonly from: DeviceId;
      readonly linkId: LinkId;
      readonly box: string;
    }
  | {
      readonly type: 'serverResponded';
      readonly request: ServerRequest;
      /** When the request was sent, on this machine's clock in ms. */
      readonly sentAt: number;
      readonly result: Result<WireCall>;
    };

/** An opened input, or why it did not open. */
export type InputOpenResult =
  | {
      readonly ok: true;
      readonly track: MediaStreamTrack;
      readonly stream: MediaStream;
      /** Absent where the browser does not tell which device it is. */
      readonly mediaDeviceId?: string;
      readonly label: string;
      /** The label of the picked device, which did not open. */
      readonly insteadOf?: string;
      /** Whether the operating system has muted it. */
      readonly isSystemMuted: boolean;
    }
  | { readonly ok: false; readonly failure: CaptureFailure };

/** What is shared, with a stream to show it, or why nothing is. */
export type ScreenOpenResult =
  ((ScreenResult & { ok: true }) & { readonly stream: MediaStream }) | (ScreenResult & { ok: false });

type MediaAction =
  | { readonly type: 'permissionKnown'; readonly key: CallId; readonly permission: Permission }
  | CaptureAction
  /** The current list of devices; `changed`: a device was just plugged in or out. */
  | {
      readonly type: 'devicesListed';
      readonly cause: 'listed' | 'changed';
      readonly mediaDevices: MediaDevices;
      readonly preferredDevices: PreferredDevices;
    }
  | {
      readonly type: 'mediaSessionEvent';
      readonly callId: CallId;
      readonly from: DeviceId;
      readonly event: MediaSessionEvent;
    };

/** What becomes of a microphone, a camera or a shared screen. */
export type CaptureAction =
  | {
      readonly type: 'inputOpened';
      readonly key: CallId;
      readonly kind: InputKind;
      /** The device that was requested, if any; the user may have selected another one since. */
      readonly requestedId?: string;
      readonly result: InputOpenResult;
    }
  /** An input that is opening waits for the user's permission. */
  | { readonly type: 'inputPrompted'; readonly key: CallId; readonly kind: InputKind }
  /** An input stopped without being told to: it was unplugged, or the permission was revoked. */
  | { readonly type: 'inputEnded'; readonly track: MediaStreamTrack }
  | {
      readonly type: 'inputSystemMuted';
      readonly track: MediaStreamTrack;
      readonly isSystemMuted: boolean;
    }
  | {
      readonly type: 'silenceChanged';
      readonly track: MediaStreamTrack;
      readonly verdict: SilenceState['verdict'];
    }
  /** There is something else to send of an input, or it is not processed after all. */
  | {
      readonly type: 'inputProcessed';
      /** The input. */
      readonly track: MediaStreamTrack;
      readonly outcome: Exclude<Processed, { state: 'starting' }>;
    }
  | { readonly type: 'screenOpened'; readonly key: CallId; readonly result: ScreenOpenResult }
  /** What is shared stopped without being told to: in the browser's own bar, or because it is gone. */
  | { readonly type: 'screenEnded'; readonly track: MediaStreamTrack };

/** The user signs in or out, or the page is unloaded. */
export type LifecycleAction =
  | { readonly type: 'signedIn'; readonly me: Me; readonly persisted: PersistedCalls }
  | { readonly type: 'signedOut' }
  | { readonly type: 'pageHidden' };
