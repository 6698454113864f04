import { analyzeTrack, loudnessDb, peakOf } from '../../media/audioLevels.ts';
import { createBrowserCapture, openPickedInput } from '../../media/browserCapture.ts';
import { findPreferred, readPreferredDevices } from '../../media/preferredDevices.ts';
import { browserProfileStorage } from '../../platform/storage.ts';
import type { InputPort } from '../checks/checkupPorts.ts';
import { readPictures } from './pictureReader.ts';
import { playTone } from './toneTest.ts';

/** Windows of 43 ms at 48 kHz, long enough for the lowest voice. */
const sampling = { windowSize: 2048, everyMs: 33 };
/** Full scale, less what rounding takes. */
const limit = 0.985;

/** The microphones, speakers and cameras of the browser. */
export function createBrowserInputs(): InputPort {
  const capture = createBrowserCapture();
  return {
    permission: capture.permission,
    listDevices: capture.listDevices,
    open: (kind, mediaDeviceId) =>
      mediaDeviceId === undefined ? openPickedInput(capture, kind) : capture.open(kind, mediaDeviceId),
    listen: (track, onWindow) =>
      analyzeTrack(track, sampling, (samples) => {
        if (samples === 'unheard') return;
        onWindow({ db: loudnessDb(samples), peak: peakOf(samples), clipped: clippedPart(samples) });
      }),
    look: readPictures,
    playTone: async (signal) => {
      const { devices, unnamed } = await capture.listDevices();
      if (isSpeakerMissing(devices.speaker.length, devices.microphone.length, unnamed)) return 'missing';
      const speaker = findPreferred(devices.speaker, readPreferredDevices(browserProfileStorage).speaker);
      const openMicrophone = async (): Promise<MediaStreamTrack | undefined> =>
        (await capture.permission('audio')) === 'granted' ? openRaw() : undefined;
      return playTone({ ...(speaker !== undefined && { speakerId: speaker.id }), openMicrophone }, signal);
    },
  };
}

/**
 * An empty list means that there are none only where the browser lists all speakers once it may name microphones. One that
 * asks the user which speakers a page may know lists these alone.
 */
function isSpeakerMissing(speakers: number, microphones: number, unnamed: readonly string[]): boolean {
  const listsSpeakers =
    'setSinkId' in HTMLMediaElement.prototype && !('selectAudioOutput' in navigator.mediaDevices);
  return listsSpeakers && microphones > 0 && speakers === 0 && !unnamed.includes('speaker');
}

function clippedPart(samples: Float32Array): number {
  let clipped = 0;
  for (const sample of samples) if (Math.abs(sample) >= limit) clipped += 1;
  return clipped / samples.length;
}

/** A microphone that hears the speaker of this page too. */
async function openRaw(): Promise<MediaStreamTrack | undefined> {
  const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const id = readPreferredDevices(browserProfileStorage).microphone?.id;
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { ...raw, ...(id !== undefined && { deviceId: { ideal: id } }) },
    });
    return stream.getAudioTracks()[0];
  } catch {
    return undefined;
  }
}
