import type { CaptureFailure, CaptureResult } from '../../media/mediaPorts.ts';
import type { Clock } from '../../platform/ports.ts';
import type { Progress } from './check.ts';
import type { InputPort } from './checkupPorts.ts';
import { found, type Finding, type Problem } from '../findings/finding.ts';

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

/** Opens the chosen input, judges it, and releases it. `problems`: what it means that it did not open. */
export async function judgeInput(
  inputs: InputPort,
  kind: 'audio' | 'video',
  problems: { readonly [F in CaptureFailure]: Problem },
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: (update: Progress) => void },
  judge: (track: MediaStreamTrack) => Promise<Finding>,
): Promise<Finding> {
  const opened = await openFor(inputs, kind, signal, progress);
  if (!opened.ok) return found(problems[opened.failure]);
  try {
    return await judge(opened.track);
  } finally {
    opened.track.stop();
  }
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
