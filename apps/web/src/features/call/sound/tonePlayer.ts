import { createStore, type StoreApi } from 'zustand/vanilla';
import { attempt } from '../../../ui/browser/attempt.ts';
import { elementOutput, webAudioOutput, type OpenToneOutput, type ToneOutput } from './toneOutput.ts';
import type { ToneName } from './tones.ts';

/** `blocked`: a tone would not be heard now. Most browsers play no sound before a press on the page. */
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

/** An output that may start does so within 100 ms; one that is blocked reports nothing at all. */
const blockedAfterMs = 600;

/** How often an output that was stopped is asked to go on: well within one ring. */
const retryMs = 1_000;

interface CurrentTone {
  readonly name: ToneName;
  readonly stop: () => void;
}

/**
 * Plays tones by the first output that the browser offers, and never takes for granted that they sound: the browser may
 * block sound, the system may interrupt it, and the audio device may fail, at any time.
 *
 * ```
 *   ready ──the output does not run within 600 ms, or there is none──> blocked
 *     ^──────────────── it runs: after a press, or an interruption ───────┘
 * ```
 *
 * While a tone should sound or sound is blocked, the output is asked to go on every second; a broken one is replaced.
 */
export class BrowserTonePlayer implements TonePlayer {
  readonly state = createStore<SoundState>()(() => 'ready');
  readonly #openings: readonly OpenToneOutput[];
  #output: ToneOutput | undefined;
  #current: CurrentTone | undefined;
  /** The output was asked to run, and has not answered. */
  #isAsked = false;
  #blockedTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(openings: readonly OpenToneOutput[] = [webAudioOutput(), elementOutput()]) {
    this.#openings = openings;
  }

  readonly play = (name: ToneName | undefined): void => {
    if (name !== undefined && name === this.#current?.name) return;
    this.#stopCurrent();
    if (name === undefined) return this.#rest();
    if (this.#start(name)) this.#resume();
    else this.state.setState('blocked', true);
  };

  readonly probe = (): void => this.#resume();

  readonly enable = (): void => this.#resume('pressed');

  readonly close = (): void => {
    this.#stopCurrent();
    clearTimeout(this.#blockedTimer);
    clearTimeout(this.#retryTimer);
    this.#drop();
  };

  /** Starts a tone on the first output that takes it; false if none does. */
  #start(name: ToneName): boolean {
    if (this.#condition() === 'broken') this.#drop();
    if (this.#output !== undefined && this.#startOn(this.#output, name)) return true;
    for (const open of this.#openings) {
      this.#drop();
      const output = this.#open(open);
      if (output !== undefined && this.#startOn(output, name)) return true;
    }
    this.#drop();
    return false;
  }

  #startOn(output: ToneOutput, name: ToneName): boolean {
    const tone: { current?: CurrentTone } = {};
    const onEnd = (): void => {
      if (this.#current !== tone.current) return;
      this.#current = undefined;
      this.#rest();
    };
    const stop = attempt(() => output.start(name, onEnd));
    if (stop === undefined) return false;
    this.#current = tone.current = { name, stop };
    return true;
  }

  #stopCurrent(): void {
    const stopped = this.#current;
    this.#current = undefined;
    attempt(() => stopped?.stop());
  }

  #open(open: OpenToneOutput): ToneOutput | undefined {
    const opened: { output?: ToneOutput | undefined } = {};
    const onChange = (): void => {
      if (opened.output !== undefined && opened.output === this.#output) this.#changed();
    };
    this.#output = opened.output = attempt(() => open(onChange));
    return this.#output;
  }

  #drop(): void {
    const dropped = this.#output;
    this.#output = undefined;
    this.#isAsked = false;
    attempt(() => dropped?.close());
  }

  #rest(): void {
    if (this.#condition() === 'running') attempt(() => this.#output?.rest());
  }

  /** Lets the output run, and finds out soon whether it does. */
  #resume(cause?: 'pressed'): void {
    for (const open of this.#openings) if (this.#output === undefined) this.#open(open);
    if (this.#condition() === 'running') return this.#running();
    this.#watch();
    const output = this.#output;
    const settled = (): void => {
      if (output === this.#output) this.#changed();
    };
    this.#isAsked = true;
    const answer = attempt(() => output?.resume(cause));
    if (answer === undefined) settled();
    else void answer.then(settled, settled);
  }

  #changed(): void {
    this.#isAsked = false;
    if (this.#condition() === 'running') return this.#running();
    if (this.#current !== undefined || this.state.getState() === 'blocked') this.#watch();
  }

  #watch(): void {
    this.#blockedTimer ??= setTimeout(() => this.#overdue(), blockedAfterMs);
    this.#retryTimer ??= setTimeout(() => this.#retry(), retryMs);
  }

  #running(): void {
    clearTimeout(this.#blockedTimer);
    clearTimeout(this.#retryTimer);
    this.#blockedTimer = this.#retryTimer = undefined;
    this.state.setState('ready', true);
    if (this.#current === undefined) this.#rest();
  }

  #overdue(): void {
    this.#blockedTimer = undefined;
    if (this.#condition() !== 'running') this.state.setState('blocked', true);
  }

  #retry(): void {
    this.#retryTimer = undefined;
    const name = this.#current?.name;
    if (name === undefined && this.state.getState() === 'ready') return;
    if (this.#condition() === 'broken') {
      this.#stopCurrent();
      this.#drop();
      if (name !== undefined && !this.#start(name)) return this.state.setState('blocked', true);
    }
    // A browser that waits for a press answers then, and complains about each further question.
    if (!this.#isAsked) this.#resume();
  }

  #condition(): ReturnType<ToneOutput['condition']> | 'none' {
    const output = this.#output;
    return output === undefined ? 'none' : (attempt(() => output.condition()) ?? 'broken');
  }
}
