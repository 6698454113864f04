import { bounds, noteMimes, type NoteMime } from '@ringback/protocol';
import { analyzeTrack, peakOf, peaksOf } from './audioLevels.ts';
import { completeWebm } from './completeWebm.ts';
import type { Recorded, Recorder, RecordingEvents, RunningRecording } from './mediaPorts.ts';
import { inTime } from '../platform/inTime.ts';

/** Speech is as clear as in a call, and 720p video is good enough, at these rates. */
const rates = { audioBitsPerSecond: 48_000, videoBitsPerSecond: 1_000_000 };
/** Short windows, so that the level follows the voice. */
const levelWindow = { windowSize: 2_048, everyMs: 50 };
/**
 * Only the duration and the levels are read from the decoded sound; the lowest rate that all browsers support
 * is enough.
 */
const decodedRate = 8_000;
/** The end of a recording, and its decoding, take some 100 ms each on a slow machine. */
const finishTimeoutMs = 4_000;

/** The browser's `MediaRecorder`. */
export function createBrowserRecorder(): Recorder {
  return { start, listen };
}

/** A browser may have no recorder, none for these tracks, or refuse to start it. */
function start(tracks: readonly MediaStreamTrack[], events: RecordingEvents): RunningRecording | undefined {
  try {
    const mime = mimeFor(tracks.some(({ kind }) => kind === 'video') ? 'video' : 'audio');
    if (mime === undefined) return undefined;
    const recorder = new MediaRecorder(new MediaStream([...tracks]), { mimeType: mime, ...rates });
    return record(recorder, mime, tracks, events);
  } catch {
    return undefined;
  }
}

function record(
  recorder: MediaRecorder,
  mime: NoteMime,
  tracks: readonly MediaStreamTrack[],
  events: RecordingEvents,
): RunningRecording {
  const chunks: Blob[] = [];
  const levels: number[] = [];
  let stopListening = (): void => {};
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
  stopListening = listenToFirst(tracks, (level) => {
    levels.push(level);
    events.onLevel(level);
  });
  const stop = (): void => {
    times.endedAt ??= performance.now();
    stopRecorder(recorder);
  };
  return {
    finish: async () => {
      stop();
      await inTime(stopped, finishTimeoutMs, undefined);
      const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
      if (bytes.length === 0) return undefined;
      const measured = (times.endedAt ?? performance.now()) - times.startedAt;
      return recordedFrom(bytes, mime, { durationMs: measured, levels });
    },
    abandon: stop,
  };
}

/** A recorder that cannot be stopped ends with its tracks. */
function stopRecorder(recorder: MediaRecorder): void {
  try {
    if (recorder.state !== 'inactive') recorder.stop();
  } catch {
    // It has stopped already.
  }
}

function mimeFor(media: 'audio' | 'video'): NoteMime | undefined {
  if (typeof MediaRecorder === 'undefined') return undefined;
  return noteMimes[media].find((mime) => MediaRecorder.isTypeSupported(mime));
}

function listenToFirst(tracks: readonly MediaStreamTrack[], onLevel: (level: number) => void): () => void {
  const voice = tracks.find(({ kind }) => kind === 'audio');
  return voice === undefined ? () => {} : listen(voice, onLevel);
}

function listen(voice: MediaStreamTrack, onLevel: (level: number) => void): () => void {
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
  const exactMs = sound === undefined ? measured.durationMs : sound.duration * 1_000;
  const durationMs = Math.min(bounds.noteMs, Math.max(1, Math.round(exactMs)));
  return {
    bytes: mime.endsWith('/webm') ? completeWebm(bytes, durationMs) : bytes,
    mime,
    durationMs,
    peaks: peaksOf(sound?.getChannelData(0) ?? measured.levels, bounds.notePeaks),
  };
}

async function decoded(bytes: Uint8Array<ArrayBuffer>): Promise<AudioBuffer | undefined> {
  try {
    // Decoding detaches the buffer, so it gets a copy.
    const decoding = new OfflineAudioContext(1, 1, decodedRate).decodeAudioData(bytes.slice().buffer);
    return await inTime(decoding, finishTimeoutMs, undefined);
  } catch {
    return undefined;
  }
}
