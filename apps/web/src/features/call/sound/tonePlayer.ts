import { createStore, type StoreApi } from 'zustand/vanilla';
import { renderTone, tones, type ToneName } from './tones.ts';

/** Whether sounds are heard. `blocked`: the browser wants a press on the page first. */
export type SoundState = 'ready' | 'blocked';

/** Plays the sounds of calls, one at a time. */
export interface TonePlayer {
  readonly state: Pick<StoreApi<SoundState>, 'getState' | 'getInitialState' | 'subscribe'>;
  /** Starts a tone and stops what sounded before; undefined: silence. The same tone again goes on. */
  readonly play: (name: ToneName | undefined) => void;
  /** Finds out whether sound is blocked before there is anything to play. */
  readonly probe: () => void;
  /** To be called from a press on the page. */
  readonly enable: () => void;
  readonly close: () => void;
}

/**
 * How long a context may take to start before it counts as blocked. Where it may start, it does within 100 ms; what is
 * blocked says nothing at all.
 */
const patienceMs = 600;

/** A cut is heard as a click; this is a fade that is not heard as one. */
const fadeSeconds = 0.03;

/** Makes a player that stays silent, and makes no claim of being blocked, where there is no Web Audio. */
export function createTonePlayer(): TonePlayer {
  const state = createStore<SoundState>()(() => 'ready');
  let context: AudioContext | undefined;
  let sounding: { readonly name: ToneName; readonly stop: () => void } | undefined;
  let verdict: ReturnType<typeof setTimeout> | undefined;

  function wake(): AudioContext | undefined {
    if (context === undefined && typeof AudioContext === 'function') {
      context = new AudioContext();
      context.addEventListener('statechange', settle);
    }
    if (context?.state === 'suspended') {
      void context.resume().then(settle, () => undefined);
      verdict ??= setTimeout(() => {
        verdict = undefined;
        if (context?.state === 'suspended') state.setState('blocked', true);
      }, patienceMs);
    }
    return context;
  }

  /** A context that runs without anything to play keeps the audio hardware awake. */
  function settle(): void {
    // A tone that began while the context was being put to sleep would never be heard.
    if (context?.state === 'suspended' && sounding !== undefined) void context.resume();
    if (context?.state !== 'running') return;
    clearTimeout(verdict);
    verdict = undefined;
    state.setState('ready', true);
    if (sounding === undefined) void context.suspend();
  }

  function play(name: ToneName | undefined): void {
    if (name !== undefined && name === sounding?.name) return;
    sounding?.stop();
    sounding = undefined;
    const audio = name === undefined ? undefined : wake();
    if (name === undefined || audio === undefined) return;
    const started = {
      name,
      stop: start(audio, name, () => {
        if (sounding !== started) return;
        sounding = undefined;
        settle();
      }),
    };
    sounding = started;
  }

  return {
    state,
    play,
    probe: () => void wake(),
    enable: () => void wake(),
    close: () => {
      play(undefined);
      clearTimeout(verdict);
      void context?.close();
      context = undefined;
    },
  };
}

/** Starts a tone. Returns what stops it; `onEnd` is called when it has ended either way. */
function start(audio: AudioContext, name: ToneName, onEnd: () => void): () => void {
  const tone = tones[name];
  const samples = renderTone(tone, audio.sampleRate);
  const buffer = audio.createBuffer(1, samples.length, audio.sampleRate);
  buffer.copyToChannel(samples, 0);
  const source = audio.createBufferSource();
  const volume = audio.createGain();
  source.buffer = buffer;
  // The audio thread repeats it, so that a ring goes on evenly in a tab whose timers are slowed down.
  source.loop = tone.repeats;
  source.connect(volume).connect(audio.destination);
  source.addEventListener('ended', onEnd);
  source.start();
  return () => {
    volume.gain.setTargetAtTime(0, audio.currentTime, fadeSeconds / 3);
    source.stop(audio.currentTime + fadeSeconds);
    onEnd();
  };
}
