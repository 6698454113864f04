import { Maximize, Minimize, PictureInPicture2 } from 'lucide-react';
import { buttonEntry, present, type ControlEntry } from '../stage/controlEntry.ts';
import { windowsText as text } from './windowsText.ts';
import type { CallWindows } from './useCallWindows.ts';

/** "Picture in picture" and "Full screen". */
export function windowEntries(windows: CallWindows): readonly ControlEntry[] {
  const { openPip, closePip, enterFullScreen, exitFullScreen } = windows;
  const pip = { id: 'pip', name: text.pip, icon: PictureInPicture2 } as const;
  const full = { id: 'fullScreen', shortcut: 'f' } as const;
  return present(
    buttonEntry(closePip, { ...pip, look: 'on' }) ?? buttonEntry(openPip, pip),
    buttonEntry(exitFullScreen, { ...full, name: text.exitFullScreen, icon: Minimize }) ??
      buttonEntry(enterFullScreen, { ...full, name: text.fullScreen, icon: Maximize }),
  );
}
