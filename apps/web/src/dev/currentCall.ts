import type { CurrentCall } from '@ringback/client';
import { callId, grace } from './cast.ts';
import { noChoice } from './equipment.ts';

/** A call on a screen: an outgoing voice call to Grace that was just placed, unless said otherwise. */
export function currentCall(more: Partial<CurrentCall> = {}): CurrentCall {
  return {
    id: callId(1),
    peer: grace,
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
    ...noChoice,
    ...more,
  };
}
