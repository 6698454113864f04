import {
  deadlineNames,
  type Call,
  type DeadlineName,
  type Deadlines,
  type ConnectionStatus,
} from './call.ts';

/** How long each thing may take, in ms. The server reads overrides from its environment. */
export interface Timeouts {
  /** From `place` until nobody has answered. */
  readonly ringMs: number;
  /** From accept until media has come up. */
  readonly connectMs: number;
  /** From the caller's device vanishing, before an answer, until the call counts as canceled. */
  readonly callerGoneMs: number;
  /** For a page that went away in a call to come back. */
  readonly rejoinMs: number;
  /** For a device that fell silent, or whose link is down, to recover. */
  readonly reconnectMs: number;
  /** For two devices that both left the server, each last heard to be receiving media, to come back. */
  readonly abandonedMs: number;
}

/**
 * Ring: long enough for a pocket, shorter than voice mail usually takes.
 * Reconnect: two ping timeouts (10 s) and the 15 s after which Chromium gives up an ICE check list, rounded up.
 * Abandoned: two peers may well talk on while the server is cut off; ten minutes later both are rather gone.
 */
export const defaultTimeouts: Timeouts = {
  ringMs: 45_000,
  connectMs: 20_000,
  callerGoneMs: 8_000,
  rejoinMs: 12_000,
  reconnectMs: 30_000,
  abandonedMs: 600_000,
};

/** The next thing to fall due. */
export interface Due {
  readonly name: DeadlineName;
  readonly at: number;
}

/** Says which deadline of a call falls due first; undefined for a call that waits for nothing. */
export function nextDue(call: Call): Due | undefined {
  if (call.phase === 'ended') return undefined;
  let first: Due | undefined;
  for (const name of deadlineNames) {
    const at = call.deadlines[name];
    if (at !== undefined && (first === undefined || at < first.at)) first = { name, at };
  }
  return first;
}

/** Returns the deadlines without the named ones. */
export function without(deadlines: Deadlines, ...names: readonly DeadlineName[]): Deadlines {
  return Object.fromEntries(
    deadlineNames.flatMap((name) => {
      const at = deadlines[name];
      return at === undefined || names.includes(name) ? [] : [[name, at]];
    }),
  );
}

/** How long a device in a call may be away, by how it left. */
export function absenceMs(connection: Exclude<ConnectionStatus, 'attached'>, timeouts: Timeouts): number {
  return connection === 'closed' ? timeouts.rejoinMs : timeouts.reconnectMs;
}
