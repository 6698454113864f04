import { defaultSpeakerId, playOnSpeakers } from './speakers.ts';
import { renderTone, tones, wavOf, type Tone, type ToneName } from './tones.ts';

/** One way to make tones sound. Any method may throw, since each is the browser's. */
export interface ToneOutput {
  /** `broken`: it will not sound again by itself; a new output may. */
  readonly condition: () => 'running' | 'stopped' | 'broken';
  /** Asks the browser to let it sound, which may need a press. */
  readonly resume: (cause?: 'pressed') => Promise<void>;
  /** Starts a tone, which sounds as soon as the output runs; returns a function that stops it. */
  readonly start: (name: ToneName, onEnd: () => void) => () => void;
  /** No tone is left: an output that runs on keeps the audio hardware awake. */
  readonly rest: () => void;
  readonly close: () => void;
}

/** How calls ring. */
export interface Ring {
  readonly tone: Tone;
  /** From 0 to 1. */
  readonly volume: number;
  readonly speakerIds: readonly string[];
}

const plainRing: Ring = { tone: tones.ringtone, volume: 1, speakerIds: [defaultSpeakerId] };

/** Opens an output, which calls back whenever its condition may have changed; throws where the browser has none. */
export type OpenToneOutput = (onChange: () => void) => ToneOutput;

/** A hard cut is heard as a click; a fade of this length is not. */
const fadeSeconds = 0.03;

/**
 * Tones by Web Audio. The system may interrupt it at any time, for example for a phone call. `ring` is asked each time it
 * rings.
 */
export function webAudioOutput(ring: () => Ring = () => plainRing): OpenToneOutput {
  return (onChange) => openWebAudio(onChange, ring);
}

function openWebAudio(onChange: () => void, ring: () => Ring): ToneOutput {
  const context = new AudioContext();
  let hasFailed = false;
  context.addEventListener('statechange', onChange);
  // The audio device failed (Chromium).
  context.addEventListener('error', () => {
    hasFailed = true;
    onChange();
  });
  return {
    condition: () => {
      if (context.state === 'running' && !hasFailed) return 'running';
      return context.state === 'suspended' && !hasFailed ? 'stopped' : 'broken';
    },
    resume: () => context.resume(),
    start: (name, onEnd) => startTone(context, soundOf(name, ring), onEnd),
    rest: () => void context.suspend().catch(() => undefined),
    close: () => void context.close().catch(() => undefined),
  };
}

/** The highest overtone is below 7 kHz. At a lower rate, computing a tone holds up the page for a shorter time. In Hz. */
const toneRate = 22_050;

const rendered = new WeakMap<Tone, Float32Array<ArrayBuffer>>();

/** Computes a tone, once. It takes some 20 ms, best spent before a call rings. */
export function prepareTone(tone: Tone): Float32Array<ArrayBuffer> {
  const samples = rendered.get(tone) ?? renderTone(tone, toneRate);
  rendered.set(tone, samples);
  return samples;
}

/** All tones but the ring belong to the tab, and follow the volume of the system. */
function soundOf(name: ToneName, ring: () => Ring): Ring {
  return name === 'ringtone' ? ring() : { ...plainRing, tone: tones[name] };
}

function startTone(
  audio: AudioContext,
  { tone, volume: level, speakerIds }: Ring,
  onEnd: () => void,
): () => void {
  const samples = prepareTone(tone);
  const buffer = audio.createBuffer(1, samples.length, toneRate);
  buffer.copyToChannel(samples, 0);
  const source = audio.createBufferSource();
  const volume = audio.createGain();
  source.buffer = buffer;
  // The audio thread repeats it, so that a ring stays even in a background tab with throttled timers.
  source.loop = tone.repeats;
  volume.gain.value = level;
  const disconnect = connectTo(audio, source.connect(volume), speakerIds);
  source.addEventListener('ended', onEnd);
  source.start();
  return () => {
    volume.gain.setTargetAtTime(0, audio.currentTime, fadeSeconds / 3);
    source.stop(audio.currentTime + fadeSeconds);
    setTimeout(disconnect, 2 * fadeSeconds * 1000);
  };
}

/** Lets a node sound on these speakers; on the default one where the browser refuses them. */
function connectTo(audio: AudioContext, node: AudioNode, speakerIds: readonly string[]): () => void {
  if (speakerIds.every((id) => id === defaultSpeakerId)) {
    node.connect(audio.destination);
    return () => {};
  }
  const stream = audio.createMediaStreamDestination();
  node.connect(stream);
  const onRefused = (): void => void node.connect(audio.destination);
  return playOnSpeakers({ source: stream.stream, volume: 1, onRefused }, speakerIds);
}

/** Tones by an audio element, for browsers without Web Audio. Whether one may sound shows only when it should. */
export function elementOutput(ring: () => Ring = () => plainRing): OpenToneOutput {
  return (onChange) => openElement(onChange, ring);
}

function openElement(onChange: () => void, ring: () => Ring): ToneOutput {
  const element = new Audio();
  let isRefused = false;
  let url: string | undefined;
  const setRefused = (refused: boolean): void => {
    isRefused = refused;
    onChange();
  };
  const play = async (): Promise<void> => {
    try {
      await element.play();
      setRefused(false);
    } catch (error) {
      // Another tone took its place before it sounded.
      if (!(error instanceof DOMException && error.name === 'AbortError')) setRefused(true);
    }
  };
  const stop = (): void => {
    const played = url;
    url = undefined;
    element.pause();
    if (played !== undefined) URL.revokeObjectURL(played);
  };
  // The system paused it, for example for a phone call.
  element.addEventListener('pause', () => {
    if (url !== undefined && element.paused && !element.ended) setRefused(true);
  });
  return {
    condition: () => (isRefused ? 'stopped' : 'running'),
    resume: (cause) => {
      if (url !== undefined) return play();
      if (cause === 'pressed') setRefused(false);
      return Promise.resolve();
    },
    start: (name, onEnd) => {
      const { tone, volume } = soundOf(name, ring);
      element.volume = volume;
      url = URL.createObjectURL(wavOf(prepareTone(tone), toneRate));
      element.src = url;
      element.loop = tone.repeats;
      element.addEventListener('ended', onEnd, { once: true });
      void play();
      return () => {
        element.removeEventListener('ended', onEnd);
        stop();
      };
    },
    rest: () => {},
    close: stop,
  };
}
