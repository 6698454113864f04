import type { Capture } from './mediaPorts.ts';

/**
 * What is known of a microphone's silence. Being quiet is no fault: the noise of the quietest room is some steps of
 * 16 bits high. Only what is digitally nothing counts, and only for long.
 *
 * ```
 *   (unheard, or muted by the person: anything ──> unknown, with nothing remembered of the silence so far)
 *
 *   unknown ──sound──> sounding <──sound── silent
 *      └────── nothing for 3 s ──────────────^
 * ```
 */
export interface SilenceState {
  readonly verdict: 'unknown' | 'sounding' | 'silent';
  /** Whether this microphone was ever heard. */
  readonly hasSounded: boolean;
  /** Since when it gives nothing, in ms; absent while it gives something. */
  readonly nothingSince?: number;
  /**
   * It cuts pauses out by itself, as microphones with noise suppression of their own do: it was heard, gave nothing,
   * and was heard again. From then on its silence means nothing.
   */
  readonly cutsPauses: boolean;
}

/** A microphone to which nobody has listened yet. */
export const initialSilence: SilenceState = { verdict: 'unknown', hasSounded: false, cutsPauses: false };

/** So long somebody who was just answered does not stay without a word, nor a room without a sound. */
const silentAfterMs = 3_000;
/** A pause between words; whoever is cut off here is cut off long before three seconds pass. */
const pauseMs = 400;
/** Until the first sound: below half a step of 16 bits everything sent is zero. Afterwards only zero itself counts. */
const nothingBelow = 2 ** -16;

/** Takes in the loudest sample since the last time. `at` in ms; `unheard` also while the person has muted it. */
export function observePeak(watch: SilenceState, peak: number | 'unheard', at: number): SilenceState {
  const { hasSounded, cutsPauses, nothingSince } = watch;
  if (peak === 'unheard') return { verdict: 'unknown', hasSounded, cutsPauses };
  const isNothing = hasSounded ? peak === 0 : peak < nothingBelow;
  if (!isNothing) {
    const wasPause = hasSounded && nothingSince !== undefined && at - nothingSince >= pauseMs;
    return { verdict: 'sounding', hasSounded: true, cutsPauses: cutsPauses || wasPause };
  }
  const since = nothingSince ?? at;
  const isSilent = !cutsPauses && at - since >= silentAfterMs;
  return { ...watch, nothingSince: since, verdict: isSilent ? 'silent' : watch.verdict };
}

/** Listens to one microphone at a time, and tells each change of what is known of its silence. */
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

  /** Goes over to a track, or to none; the same one is listened to on. */
  analyzeTrack(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.#stop();
    this.#track = track;
    this.#stop = track === null ? () => {} : this.#follow(track);
  }

  forget(track: MediaStreamTrack): void {
    if (track === this.#track) this.analyzeTrack(null);
  }

  #follow(track: MediaStreamTrack): () => void {
    let watch = initialSilence;
    return this.#listen(track, (peak) => {
      const before = watch.verdict;
      // Who mutes, by button or by the system, sends silence on purpose.
      const audible = track.enabled && !track.muted ? peak : 'unheard';
      watch = observePeak(watch, audible, this.#now());
      if (watch.verdict !== before) this.#onVerdict(track, watch.verdict);
    });
  }
}
