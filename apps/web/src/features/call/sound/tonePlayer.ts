import { createStore, type StoreApi } from 'zustand/vanilla';
import { renderTone, tones, type ToneName } from './tones.ts';

/** `blocked`: the browser plays no sound before a press on the page. */
export type SoundState = 'ready' | 'blocked';

/** Plays the tones of calls, one at a time. */
export interface TonePlayer {
  readonly state: Pick<StoreApi<SoundState>, 'getState' | 'getInitialState' | 'subscribe'>;
  /** Starts a tone and stops the previous one; undefined for silence. A tone that already plays continues. */
  readonly play: (name: ToneName | undefined) => void;
  /** Finds out whether sound is blocked before there is anything to play. */
  readonly probe: () => void;
  /** Must be called from a press on the page. */
  readonly enable: () => void;
  readonly close: () => void;
}

/** A context that may start does so within 100 ms; one that is blocked reports nothing at all. */
const blockedAfterMs = 600;

/** A hard cut is heard as a click; a fade of this length is not. */
const fadeSeconds = 0.03;

/** Plays tones by Web Audio; silent, and never `blocked`, where there is no Web Audio. */
export class WebAudioTonePlayer implements TonePlayer {
  readonly state = createStore<SoundState>()(() => 'ready');
  #context: AudioContext | undefined;
  #current: { readonly name: ToneName; readonly stop: () => void } | undefined;
  /** Runs while it is open whether the context starts. */
  #blockedTimer: ReturnType<typeof setTimeout> | undefined;

  readonly play = (name: ToneName | undefined): void => {
    if (name !== undefined && name === this.#current?.name) return;
    this.#current?.stop();
    this.#current = undefined;
    const context = name === undefined ? undefined : this.#resume();
    if (name === undefined || context === undefined) return;
    const started = {
      name,
      stop: start(context, name, () => {
        if (this.#current !== started) return;
        this.#current = undefined;
        this.#contextChanged();
      }),
    };
    this.#current = started;
  };

  readonly probe = (): void => void this.#resume();

  readonly enable = (): void => void this.#resume();

  readonly close = (): void => {
    this.play(undefined);
    clearTimeout(this.#blockedTimer);
    void this.#context?.close();
    this.#context = undefined;
  };

  /** The context, which starts if the browser allows it; undefined without Web Audio. */
  #resume(): AudioContext | undefined {
    if (this.#context === undefined && typeof AudioContext === 'function') {
      this.#context = new AudioContext();
      this.#context.addEventListener('statechange', () => this.#contextChanged());
    }
    if (this.#context?.state === 'suspended') {
      void this.#context.resume().then(
        () => this.#contextChanged(),
        () => undefined,
      );
      this.#blockedTimer ??= setTimeout(() => {
        this.#blockedTimer = undefined;
        if (this.#context?.state === 'suspended') this.state.setState('blocked', true);
      }, blockedAfterMs);
    }
    return this.#context;
  }

  /** Suspends a context without a tone, because a running one keeps the audio hardware awake. */
  #contextChanged(): void {
    // A tone that began while the context was being suspended would never be heard.
    if (this.#context?.state === 'suspended' && this.#current !== undefined) void this.#context.resume();
    if (this.#context?.state !== 'running') return;
    clearTimeout(this.#blockedTimer);
    this.#blockedTimer = undefined;
    this.state.setState('ready', true);
    if (this.#current === undefined) void this.#context.suspend();
  }
}

/** Starts a tone and returns a function that stops it; `onEnd` is called when it ends either way. */
function start(audio: AudioContext, name: ToneName, onEnd: () => void): () => void {
  const tone = tones[name];
  const samples = renderTone(tone, audio.sampleRate);
  const buffer = audio.createBuffer(1, samples.length, audio.sampleRate);
  buffer.copyToChannel(samples, 0);
  const source = audio.createBufferSource();
  const volume = audio.createGain();
  source.buffer = buffer;
  // The audio thread repeats it, so that a ring stays even in a background tab with throttled timers.
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
