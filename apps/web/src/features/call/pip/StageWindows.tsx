import type { CurrentCall } from '@ringback/client';
import { Suspense, useEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { lazyComponent } from '../../../ui/loading/lazyComponent.ts';
import { attempt } from '../../../ui/browser/attempt.ts';
import { CallKeys } from '../keys/CallKeys.tsx';
import { useStage } from '../stage/stageContext.ts';
import { useMediaSession } from '../tab/useMediaSession.ts';
import type { CallWindows } from './useCallWindows.ts';
import { leaveFullScreen, useEmptySpacePress } from './fullScreen.ts';

const pipCall = lazyComponent(async () => (await import('./PipCall.tsx')).PipCall);

/** What a call does outside of its region: its small window, its keys, and what the system and the browser know of it. */
export function StageWindows({
  call,
  windows,
  controls,
}: {
  readonly call: CurrentCall;
  readonly windows: CallWindows;
  /** The buttons of the call, for its small window. */
  readonly controls: ReactNode;
}) {
  const { layout, isSettled, regionRef, panel, showPanel, shrink, expand } = useStage();
  const { pip, closePip, enterFullScreen, exitFullScreen, onLeavingTab } = windows;
  const isFull = layout === 'full';
  const toggleFullScreen = exitFullScreen ?? enterFullScreen;
  useLeaveGuard();
  useMediaSession(call, onLeavingTab);
  useEmptySpacePress(regionRef, isFull ? toggleFullScreen : undefined);
  // The browser allows the window for some seconds after a press only, and its content has to be there at once.
  useEffect(() => {
    if (isSettled) pipCall.preload();
  }, [isSettled]);
  // Asked right now: a browser says that it has changed a moment later.
  const stepBack = (): void => {
    if (leaveFullScreen()) return;
    if (panel === 'none') shrink();
    else showPanel('none');
  };
  const bringBack = (): void => {
    attempt(() => window.focus());
    // Not every browser takes a press in the small window for one in the tab.
    attempt(() => document.documentElement.requestFullscreen())?.catch(() => undefined);
    expand();
    closePip?.();
  };
  const keys = {
    main: {
      shrink: isFull ? stepBack : undefined,
      fullScreen: toggleFullScreen,
    },
    pip:
      pip.name === 'window' && closePip !== undefined ? { page: pip.page, close: closePip, bringBack } : null,
  };
  return (
    <>
      <CallKeys call={call} windows={keys} />
      {pip.name === 'window' &&
        createPortal(
          <Suspense>
            <pipCall.Component call={call} page={pip.page} controls={controls} />
          </Suspense>,
          pip.page.document.body,
        )}
    </>
  );
}

/** Lets the browser ask before the tab is closed or reloaded, while a call would be lost with it. */
function useLeaveGuard(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
}
