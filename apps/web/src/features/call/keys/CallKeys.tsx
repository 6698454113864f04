import type { CurrentCall } from '@ringback/client';
import { Keyboard } from 'lucide-react';
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useSettings } from '../../../engine/storeHooks.ts';
import { attempt } from '../../../ui/browser/attempt.ts';
import { matchesMedia } from '../../../ui/browser/matchesMedia.ts';
import { buttonEntry, type ControlEntry } from '../stage/controlEntry.ts';
import { text } from '../text/callText.ts';
import { callKeyActions, type KeyActions } from './callKeyActions.ts';
import { shortcutsDialog } from './ShowShortcuts.tsx';
import { useCallKeys } from './useCallKeys.ts';

/** What the windows of a call can do, by their key. */
export interface WindowKeys {
  readonly main: Pick<KeyActions, 'shrink' | 'fullScreen'>;
  /** The small window, where it is open; Escape closes it, and F brings the call back to the whole tab. */
  readonly pip: { readonly page: Window; readonly close: () => void; readonly bringBack: () => void } | null;
}

/** The sheet of all keys, which a key and a button open. */
const sheet = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

function showSheet(isOpen: boolean): void {
  // The small window has no room for it. Browsers allow this right after a press there.
  if (isOpen) attempt(() => window.focus());
  sheet.setState({ isOpen });
}

export const shortcutsEntryId = 'shortcuts';

/** Opens the sheet, on devices that may have keys: a phone has neither them nor a fine pointer. */
export function shortcutsEntry(): ControlEntry | undefined {
  const open = matchesMedia('(any-pointer: fine)') ? () => showSheet(true) : undefined;
  return buttonEntry(open, { id: shortcutsEntryId, name: text.shortcuts, icon: Keyboard, shortcut: '?' });
}

/** The keys of the current call, in all its windows; without one, only the one that shows the sheet of all keys. */
export function CallKeys({
  call,
  windows,
}: {
  readonly call: CurrentCall | null;
  readonly windows: WindowKeys;
}) {
  const { calls } = useEngine();
  const settings = useSettings();
  const { isOpen } = useStore(sheet);
  const areLettersOn = settings.state !== 'known' || settings.values.keyboardShortcuts;
  const { main, pip } = windows;
  const common = call === null ? {} : callKeyActions(call, () => calls.getState().current);
  const shortcuts = (): void => showSheet(true);
  useCallKeys(window, { ...common, ...main, shortcuts }, areLettersOn);
  const inPip = { ...common, shrink: pip?.close, fullScreen: pip?.bringBack, shortcuts };
  useCallKeys(pip?.page ?? null, inPip, areLettersOn);
  return (
    isOpen && (
      <Suspense>
        <shortcutsDialog.Component onClose={() => showSheet(false)} />
      </Suspense>
    )
  );
}
