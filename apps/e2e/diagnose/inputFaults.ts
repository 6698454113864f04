import type { BrowserContext, Page } from '@playwright/test';

/** What is wrong with the sound of a microphone: its factor, where 1 is as spoken. */
export const voices = { spoken: 1, silent: 0, quiet: 0.004, clipping: 40 } as const;
/** What a camera shows. */
export type CameraPicture = 'moving' | 'black' | 'frozen';

/** Makes a track look like the device that it comes from, and stop with it. */
type AsDevice = (made: MediaStreamTrack, from: MediaStreamTrack, onStop: () => void) => MediaStreamTrack;

declare global {
  interface Window {
    asDevice?: AsDevice;
    setVoice?: (factor: number) => void;
    setPicture?: (picture: CameraPicture) => void;
  }
}

/** Lets the microphone and the camera of a page break while they are open. Install it before the first page loads. */
export async function installInputFaults(context: BrowserContext): Promise<void> {
  for (const script of [asDevice, breakableMicrophone, breakableCamera]) await context.addInitScript(script);
}

/** Changes how loud the microphone is, as a hardware switch or a wrong level does. */
export async function setVoice(page: Page, factor: number): Promise<void> {
  await page.evaluate((value) => window.setVoice?.(value), factor);
}

/** Covers or freezes the camera. */
export async function setPicture(page: Page, picture: CameraPicture): Promise<void> {
  await page.evaluate((value) => window.setPicture?.(value), picture);
}

// These run in the page, so they may use nothing from this file.

function asDevice(): void {
  window.asDevice = (made, from, onStop) => {
    const stop = made.stop.bind(made);
    const settings = from.getSettings();
    const stopAll = (): void => {
      stop();
      from.stop();
      onStop();
    };
    return Object.defineProperties(made, {
      label: { value: from.label },
      getSettings: { value: () => settings },
      stop: { value: stopAll },
    });
  };
}

/** Puts a volume knob, which the page does not know of, behind each microphone. */
function breakableMicrophone(): void {
  if (!window.isSecureContext) return;
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  const knobs = new Set<GainNode>();
  let factor = 1;

  function throughKnob(track: MediaStreamTrack): MediaStreamTrack {
    const audio = new AudioContext();
    const knob = audio.createGain();
    knob.gain.value = factor;
    knobs.add(knob);
    const output = audio.createMediaStreamDestination();
    audio
      .createMediaStreamSource(new MediaStream([track]))
      .connect(knob)
      .connect(output);
    const [made] = output.stream.getAudioTracks();
    return made === undefined ? track : (window.asDevice?.(made, track, () => void audio.close()) ?? track);
  }

  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    return new MediaStream([...stream.getAudioTracks().map(throughKnob), ...stream.getVideoTracks()]);
  };
  window.setVoice = (value) => {
    factor = value;
    for (const { gain } of knobs) gain.value = value;
  };
}

/** Puts a lens that can be covered before each camera. */
function breakableCamera(): void {
  if (!window.isSecureContext) return;
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  let picture: CameraPicture = 'moving';

  function throughLens(track: MediaStreamTrack): MediaStreamTrack {
    const { width = 640, height = 480 } = track.getSettings();
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = new MediaStream([track]);
    void video.play();
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const drawing = canvas.getContext('2d');
    const timer = setInterval(() => {
      if (drawing === null || picture === 'frozen') return;
      if (picture === 'black') drawing.fillRect(0, 0, width, height);
      else drawing.drawImage(video, 0, 0, width, height);
    }, 50);
    const [made] = canvas.captureStream().getVideoTracks();
    return made === undefined ? track : (window.asDevice?.(made, track, () => clearInterval(timer)) ?? track);
  }

  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    return new MediaStream([...stream.getAudioTracks(), ...stream.getVideoTracks().map(throughLens)]);
  };
  window.setPicture = (value) => {
    picture = value;
  };
}
