import type { Capture } from './capture.ts';
import { beforeListening, heard, type SilenceWatch } from './silence.ts';

/** Listens to one microphone at a time, and tells each change of what is known of its silence. */
export class SilenceListener {
  readonly #listen: Capture['listen'];
  readonly #now: () => number;
  readonly #onVerdict: (track: MediaStreamTrack, verdict: SilenceWatch['verdict']) => void;
  #track: MediaStreamTrack | null = null;
  #stop: () => void = () => {};

  /** `now`: this machine's clock, in ms. */
  constructor(
    listen: Capture['listen'],
    now: () => number,
    onVerdict: (track: MediaStreamTrack, verdict: SilenceWatch['verdict']) => void,
  ) {
    this.#listen = listen;
    this.#now = now;
    this.#onVerdict = onVerdict;
  }

  /** Goes over to a track, or to none; the same one is listened to on. */
  listenTo(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.#stop();
    this.#track = track;
    this.#stop = track === null ? () => {} : this.#follow(track);
  }

  forget(track: MediaStreamTrack): void {
    if (track === this.#track) this.listenTo(null);
  }

  #follow(track: MediaStreamTrack): () => void {
    let watch = beforeListening;
    return this.#listen(track, (peak) => {
      const before = watch.verdict;
      // Who mutes, by button or by the system, sends silence on purpose.
      const audible = track.enabled && !track.muted ? peak : 'unheard';
      watch = heard(watch, audible, this.#now());
      if (watch.verdict !== before) this.#onVerdict(track, watch.verdict);
    });
  }
}
