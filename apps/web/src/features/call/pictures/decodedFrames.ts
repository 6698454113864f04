import { attempt } from '../../../ui/browser/attempt.ts';

/** The part of a video element that tells when it has a picture. */
export interface FrameSource extends EventTarget {
  readonly readyState: number;
  readonly requestVideoFrameCallback?: (onFrame: () => void) => number;
  readonly cancelVideoFrameCallback?: (handle: number) => void;
}

/** `HTMLMediaElement.HAVE_CURRENT_DATA`: there is a frame to draw. */
const hasFrame = 2;

/** Events that follow a decoded frame, for browsers without `requestVideoFrameCallback`. */
const frameEvents = ['loadeddata', 'playing', 'timeupdate'] as const;

/**
 * Calls back once, at the next frame that a video shows; returns what stops it. `includeShown`: the frame that it shows
 * already counts, as a picture that stands still brings no other one.
 */
export function onNextFrame(video: FrameSource, includeShown: boolean, onFrame: () => void): () => void {
  if (includeShown && video.readyState >= hasFrame) {
    onFrame();
    return () => {};
  }
  return onReportedFrame(video, onFrame) ?? onFrameEvent(video, onFrame);
}

function onReportedFrame(video: FrameSource, onFrame: () => void): (() => void) | undefined {
  const handle = attempt(() => video.requestVideoFrameCallback?.(onFrame));
  return handle === undefined ? undefined : () => attempt(() => video.cancelVideoFrameCallback?.(handle));
}

function onFrameEvent(video: FrameSource, onFrame: () => void): () => void {
  const stop = new AbortController();
  const listener = (): void => {
    if (video.readyState < hasFrame) return;
    stop.abort();
    onFrame();
  };
  for (const event of frameEvents) video.addEventListener(event, listener, { signal: stop.signal });
  return () => stop.abort();
}
