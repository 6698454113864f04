import type { CurrentCall } from '@ringback/client';
import { Suspense, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useSettings } from '../../../engine/storeHooks.ts';
import { callKeyActions, type KeyActions } from './callKeyActions.ts';
import { shortcutsDialog } from './ShowShortcuts.tsx';
import { useCallKeys } from './useCallKeys.ts';

/** What the windows of a call can do, by their key. */
export interface WindowKeys {
  readonly main: Pick<KeyActions, 'shrink' | 'fullScreen'>;
  /** The small window, where it is open; Escape closes it. */
  readonly pip: { readonly page: Window; readonly close: () => void } | null;
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
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const areLettersOn = settings.state !== 'known' || settings.values.keyboardShortcuts;
  const { main, pip } = windows;
  const common = call === null ? {} : callKeyActions(call, () => calls.getState().current);
  useCallKeys(window, { ...common, ...main, shortcuts: () => setIsSheetOpen(true) }, areLettersOn);
  useCallKeys(pip?.page ?? null, { ...common, shrink: pip?.close }, areLettersOn);
  return (
    isSheetOpen && (
      <Suspense>
        <shortcutsDialog.Component onClose={() => setIsSheetOpen(false)} />
      </Suspense>
    )
  );
}
