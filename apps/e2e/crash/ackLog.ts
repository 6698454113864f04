import { entryStatuses, type CallId, type Entry, type WireCall } from '@ringback/protocol';

/** Acknowledged calls, compared with what the server says after a crash. */
export class AckLog {
  readonly violations: string[] = [];
  acknowledged = 0;
  readonly #highest = new Map<CallId, WireCall>();

  note(call: WireCall): void {
    this.acknowledged += 1;
    const known = this.#highest.get(call.id);
    if (known === undefined || call.version > known.version) this.#highest.set(call.id, call);
  }

  calls(): WireCall[] {
    return [...this.#highest.values()];
  }

  /**
   * Compares what the server says about a call now with what it had acknowledged; undefined if it does not know the
   * call.
   */
  compare(acknowledged: WireCall, now: WireCall | undefined): void {
    if (now === undefined) return this.#violation(acknowledged, 'is unknown after the crash');
    if (now.version < acknowledged.version)
      this.#violation(acknowledged, `went back to version ${now.version}`);
    if (acknowledged.end && now.end?.reason !== acknowledged.end.reason) {
      this.#violation(
        acknowledged,
        `had ended ${acknowledged.end.reason}, now ${now.end?.reason ?? now.phase}`,
      );
    }
    if (acknowledged.answeredBy !== undefined && now.answeredBy !== acknowledged.answeredBy) {
      this.#violation(acknowledged, 'was answered by another device');
    }
    this.#highest.set(now.id, now);
  }

  /** A call that still rings must not be overdue for longer than the server takes to notice. */
  expectNotOverdue(call: WireCall, now: number, marginMs: number): void {
    const isRinging = call.phase === 'calling' || call.phase === 'ringing';
    if (isRinging && now > call.ringDeadlineAt + marginMs) {
      this.#violation(call, `rings ${now - call.ringDeadlineAt} ms past its deadline`);
    }
  }

  /** Both histories have exactly one line for an ended call, and the two match. */
  expectEntries(call: WireCall, callers: readonly Entry[], callees: readonly Entry[]): void {
    if (call.end === undefined) return this.#violation(call, `is still ${call.phase}`);
    const status = entryStatuses[call.end.reason];
    if (callers.length !== 1 || callers[0]?.label !== status.caller.label) {
      this.#violation(call, `${call.end.reason}: the caller's history says ${labels(callers)}`);
    }
    if (callees.length !== 1 || callees[0]?.label !== status.callee.label) {
      this.#violation(call, `${call.end.reason}: the callee's history says ${labels(callees)}`);
    }
    if (callers[0]?.durationMs !== callees[0]?.durationMs) this.#violation(call, 'has two durations');
  }

  #violation(call: WireCall, what: string): void {
    this.violations.push(`call ${call.id} (acknowledged ${call.phase}, version ${call.version}) ${what}`);
  }
}

function labels(entries: readonly Entry[]): string {
  return entries.map(({ label }) => label).join(', ') || 'nothing';
}
