import type { CallId, DeviceId, LinkId, Media, Person, Result, WireCall } from '@ringback/protocol';
import type { MediaSessionEvent } from '@ringback/rtc';
import type { Attachment } from '../../connection/signalingClient.ts';
import type { Equipment, EquipmentKind } from '../../media/mediaDevices.ts';
import type { CaptureFailure } from '../../media/mediaPorts.ts';
import type { Chosen } from '../../media/preferredDevices.ts';
import type { SilenceWatch } from '../../media/silenceDetector.ts';
import type { Ask } from './callEffect.ts';
import type { Kept } from './callStorage.ts';
import type { Me } from './callsState.ts';

/** All that can happen to this device's calls: presses, what the server says, media, and time. */
export type CallsEvent = Press | ServerEvent | MediaEvent | AccountEvent | { readonly type: 'timePassed' };

/** Somebody pressed something. `key` is that of the call on the screen, so that a late press hits no newer call. */
type Press =
  | { readonly type: 'placePressed'; readonly callId: CallId; readonly to: Person; readonly media: Media }
  | { readonly type: 'acceptPressed'; readonly callId: CallId; readonly media: Media }
  | { readonly type: 'declinePressed'; readonly callId: CallId }
  /** Cancel or Hang up, by where the call stands. */
  | { readonly type: 'endPressed'; readonly key: CallId }
  | { readonly type: 'microphonePressed'; readonly key: CallId; readonly to: 'on' | 'off' }
  | { readonly type: 'cameraPressed'; readonly key: CallId; readonly to: 'on' | 'off' }
  | {
      readonly type: 'piecePicked';
      readonly key: CallId;
      readonly kind: EquipmentKind;
      readonly pieceId: string;
    }
  | { readonly type: 'offerAnswered'; readonly key: CallId; readonly answer: 'use' | 'dismiss' }
  | { readonly type: 'outcomeClosed'; readonly callId: CallId };

type ServerEvent =
  | { readonly type: 'attached'; readonly attachment: Attachment }
  | { readonly type: 'detached' }
  | { readonly type: 'changed'; readonly call: WireCall }
  | {
      readonly type: 'signaled';
      readonly callId: CallId;
      readonly from: DeviceId;
      readonly linkId: LinkId;
      readonly box: string;
    }
  | {
      readonly type: 'answered';
      readonly ask: Ask;
      /** When it was asked, on this machine's clock in ms. */
      readonly askedAt: number;
      readonly result: Result<WireCall>;
    };

/** What an input gives, in the word of the browser. */
export type InputKind = 'audio' | 'video';

/** An input as it was opened, or why it was not. */
export type Opened =
  | {
      readonly ok: true;
      readonly track: MediaStreamTrack;
      readonly stream: MediaStream;
      /** Which one it is, where the browser tells. */
      readonly pieceId?: string;
      readonly label: string;
      /** Whether the system has muted it. */
      readonly isHeld: boolean;
    }
  | { readonly ok: false; readonly failure: CaptureFailure };

type MediaEvent =
  | {
      readonly type: 'permissionKnown';
      readonly key: CallId;
      readonly permission: 'granted' | 'prompt' | 'denied' | 'unknown';
    }
  | {
      readonly type: 'opened';
      readonly key: CallId;
      readonly kind: InputKind;
      /** The one that was picked, if one was: another may have been picked since. */
      readonly wanted?: string;
      readonly opened: Opened;
    }
  /** An input stopped by itself: unplugged, or taken back. */
  | { readonly type: 'inputEnded'; readonly track: MediaStreamTrack }
  /** The system muted an input, or unmuted it. */
  | { readonly type: 'inputHeld'; readonly track: MediaStreamTrack; readonly isHeld: boolean }
  /** What is known by now of the sound of the microphone that is listened to. */
  | {
      readonly type: 'microphoneHeard';
      readonly track: MediaStreamTrack;
      readonly verdict: SilenceWatch['verdict'];
    }
  /** What is plugged in, looked up for whatever reason; `changed`: something was plugged in or out just now. */
  | {
      readonly type: 'equipmentSeen';
      readonly cause: 'looked' | 'changed';
      readonly equipment: Equipment;
      readonly chosen: Chosen;
    }
  | {
      readonly type: 'path';
      readonly callId: CallId;
      readonly from: DeviceId;
      readonly event: MediaSessionEvent;
    };

type AccountEvent =
  | { readonly type: 'signedIn'; readonly me: Me; readonly kept: Kept }
  | { readonly type: 'signedOut' }
  | { readonly type: 'pageHidden' };
