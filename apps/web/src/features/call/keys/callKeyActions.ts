import type { CurrentCall } from '@ringback/client';
import { shareAction } from '../sharing/shareEntry.ts';
import type { KeyCommand } from './keyCommand.ts';

/** What each key does; absent while it is not possible. */
export type KeyActions = { readonly [Command in Exclude<KeyCommand, 'talk'>]?: (() => void) | undefined } & {
  /** Begins to talk, and returns what ends it: while the key is held. */
  readonly talk?: (() => () => void) | undefined;
};

/** The keys of a call. `latest`: the call as it is when a held key is released. */
export function callKeyActions(call: CurrentCall, latest: () => CurrentCall | null): KeyActions {
  return {
    microphone: call.mute ?? call.unmute,
    camera: call.turnCameraOff ?? call.turnCameraOn,
    share: call.stopSharing ?? shareAction(call),
    hold: call.hold ?? call.resume,
    talk: talkWhileHeld(call, latest),
  };
}

function talkWhileHeld(
  { microphone, unmute }: CurrentCall,
  latest: () => CurrentCall | null,
): KeyActions['talk'] {
  if (microphone.state !== 'off' || unmute === undefined) return undefined;
  return () => {
    unmute();
    return () => latest()?.mute?.();
  };
}
