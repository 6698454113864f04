import type { CallId } from '@ringback/protocol';
import type { QualityLook } from '@ringback/rtc';

/** Ten minutes of looks, one a second: as much as a chart shows. */
const maxLooks = 600;

/** A call and the one on hold. */
const maxCalls = 2;

/** The latest looks at the quality of this device's calls, for charts. Nothing is decided by them. */
export class QualityLog {
  readonly #looks = new Map<CallId, readonly QualityLook[]>();
  readonly #listeners = new Set<() => void>();

  add(callId: CallId, look: QualityLook): void {
    const looks = [...this.looks(callId), look].slice(-maxLooks);
    this.#looks.delete(callId);
    this.#looks.set(callId, looks);
    for (const older of [...this.#looks.keys()].slice(0, -maxCalls)) this.#looks.delete(older);
    for (const listener of this.#listeners) listener();
  }

  /** Oldest first; empty for a call that is not known. */
  looks(callId: CallId): readonly QualityLook[] {
    return this.#looks.get(callId) ?? [];
  }

  /** Calls the listener after each look, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
