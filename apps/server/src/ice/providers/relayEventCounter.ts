import type { RelayEvent } from '@ringback/relay';

const reportMs = 60_000;

/** A client's first request always gets 401, and an old nonce gets 438 (RFC 8489, section 9.2). Neither is a failure. */
const expectedCodes: ReadonlySet<number> = new Set([401, 438]);

/** How often each kind of event happened. */
export type RelayCounts = Readonly<Record<string, number>>;

/** Counts relay events and reports the counts once a minute, skipping minutes without events. */
export class RelayEventCounter {
  readonly #report: (counts: RelayCounts) => void;
  #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(report: (counts: RelayCounts) => void) {
    this.#report = report;
  }

  start(): void {
    this.#timer = setInterval(() => this.#flush(), reportMs);
  }

  readonly count = (event: RelayEvent): void => {
    if (event.type === 'refused' && expectedCodes.has(event.code)) return;
    const name = event.type === 'refused' ? `refused${event.code}` : event.type;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  };

  /** Stops the timer and reports what was counted since the last report. */
  stop(): void {
    clearInterval(this.#timer);
    this.#flush();
  }

  #flush(): void {
    if (this.#counts.size > 0) this.#report(Object.fromEntries(this.#counts));
    this.#counts = new Map();
  }
}
