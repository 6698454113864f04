/** A clock that stands still until it is advanced. */
export interface FakeClock {
  readonly now: () => number;
  /** The wall clock: `now`, unless it was set. */
  readonly wall: () => number;
  /** Sets the wall clock ahead of `now` by so many ms, or back. */
  readonly setWall: (aheadMs: number) => void;
  readonly after: (delayMs: number, callback: () => void) => () => void;
  /** Lets time pass, and runs the callbacks that become due, in order. */
  readonly advance: (byMs: number) => void;
  /** Number of pending callbacks. */
  readonly waiting: () => number;
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

export function createFakeClock(startMs = 1_000_000): FakeClock {
  let now = startMs;
  let aheadMs = 0;
  let timers: readonly Timer[] = [];
  const dueBy = (end: number): Timer | undefined =>
    timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  const remove = (timer: Timer): void => {
    timers = timers.filter((other) => other !== timer);
  };
  return {
    now: () => now,
    wall: () => now + aheadMs,
    setWall: (byMs) => {
      aheadMs = byMs;
    },
    waiting: () => timers.length,
    after: (delayMs, callback) => {
      const timer = { at: now + delayMs, callback };
      timers = [...timers, timer];
      return () => remove(timer);
    },
    advance: (byMs) => {
      const end = now + byMs;
      for (let timer = dueBy(end); timer !== undefined; timer = dueBy(end)) {
        remove(timer);
        now = Math.max(now, timer.at);
        timer.callback();
      }
      now = end;
    },
  };
}

/** The machine's own clocks, for tests against a real server. */
export const realClock = {
  now: () => Math.round(performance.timeOrigin + performance.now()),
  wall: () => Date.now(),
  after: (delayMs: number, callback: () => void): (() => void) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
} as const;
