import type { Clock } from './ports.ts';

/** Browsers round times, up to 100 ms where they resist fingerprinting. */
const toleranceMs = 500;
const intervalMs = 5_000;

/**
 * Notices that the wall clock and the monotonic clock have parted: the wall clock was set, or the monotonic clock stood
 * still while the machine slept. Either way, what was known about the server's time may be wrong.
 */
export class ClockWatch {
  readonly #clock: Pick<Clock, 'now' | 'wall' | 'after'>;
  readonly #onParted: () => void;
  /** Wall clock minus monotonic clock. */
  #differenceMs: number;
  #cancel: () => void = () => {};

  constructor(clock: Pick<Clock, 'now' | 'wall' | 'after'>, onParted: () => void) {
    this.#clock = clock;
    this.#onParted = onParted;
    this.#differenceMs = clock.wall() - clock.now();
  }

  /** Checks at intervals, until `stop`. */
  start(): void {
    this.stop();
    this.check();
    this.#cancel = this.#clock.after(intervalMs, () => this.start());
  }

  /** Checks now: after a sleep, what woke the page up may come before the timer. */
  check(): void {
    const differenceMs = this.#clock.wall() - this.#clock.now();
    if (Math.abs(differenceMs - this.#differenceMs) <= toleranceMs) return;
    this.#differenceMs = differenceMs;
    this.#onParted();
  }

  stop(): void {
    this.#cancel();
  }
}
