import type { CaptureResult } from '../../media/mediaPorts.ts';
import type { Clock } from '../../platform/ports.ts';
import type { Progress } from './check.ts';
import type { InputPort } from './checkupPorts.ts';

/** Opens an input for a check. A track that comes after the check was stopped is stopped, too. */
export async function openFor(
  inputs: InputPort,
  kind: 'audio' | 'video',
  signal: AbortSignal,
  progress: (update: Progress) => void,
  mediaDeviceId?: string,
): Promise<CaptureResult> {
  if ((await inputs.permission(kind)) !== 'granted') progress({ part: 0, asksPermission: true });
  signal.throwIfAborted();
  const opened = await inputs.open(kind, mediaDeviceId);
  if (opened.ok && signal.aborted) opened.track.stop();
  signal.throwIfAborted();
  return opened;
}

/** Waits for a time, or until the signal aborts. */
export function delay(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const settle = (): void => {
      cancel();
      signal.removeEventListener('abort', settle);
      resolve();
    };
    const cancel = clock.after(ms, settle);
    signal.addEventListener('abort', settle);
  });
}

/** Calls back if the track ends by itself. Returns a function that stops watching. */
export function watchTrack(track: MediaStreamTrack, onEnded: () => void): () => void {
  track.addEventListener('ended', onEnded);
  return () => track.removeEventListener('ended', onEnded);
}
