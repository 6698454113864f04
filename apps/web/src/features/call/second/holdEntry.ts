import type { CurrentCall } from '@ringback/client';
import { Pause, Play } from 'lucide-react';
import { buttonEntry, type ControlEntry } from '../stage/controlEntry.ts';
import { text } from '../text/callText.ts';

/** Hold or Resume, one button that keeps its place and its focus. A held call cannot wait under "More" to be resumed. */
export function holdEntry({ hold, resume }: CurrentCall): ControlEntry | undefined {
  const common = { id: 'hold', shortcut: 'h' } as const;
  return (
    buttonEntry(hold, { ...common, name: text.hold, icon: Pause }) ??
    buttonEntry(resume, { ...common, name: text.resume, icon: Play, look: 'on', rank: 'urgent' })
  );
}
