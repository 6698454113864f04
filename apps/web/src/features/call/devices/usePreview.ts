import {
  createBrowserCapture,
  createLazyProcessor,
  processingFor,
  type CaptureFailure,
  type DevicePreferences,
  type ProcessingOutcome,
  type ProcessingStatus,
} from '@ringback/client';
import { useEffect, useEffectEvent, useState } from 'react';
import { useDevices, usePreferences } from './useDevices.ts';

/**
 * An input that is tried before a call.
 *
 * ```
 *   closed ──press──> opening ──> open ──press, or the screen goes──> closed
 *     ^                  └──> failed ──press──> opening
 *     └── ended by itself ── open
 * ```
 */
export type Preview =
  | { readonly state: 'closed' | 'opening' }
  | { readonly state: 'open'; readonly track: MediaStreamTrack }
  | { readonly state: 'failed'; readonly failure: CaptureFailure };

const capture = createBrowserCapture();
const processor = createLazyProcessor();

/** Opens the chosen input on a press, and releases it with the screen. It is opened again where another one is chosen. */
export function usePreview(kind: 'audio' | 'video') {
  const { choices, refresh } = useDevices();
  const listAgain = useEffectEvent(refresh);
  const { noiseSuppression } = usePreferences();
  const [isWanted, setIsWanted] = useState(false);
  const [preview, setPreview] = useState<Preview>({ state: 'closed' });
  const deviceId = choices[kind === 'audio' ? 'microphone' : 'camera'].currentId;
  const keepsNoise = kind === 'audio' && noiseSuppression === 'off';
  useEffect(() => {
    if (!isWanted) return undefined;
    const stop = new AbortController();
    const open = async (): Promise<void> => {
      setPreview({ state: 'opening' });
      const result = await capture.open(kind, deviceId ?? undefined, { keepsNoise });
      if (stop.signal.aborted) return void (result.ok && result.track.stop());
      if (!result.ok) {
        setPreview({ state: 'failed', failure: result.failure });
        return setIsWanted(false);
      }
      const { track } = result;
      stop.signal.addEventListener('abort', () => track.stop());
      track.addEventListener('ended', () => setIsWanted(false), { signal: stop.signal });
      setPreview({ state: 'open', track });
      listAgain();
    };
    void open();
    return () => {
      stop.abort();
      setPreview((shown) => (shown.state === 'failed' ? shown : { state: 'closed' }));
    };
  }, [isWanted, kind, deviceId, keepsNoise]);
  return { preview, open: () => setIsWanted(true), close: () => setIsWanted(false) };
}

/** The track as calls would send it, and what became of its processing. */
export function useProcessed(
  track: MediaStreamTrack,
  { noiseSuppression, backgroundBlur }: DevicePreferences,
): { readonly track: MediaStreamTrack; readonly status: ProcessingStatus } {
  const [made, setMade] = useState<{ attempt: number; track: MediaStreamTrack; status: ProcessingStatus }>();
  const [attempt, setAttempt] = useState(1);
  const kind = track.kind === 'audio' ? 'audio' : 'video';
  useEffect(() => {
    const wanted = processingFor({ noiseSuppression, backgroundBlur }, kind);
    if (wanted === undefined) return undefined;
    const running = processor.process(track, wanted, (outcome) => {
      const sent = outcome.state === 'running' ? (outcome.track ?? track) : track;
      const tryAgain = (): void => setAttempt(attempt + 1);
      setMade({ attempt, track: sent, status: statusOf(outcome, tryAgain) });
    });
    return () => {
      running.stop();
      setMade(undefined);
    };
  }, [track, kind, noiseSuppression, backgroundBlur, attempt]);
  const isWanted = processingFor({ noiseSuppression, backgroundBlur }, kind) !== undefined;
  if (!isWanted) return { track, status: { state: 'none' } };
  return made?.attempt === attempt ? made : { track, status: { state: 'starting' } };
}

function statusOf(outcome: ProcessingOutcome, tryAgain: () => void): ProcessingStatus {
  if (outcome.state !== 'failed') return { state: outcome.state };
  return outcome.problem === 'unsupported' ? outcome : { ...outcome, tryAgain };
}
