import type { CurrentCall } from '@ringback/client';
import { CallId, UserId } from '@ringback/protocol';
import * as v from 'valibot';

const none = { pieces: [], currentId: null, isUnnamed: false };

/** A call on a screen: an outgoing voice call to Grace that was just placed, unless said otherwise. */
export function currentCall(more: Partial<CurrentCall> = {}): CurrentCall {
  return {
    id: v.parse(CallId, '00000000-0000-4000-8000-000000000001'),
    peer: { id: v.parse(UserId, '00000000-0000-4000-8000-000000000002'), name: 'Grace' },
    direction: 'outgoing',
    media: 'audio',
    phase: 'calling',
    status: { kind: 'calling' },
    route: null,
    microphone: { state: 'on' },
    camera: { state: 'off' },
    myVideo: null,
    theirMedia: null,
    theirCamera: 'off',
    theirMicrophone: 'on',
    choices: { microphone: none, camera: none, speaker: none },
    speakerId: '',
    ...more,
  };
}
