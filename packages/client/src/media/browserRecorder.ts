import { bounds, noteMimes, type NoteMime } from '@ringback/protocol';
import { analyzeTrack, peakOf, peaksOf } from './audioLevels.ts';
import type { Recorded, Recorder, RecordingEvents, RunningRecording } from './mediaPorts.ts';

/** Speech is as clear as in a call, and 720p video is good enough, at these rates. */
const rates = { audioBitsPerSecond: 48_000, videoBitsPerSecond: 1_000_000 };
/** Short windows, so that the level follows the voice. */
const levelWindow = { windowSize: 2_048, everyMs: 50 };
/**
 * Only the duration and the levels are read from the decoded sound; the lowest rate that all browsers support
 * is enough.
 */
const decodedRate = 8_000;

/** The browser's `MediaRecorder`. */
export function createBrowserRecorder(): Recorder {
  return { start };
}

function start(tracks: readonly MediaStreamTrack[], events: RecordingEvents): RunningRecording | undefined {
  const mime = mimeFor(tracks.some(({ kind }) => kind === 'video') ? 'video' : 'audio');
  if (mime === undefined) return undefined;
  const recorder = new MediaRecorder(new MediaStream([...tracks]), { mimeType: mime, ...rates });
  const chunks: Blob[] = [];
  const levels: number[] = [];
  const stopListening = listenToFirst(tracks, (level) => {
    levels.push(level);
    events.onLevel(level);
  });
  const times: { startedAt: number; endedAt?: number } = { startedAt: performance.now() };
  recorder.addEventListener('start', () => (times.startedAt = performance.now()));
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  const stopped = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => {
      times.endedAt ??= performance.now();
      stopListening();
      resolve();
      events.onEnd();
    });
  });
  recorder.start();
  const stop = (): void => {
    times.endedAt ??= performance.now();
    if (recorder.state !== 'inactive') recorder.stop();
  };
  return {
    finish: async () => {
      stop();
      await stopped;
      const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
      if (bytes.length === 0) return undefined;
      const measured = (times.endedAt ?? performance.now()) - times.startedAt;
      return recordedFrom(bytes, mime, { durationMs: measured, levels });
    },
    abandon: stop,
  };
}

function mimeFor(media: 'audio' | 'video'): NoteMime | undefined {
  if (typeof MediaRecorder === 'undefined') return undefined;
  return noteMimes[media].find((mime) => MediaRecorder.isTypeSupported(mime));
}

function listenToFirst(tracks: readonly MediaStreamTrack[], onLevel: (level: number) => void): () => void {
  const voice = tracks.find(({ kind }) => kind === 'audio');
  if (voice === undefined) return () => {};
  return analyzeTrack(voice, levelWindow, (samples) => {
    if (samples !== 'unheard') onLevel(peakOf(samples));
  });
}

/**
 * A recorded file does not contain its duration. The decoded sound has it; where decoding fails, the measured
 * time has to do.
 */
async function recordedFrom(
  bytes: Uint8Array<ArrayBuffer>,
  mime: NoteMime,
  measured: { readonly durationMs: number; readonly levels: readonly number[] },
): Promise<Recorded> {
  const sound = await decoded(bytes);
  const durationMs = sound === undefined ? measured.durationMs : sound.duration * 1_000;
  return {
    bytes,
    mime,
    durationMs: Math.min(bounds.noteMs, Math.max(1, Math.round(durationMs))),
    peaks: peaksOf(sound?.getChannelData(0) ?? measured.levels, bounds.notePeaks),
  };
}

async function decoded(bytes: Uint8Array<ArrayBuffer>): Promise<AudioBuffer | undefined> {
  try {
    // Decoding detaches the buffer, so it gets a copy.
    return await new OfflineAudioContext(1, 1, decodedRate).decodeAudioData(bytes.slice().buffer);
  } catch {
    return undefined;
  }
}
