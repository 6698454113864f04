import type { Capture } from './mediaPorts.ts';

/**
 * What is known about the silence of a microphone. Quiet is not silent: the noise of the quietest room is some steps of
 * 16 bits high. Only digital silence counts, and only if it lasts.
 *
 * ```
 *   unknown ──sound──> sounding <──sound── silent
 *      └────── nothing for 3 s ──────────────^
 *
 *   any ──unheard, or muted by the user──> unknown; the silence so far is forgotten
 * ```
 */
export interface SilenceState {
  readonly verdict: 'unknown' | 'sounding' | 'silent';
  /** Whether this microphone ever gave sound. */
  readonly hasSounded: boolean;
  /** Since when it gives nothing, in ms; absent while it gives sound. */
  readonly nothingSince?: number;
  /**
   * It cuts out pauses by itself, as microphones with their own noise suppression do: it gave sound, then
   * nothing, then sound again. From then on its silence means nothing.
   */
  readonly cutsPauses: boolean;
}

export const initialSilence: SilenceState = { verdict: 'unknown', hasSounded: false, cutsPauses: false };

/** Within this time, a person who was just answered says a word, and every room makes a sound. */
const silentAfterMs = 3_000;
/** A pause between words; a microphone that cuts pauses does so long before three seconds pass. */
const pauseMs = 400;
/**
 * Until the first sound: below half a step of 16 bits, all transmitted samples are zero. Later only zero
 * itself counts.
 */
const nothingBelow = 2 ** -16;

/**
 * Updates the state with the loudest sample since the last time. `at` in ms; pass `unheard` also while the
 * user is muted.
 */
export function observePeak(state: SilenceState, peak: number | 'unheard', at: number): SilenceState {
  const { hasSounded, cutsPauses, nothingSince } = state;
  if (peak === 'unheard') return { verdict: 'unknown', hasSounded, cutsPauses };
  const isNothing = hasSounded ? peak === 0 : peak < nothingBelow;
  if (!isNothing) {
    const wasPause = hasSounded && nothingSince !== undefined && at - nothingSince >= pauseMs;
    return { verdict: 'sounding', hasSounded: true, cutsPauses: cutsPauses || wasPause };
  }
  const since = nothingSince ?? at;
  const isSilent = !cutsPauses && at - since >= silentAfterMs;
  return { ...state, nothingSince: since, verdict: isSilent ? 'silent' : state.verdict };
}

/** Measures one microphone at a time, and reports each change of its verdict. */
export class SilenceDetector {
  readonly #listen: Capture['listen'];
  readonly #now: () => number;
  readonly #onVerdict: (track: MediaStreamTrack, verdict: SilenceState['verdict']) => void;
  #track: MediaStreamTrack | null = null;
  #stop: () => void = () => {};

  /** `now`: this machine's clock, in ms. */
  constructor(
    listen: Capture['listen'],
    now: () => number,
    onVerdict: (track: MediaStreamTrack, verdict: SilenceState['verdict']) => void,
  ) {
    this.#listen = listen;
    this.#now = now;
    this.#onVerdict = onVerdict;
  }

  /** Changes to another track, or to none; does nothing for the same one. */
  watch(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.#stop();
    this.#track = track;
    this.#stop = track === null ? () => {} : this.#follow(track);
  }

  forget(track: MediaStreamTrack): void {
    if (track === this.#track) this.watch(null);
  }

  #follow(track: MediaStreamTrack): () => void {
    let state = initialSilence;
    return this.#listen(track, (peak) => {
      const before = state.verdict;
      // A muted microphone sends silence on purpose.
      const audible = track.enabled && !track.muted ? peak : 'unheard';
      state = observePeak(state, audible, this.#now());
      if (state.verdict !== before) this.#onVerdict(track, state.verdict);
    });
  }
}
