/** The relay's source of time, which tests replace. */
export interface Clock {
  /** Monotonic milliseconds, so that a change of the wall clock does not affect lifetimes. */
  readonly nowMs: () => number;
  /** Seconds since 1970, compared with the expiry in user names. */
  readonly unixSeconds: () => number;
}

/** The system's clocks. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  unixSeconds: () => Math.floor(Date.now() / 1000),
};
