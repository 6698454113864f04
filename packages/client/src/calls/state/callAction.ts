import type { CallId, DeviceId, LinkId, Media, Person, Result, WireCall } from '@ringback/protocol';
import type { MediaSessionEvent } from '@ringback/rtc';
import type { Attachment } from '../../connection/signalingClient.ts';
import type { MediaDevices, MediaDeviceType } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import type { PreferredDevices } from '../../media/preferredDevices.ts';
import type { SilenceState } from '../../media/silenceDetector.ts';
import type { ServerRequest } from './callEffect.ts';
import type { PersistedCalls } from './callStorage.ts';
import type { Me } from './callsState.ts';

/** All that can happen to this device's calls: presses, what the server says, media, and time. */
export type CallAction =
  UserIntent | ServerAction | MediaAction | LifecycleAction | { readonly type: 'timerFired' };

/** Somebody pressed something. `key` is that of the call on the screen, so that a late press hits no newer call. */
type UserIntent =
  | { readonly type: 'placePressed'; readonly callId: CallId; readonly to: Person; readonly media: Media }
  | { readonly type: 'acceptPressed'; readonly callId: CallId; readonly media: Media }
  | { readonly type: 'declinePressed'; readonly callId: CallId }
  /** Cancel or Hang up, by where the call stands. */
  | { readonly type: 'endPressed'; readonly key: CallId }
  | { readonly type: 'microphonePressed'; readonly key: CallId; readonly to: 'on' | 'off' }
  | { readonly type: 'cameraPressed'; readonly key: CallId; readonly to: 'on' | 'off' }
  | {
      readonly type: 'deviceSelected';
      readonly key: CallId;
      readonly kind: MediaDeviceType;
      readonly mediaDeviceId: string;
    }
  | { readonly type: 'offerAnswered'; readonly key: CallId; readonly answer: 'use' | 'dismiss' }
  | { readonly type: 'outcomeClosed'; readonly callId: CallId };

type ServerAction =
  | { readonly type: 'attached'; readonly attachment: Attachment }
  | { readonly type: 'detached' }
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
      /** When it was asked, on this machine's clock in ms. */
      readonly sentAt: number;
      readonly result: Result<WireCall>;
    };

/** What an input gives, in the word of the browser. */
export type InputKind = 'audio' | 'video';

/** An input as it was opened, or why it was not. */
export type InputOpenResult =
  | {
      readonly ok: true;
      readonly track: MediaStreamTrack;
      readonly stream: MediaStream;
      /** Which one it is, where the browser tells. */
      readonly mediaDeviceId?: string;
      readonly label: string;
      /** Whether the system has muted it. */
      readonly isSystemMuted: boolean;
    }
  | { readonly ok: false; readonly failure: CaptureFailure };

type MediaAction =
  | {
      readonly type: 'permissionKnown';
      readonly key: CallId;
      readonly permission: 'granted' | 'prompt' | 'denied' | 'unknown';
    }
  | {
      readonly type: 'inputOpened';
      readonly key: CallId;
      readonly kind: InputKind;
      /** The one that was picked, if one was: another may have been picked since. */
      readonly requestedId?: string;
      readonly result: InputOpenResult;
    }
  /** An input stopped by itself: unplugged, or taken back. */
  | { readonly type: 'inputEnded'; readonly track: MediaStreamTrack }
  /** The system muted an input, or unmuted it. */
  | { readonly type: 'inputSystemMuted'; readonly track: MediaStreamTrack; readonly isSystemMuted: boolean }
  /** What is known by now of the sound of the microphone that is listened to. */
  | {
      readonly type: 'silenceChanged';
      readonly track: MediaStreamTrack;
      readonly verdict: SilenceState['verdict'];
    }
  /** What is plugged in, looked up for whatever reason; `changed`: something was plugged in or out just now. */
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

type LifecycleAction =
  | { readonly type: 'signedIn'; readonly me: Me; readonly persisted: PersistedCalls }
  | { readonly type: 'signedOut' }
  | { readonly type: 'pageHidden' };
