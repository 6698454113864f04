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
  Pause,
  Play,
  MessageSquareText,
} from 'lucide-react';
import { MicrophoneLevel } from '../levels/VoiceLevels.tsx';
import { cameraMenu, flipEntry, microphoneMenu } from '../devices/deviceEntries.tsx';
import { shortcutsEntry } from '../keys/CallKeys.tsx';
import type { CallWindows } from '../pip/useCallWindows.ts';
import { cantHearEntry, detailsEntry } from '../quality/qualityEntries.tsx';
import { handEntry, reactEntry } from '../reactions/reactionEntries.tsx';
import { shareEntry } from '../sharing/shareEntry.ts';
import { buttonEntry, present, type ControlEntry } from '../stage/controlEntry.ts';
import type { CallPicturesState } from '../pictures/usePictures.ts';
import { text } from '../text/callText.ts';
import { useConversations } from '../../../engine/storeHooks.ts';
import type { Stage } from '../stage/stageContext.ts';

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
    corner: present(pipEntry(windows), fullScreenEntry(windows), detailsEntry(call)),
    more: present(fitEntry(pictures), cantHearEntry(call), shortcutsEntry()),
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

/** Hold or Resume, one button that keeps its place and its focus. A held call cannot wait under "More" to be resumed. */
function holdEntry({ hold, resume }: CurrentCall): ControlEntry | undefined {
  const common = { id: 'hold', shortcut: 'h' } as const;
  return (
    buttonEntry(hold, { ...common, name: text.hold, icon: Pause }) ??
    buttonEntry(resume, { ...common, name: text.resume, icon: Play, look: 'on', rank: 'urgent' })
  );
}

/** Opens and closes the conversation with the other side of an answered call; a dot says that there is something new. */
export function useMessagesEntry(
  { peer, hangUp }: CurrentCall,
  { layout, panel, showPanel, expand }: Pick<Stage, 'layout' | 'panel' | 'showPanel' | 'expand'>,
): ControlEntry | undefined {
  const unread = useConversations(({ known }) => known.find((each) => each.peer.id === peer.id)?.unread ?? 0);
  const isOpen = layout === 'full' && panel === 'messages';
  const toggle = (): void => {
    showPanel(isOpen ? 'none' : 'messages');
    if (layout !== 'full') expand();
  };
  return buttonEntry(hangUp && toggle, {
    id: 'messages',
    name: text.messages,
    icon: MessageSquareText,
    hasDot: unread > 0 && !isOpen,
    isExpanded: isOpen,
    ...(isOpen && { look: 'on' }),
  });
}
