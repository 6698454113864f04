import { readFileSync } from 'node:fs';
import type { Log } from './log.ts';

/** The clocks of the machine; tests replace them. */
export interface MachineClock {
  /** Milliseconds since 1970. The system may set this clock at any time, forward or back. */
  readonly wall: () => number;
  /** Milliseconds since the machine booted. They only grow, also across restarts of this process. */
  readonly uptime: () => number;
  /** Identifies the boot from which `uptime` counts; undefined where the system does not say. */
  readonly bootId: string | undefined;
}

/** The difference between server time and `uptime` in one boot of the machine. */
export interface ClockAnchor {
  readonly bootId: string;
  readonly offsetMs: number;
}

/** What storage knows about the server time of earlier processes. */
export interface ClockRecord {
  readonly anchor: ClockAnchor | undefined;
  /** When the latest call was placed or the latest message sent; 0 without any. */
  readonly newestMs: number;
  /** Whether an earlier process left a call that has not ended. */
  readonly isCallLive: boolean;
}

/**
 * The server time: milliseconds since 1970 that never go back, nor jump while this process runs. Deadlines, durations and
 * the order of calls depend on it. The wall clock only chooses where it starts.
 */
export class ServerClock {
  readonly #machine: MachineClock;
  /** Server time minus `uptime`. */
  readonly #offsetMs: number;

  constructor(machine: MachineClock, offsetMs: number) {
    this.#machine = machine;
    this.#offsetMs = offsetMs;
  }

  readonly now = (): number => Math.floor(this.#machine.uptime() + this.#offsetMs);

  /** How far the wall clock is ahead of server time, in ms: more than a moment only after the wall clock was set. */
  readonly wallAheadMs = (): number => this.#machine.wall() - this.now();
}

/**
 * Chooses where server time starts. It goes on where it was while a call is live, because the call has deadlines and times
 * on it; that takes the same boot. Otherwise it starts at the wall clock, but after everything that is stored, so that
 * what is newest stays on top.
 */
export function chooseOffset(
  machine: MachineClock,
  { anchor, newestMs, isCallLive }: ClockRecord,
): ClockAnchor['offsetMs'] {
  const isSameBoot = anchor !== undefined && anchor.bootId === machine.bootId;
  if (isCallLive && isSameBoot) return anchor.offsetMs;
  return Math.max(machine.wall(), newestMs + 1) - machine.uptime();
}

/** Where server time is kept over restarts. */
export interface ClockStore {
  readonly read: () => Promise<ClockRecord>;
  readonly anchor: (anchor: ClockAnchor) => Promise<void>;
}

/** Continues the server time of an earlier process where a live call needs that. */
export async function openServerClock(machine: MachineClock, store: ClockStore): Promise<ServerClock> {
  const offsetMs = chooseOffset(machine, await store.read());
  const { bootId } = machine;
  if (bootId !== undefined) await store.anchor({ bootId, offsetMs });
  return new ServerClock(machine, offsetMs);
}

/** Less is the ordinary correction of a clock that drifts. */
const partedMs = 60_000;

/** Warns once each time the wall clock parts from server time; returns a function that stops it. */
export function watchWallClock({ wallAheadMs }: ServerClock, log: Log): () => void {
  let hasParted = false;
  const check = (): void => {
    const aheadMs = wallAheadMs();
    const isParted = Math.abs(aheadMs) > partedMs;
    if (isParted && !hasParted) log.warn({ aheadMs }, partedWarning);
    hasParted = isParted;
  };
  check();
  const timer = setInterval(check, partedMs);
  timer.unref();
  return () => clearInterval(timer);
}

const partedWarning =
  "The system's clock was set. Calls are not affected, but the times shown differ from it until the next restart.";

/** The clocks of the system. `performance.now()` alone counts from the start of the process. */
export function systemMachineClock(): MachineClock {
  const startedMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();
  return {
    wall: () => Date.now(),
    uptime: () => startedMs + performance.now(),
    bootId: readBootId(),
  };
}

function readBootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return undefined;
  }
}
