import {
  deadlineNames,
  type Call,
  type ConnectionStatus,
  type DeadlineName,
  type Deadlines,
} from './call.ts';

/** How long each thing may take, in ms. The server reads overrides from its environment. */
export interface Timeouts {
  /** From `place` to an answer. */
  readonly ringMs: number;
  /** From accept to the first media. */
  readonly connectMs: number;
  /** For the caller's device to come back before an answer; then the call counts as canceled. */
  readonly callerGoneMs: number;
  /** For a page that went away during a call to come back. */
  readonly rejoinMs: number;
  /** For a device that fell silent, or whose link is down, to recover. */
  readonly reconnectMs: number;
  /** For at least one of two devices to come back that both left the server while receiving media. */
  readonly abandonedMs: number;
}

/**
 * Ring: long enough to find a phone in a pocket, shorter than voicemail usually takes.
 * Reconnect: two ping timeouts (10 s) and the 15 s after which Chromium gives up an ICE check list, rounded up.
 * Abandoned: two peers may keep talking while the server is cut off; after ten minutes both are more likely gone.
 */
export const defaultTimeouts: Timeouts = {
  ringMs: 45_000,
  connectMs: 20_000,
  callerGoneMs: 8_000,
  rejoinMs: 12_000,
  reconnectMs: 30_000,
  abandonedMs: 600_000,
};

/** A deadline and its server time in ms. */
interface Due {
  readonly name: DeadlineName;
  readonly at: number;
}

/** The call's earliest deadline; undefined if it has none. */
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

/** How long a device in a call may be away, by how its connection ended. */
export function absenceMs(status: Exclude<ConnectionStatus, 'attached'>, timeouts: Timeouts): number {
  return status === 'closed' ? timeouts.rejoinMs : timeouts.reconnectMs;
}
