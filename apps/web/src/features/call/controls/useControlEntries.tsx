import type { CurrentCall } from '@ringback/client';
import {
  Maximize,
  Maximize2,
  Mic,
  MicOff,
  Minimize,
  Minimize2,
  PictureInPicture2,
  Video,
  VideoOff,
} from 'lucide-react';
import { MicrophoneLevel } from '../levels/VoiceLevels.tsx';
import { cameraMenu, flipEntry, microphoneMenu } from '../devices/deviceEntries.tsx';
import type { CallWindows } from '../pip/useCallWindows.ts';
import { handEntry, reactEntry } from '../reactions/reactionEntries.tsx';
import { shareEntry } from '../sharing/shareEntry.ts';
import { buttonEntry, present, type ControlEntry } from '../stage/controlEntry.ts';
import { holdEntry } from '../second/holdEntry.ts';
import type { CallPicturesState } from '../pictures/usePictures.ts';
import { text } from '../text/callText.ts';

/** What can be done in a call now, by the place of the buttons on a wide window. */
export interface ControlEntries {
  /** In the bar at the bottom, from left to right; "More" and the button that ends the call follow. */
  readonly bar: readonly ControlEntry[];
  /** At the top right, beside the route. */
  readonly corner: readonly ControlEntry[];
  /** Only under "More", however wide the window is. */
  readonly more: readonly ControlEntry[];
}

/**
 * The entries in the order that all screens share: microphone, camera, sharing, reactions, hand, hold, messages. Each
 * feature adds its own here, as a function or hook of its own.
 */
export function useControlEntries(
  call: CurrentCall,
  windows: CallWindows,
  pictures: CallPicturesState,
  messages: ControlEntry | undefined,
): ControlEntries {
  // On hold both are gone, and with each the menu that is joined to it.
  const microphone = microphoneEntry(call);
  const camera = cameraEntry(call);
  return {
    bar: present(
      microphone,
      microphone && microphoneMenu(call),
      camera,
      camera && cameraMenu(call),
      flipEntry(call),
      shareEntry(call),
      reactEntry(call),
      handEntry(call),
      holdEntry(call),
      messages,
    ),
    corner: present(pipEntry(windows), fullScreenEntry(windows)),
    more: present(fitEntry(pictures)),
  };
}

function microphoneEntry({ mute, unmute }: CurrentCall): ControlEntry | undefined {
  const common = { id: 'microphone', rank: 'urgent', shortcut: 'm' } as const;
  return (
    buttonEntry(mute, { ...common, name: text.mute, icon: Mic, decoration: <MicrophoneLevel /> }) ??
    buttonEntry(unmute, { ...common, name: text.unmute, icon: MicOff, look: 'off' })
  );
}

function cameraEntry({ turnCameraOn, turnCameraOff }: CurrentCall): ControlEntry | undefined {
  const common = { id: 'camera', rank: 'primary', shortcut: 'v' } as const;
  return (
    buttonEntry(turnCameraOff, { ...common, name: text.cameraOff, icon: Video }) ??
    buttonEntry(turnCameraOn, { ...common, name: text.cameraOn, icon: VideoOff, look: 'off' })
  );
}

/** What a tap on the picture does on a phone, for keys and other pointers. */
function fitEntry({ fit, toggleFit }: CallPicturesState): ControlEntry | undefined {
  const [name, icon] = fit === 'cover' ? [text.showWhole, Minimize2] : [text.fillScreen, Maximize2];
  return buttonEntry(toggleFit, { id: 'fit', name, icon });
}

function pipEntry({ openPip, closePip }: CallWindows): ControlEntry | undefined {
  const common = { id: 'pip', name: text.pip, icon: PictureInPicture2 } as const;
  return buttonEntry(closePip, { ...common, look: 'on' }) ?? buttonEntry(openPip, common);
}

function fullScreenEntry({ enterFullScreen, exitFullScreen }: CallWindows): ControlEntry | undefined {
  const common = { id: 'fullScreen', shortcut: 'f' } as const;
  return (
    buttonEntry(exitFullScreen, { ...common, name: text.exitFullScreen, icon: Minimize }) ??
    buttonEntry(enterFullScreen, { ...common, name: text.fullScreen, icon: Maximize })
  );
}
