import type { CurrentCall } from '@ringback/client';
import { useEffect, useEffectEvent } from 'react';
import { attempt } from '../../../ui/browser/attempt.ts';
import { text } from '../text/callText.ts';

/** Actions for calls, which TypeScript does not list. */
type CallMediaAction = 'hangup' | 'togglemicrophone' | 'togglecamera' | 'enterpictureinpicture';

declare global {
  interface MediaSession {
    setActionHandler(action: CallMediaAction, handler: (() => void) | null): void;
  }
}

const actions = ['hangup', 'togglemicrophone', 'togglecamera', 'enterpictureinpicture'] as const;

/**
 * Tells the system about the call: its title, what is on, and what the buttons of media controls, lock screens and headsets
 * do. `enterpictureinpicture` is asked for by the browser itself when the user changes to another tab.
 */
export function useMediaSession(call: CurrentCall | null, onLeavingTab: () => void): void {
  const run = useEffectEvent((action: CallMediaAction) => {
    switch (action) {
      case 'hangup':
        return (call?.hangUp ?? call?.cancel)?.();
      case 'togglemicrophone':
        return (call?.mute ?? call?.unmute)?.();
      case 'togglecamera':
        return (call?.turnCameraOff ?? call?.turnCameraOn)?.();
      case 'enterpictureinpicture':
        return onLeavingTab();
    }
  });
  const name = call?.peer.name;
  useEffect(() => {
    if (name === undefined) return undefined;
    const session = attempt(() => navigator.mediaSession);
    if (session === undefined) return undefined;
    attempt(() => (session.metadata = new MediaMetadata({ title: text.region(name), artist: 'Ringback' })));
    // Browsers throw for actions that they do not know.
    for (const action of actions) attempt(() => session.setActionHandler(action, () => run(action)));
    return () => {
      for (const action of actions) attempt(() => session.setActionHandler(action, null));
      attempt(() => (session.metadata = null));
      attempt(() => (session.playbackState = 'none'));
    };
  }, [name]);
  const isMicrophoneOn = call?.microphone.state === 'on';
  const isCameraOn = call?.camera.state === 'on';
  useEffect(() => {
    if (name !== undefined) tell((session) => session.setMicrophoneActive(isMicrophoneOn));
  }, [name, isMicrophoneOn]);
  useEffect(() => {
    if (name !== undefined) tell((session) => session.setCameraActive(isCameraOn));
  }, [name, isCameraOn]);
  const isOnHold = call !== null && call.holdState !== 'none';
  useEffect(() => {
    if (name !== undefined)
      attempt(() => (navigator.mediaSession.playbackState = isOnHold ? 'paused' : 'playing'));
  }, [name, isOnHold]);
}

function tell(what: (session: MediaSession) => Promise<void>): void {
  attempt(() => what(navigator.mediaSession))?.catch(() => undefined);
}
