import { attempt } from '../../../ui/browser/attempt.ts';

/** The used part of Document Picture-in-Picture, which Chromium has alone. */
interface DocumentPictureInPicture {
  readonly requestWindow: (size: { readonly width: number; readonly height: number }) => Promise<Window>;
}

declare global {
  interface Window {
    readonly documentPictureInPicture?: DocumentPictureInPicture;
  }
}

/** The used part of a small window. */
export interface PipPage extends Pick<EventTarget, 'addEventListener'> {
  close(): void;
}

/** Where the browser shows a call while another tab or program has the screen. */
export interface PipPorts<Page extends PipPage> {
  /** Opens a small window for any content; absent where the browser has none. */
  readonly openWindow?: () => Promise<Page>;
  /** Shows only the picture, in a window with the browser's own buttons; absent without a picture, or where it cannot. */
  readonly showPicture?: (onLeft: () => void) => Promise<void>;
  readonly leavePicture: () => void;
}

/** Wide enough for a row of five buttons. In px. */
const windowSize = { width: 380, height: 300 } as const;

/** What this browser offers. `findPicture`: the element that shows the other side's picture, if there is one. */
export function browserPip(findPicture: () => HTMLVideoElement | null): PipPorts<Window> {
  const api = attempt(() => window.documentPictureInPicture);
  const picture = attempt(() => document.pictureInPictureEnabled) === true ? findPicture() : null;
  return {
    ...(api !== undefined && { openWindow: () => api.requestWindow(windowSize) }),
    ...(picture !== null && { showPicture: (onLeft) => showPicture(picture, onLeft) }),
    leavePicture: () => {
      if (document.pictureInPictureElement !== null)
        attempt(() => document.exitPictureInPicture())?.catch(() => undefined);
    },
  };
}

/** Whether there is anything to open. `hasPicture`: the other side's picture is on the screen. */
export function canOpenPip(hasPicture: boolean): boolean {
  if (attempt(() => window.documentPictureInPicture) !== undefined) return true;
  return hasPicture && attempt(() => document.pictureInPictureEnabled) === true;
}

async function showPicture(picture: HTMLVideoElement, onLeft: () => void): Promise<void> {
  await picture.requestPictureInPicture();
  picture.addEventListener('leavepictureinpicture', onLeft, { once: true });
}
