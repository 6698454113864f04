import type { DeviceKind } from '@ringback/protocol';

/** What the engine needs of the machine that it runs on, apart from media. */
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
}

/** What an HTTP request to the server needs. */
export type HttpPorts = Pick<PlatformPorts, 'fetch' | 'baseUrl'>;

/** The time of this machine. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back once, after so many ms. Returns what takes that back. */
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

/** Text by key, as browsers keep it. */
export interface KeyValueStorage {
  readonly get: (key: string) => string | null;
  readonly set: (key: string, value: string) => void;
  readonly remove: (key: string) => void;
}

/** What all tabs of a browser profile share. */
export interface ProfileStorage extends KeyValueStorage {
  /** Tells which key another tab has changed. Returns what stops the listening. */
  readonly listen: (onChange: (key: string) => void) => () => void;
}

/** Names that one tab at a time may hold. */
export interface Locks {
  /** Takes a name, and returns what gives it back; undefined if another tab holds it. */
  readonly take: (name: string) => Promise<(() => void) | undefined>;
}

/** Moments at which trying again at once is worthwhile: the network came back, or the tab is looked at again. */
export interface ReconnectSignals {
  /** Returns what stops the listening. */
  readonly listen: (onSignal: () => void) => () => void;
}
