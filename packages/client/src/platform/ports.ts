import type { DeviceKind } from '@ringback/protocol';

/** The engine's dependencies on its machine, apart from media. */
export interface PlatformPorts {
  /** The server's address without a slash at the end, e.g. `https://calls.example`. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: Random;
  /** Lives as long as the tab and survives its reload; a duplicated tab starts with a copy. */
  readonly tabStorage: KeyValueStorage;
  /** Shared by all tabs of a browser profile, and outlives them. */
  readonly profileStorage: ProfileStorage;
  readonly locks: Locks;
  readonly reconnectSignals: ReconnectSignals;
  /** Absent outside of browsers. */
  readonly deviceKind?: DeviceKind;
  /** Set where the browser cannot make calls: it then places none, and none rings. */
  readonly cannotCall?: true;
}

/** The dependencies of HTTP requests to the server. */
export type HttpPorts = Pick<PlatformPorts, 'fetch' | 'baseUrl'>;

/** This machine's clocks. */
export interface Clock {
  /**
   * Milliseconds since 1970 on a monotonic clock: the wall clock chose where it started, and does not change it any more.
   * It may stand still while the machine sleeps.
   */
  readonly now: () => number;
  /** Milliseconds since 1970 on the wall clock, which may be set at any time. Nothing is measured with it. */
  readonly wall: () => number;
  /** Calls back once after a delay in ms; returns a function that cancels it. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** Source of randomness. */
export interface Random {
  readonly uuid: () => string;
  /** 32 random bytes in base64url. */
  readonly secret: () => string;
  /** From 0 up to but not including 1. */
  readonly fraction: () => number;
}

/** Text by key, like the Web Storage API. */
export interface KeyValueStorage {
  readonly get: (key: string) => string | null;
  readonly set: (key: string, value: string) => void;
  readonly remove: (key: string) => void;
}

/** Storage that all tabs of a browser profile share. */
export interface ProfileStorage extends KeyValueStorage {
  /** Reports keys that another tab has changed; returns a function that stops the reports. */
  readonly listen: (onChange: (key: string) => void) => () => void;
}

/** Locks among the tabs of a browser profile. */
export interface Locks {
  /** Takes a lock and returns its release; undefined if another tab holds it. */
  readonly take: (name: string) => Promise<(() => void) | undefined>;
  /** How many locks whose names begin this way are held, by this tab and others; 0 where that is unknown. */
  readonly countHeld: (prefix: string) => Promise<number>;
}

/** Events after which reconnecting at once makes sense: the network is back, or the tab visible again. */
export interface ReconnectSignals {
  /** Returns a function that stops listening. */
  readonly listen: (onSignal: () => void) => () => void;
}
