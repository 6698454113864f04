import type { CurrentCall } from '@ringback/client';
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { sharingText } from '../sharing/sharingText.ts';
import { text } from '../text/callText.ts';
import { useFullScreen, type FullScreen } from './fullScreen.ts';
import { browserPip, canOpenPip } from './pipApi.ts';
import { PictureInPicture, type PipState } from './pictureInPicture.ts';

/** The windows of a call besides its tab. Each action is present exactly while it is possible. */
export interface CallWindows extends FullScreen {
  readonly pip: PipState<Window>;
  readonly openPip?: () => void;
  readonly closePip?: () => void;
  /** The browser asks for the small window, because the user leaves the tab. */
  readonly onLeavingTab: () => void;
}

/** The windows of a call. Only one that fills its tab can fill the screen. */
export function useCallWindows(
  { peer: { name }, remoteStream, remoteCamera, remoteScreen }: CurrentCall,
  isFullLayout: boolean,
): CallWindows {
  const hasPicture = remoteScreen !== null || (remoteStream !== null && remoteCamera === 'on');
  const fullScreen = useFullScreen(isFullLayout);
  const controller = useMemo(
    () => new PictureInPicture<Window>(() => browserPip(() => findPicture(name))),
    [name],
  );
  useEffect(() => () => controller.close(), [controller]);
  const pip = useStore(controller.state);
  const isAutomatic = useRef(false);
  useEffect(() => {
    const onVisibility = (): void => {
      if (document.visibilityState === 'hidden' || !isAutomatic.current) return;
      isAutomatic.current = false;
      controller.close();
    };
    document.addEventListener('visibilitychange', onVisibility);
    return () => document.removeEventListener('visibilitychange', onVisibility);
  }, [controller]);
  const open = (automatically: boolean): void => {
    isAutomatic.current = automatically;
    void controller.open();
  };
  const isOpen = pip.name === 'window' || pip.name === 'picture';
  return {
    ...fullScreen,
    pip,
    onLeavingTab: () => !isOpen && open(true),
    ...(isOpen && { closePip: () => controller.close() }),
    ...(!isOpen && canOpenPip(hasPicture) && { openPip: () => open(false) }),
  };
}

/** Their screen comes before their camera. */
function findPicture(name: string): HTMLVideoElement | null {
  const pictures = [...document.querySelectorAll<HTMLVideoElement>('[data-phase] video')];
  const shown = (label: string): HTMLVideoElement | undefined =>
    pictures.find((picture) => picture.getAttribute('aria-label') === label && picture.checkVisibility());
  return shown(sharingText.theirScreen(name)) ?? shown(text.theirVideo(name)) ?? null;
}
