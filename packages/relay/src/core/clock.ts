/** Where the relay reads time. Tests bring their own. */
export interface Clock {
  /** Milliseconds that only go forward: lifetimes must not jump with the wall clock. */
  readonly nowMs: () => number;
  /** Seconds since 1970: what the expiry in a user name is compared with. */
  readonly unixSeconds: () => number;
}

/** The machine's own clocks. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  unixSeconds: () => Math.floor(Date.now() / 1000),
};
