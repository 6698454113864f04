import type { RelayEvent } from '@ringback/relay';

const reportMs = 60_000;

/** With these each client learns the realm, and now and then a new nonce (RFC 8489, section 9.2): nothing went wrong. */
const courtesies: ReadonlySet<number> = new Set([401, 438]);

/** What happened at the relay, and how often. */
export type RelayCounts = Readonly<Record<string, number>>;

/** Counts what the relay does, and reports once for each minute in which something happened. */
export class RelayJournal {
  readonly #report: (counts: RelayCounts) => void;
  #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(report: (counts: RelayCounts) => void) {
    this.#report = report;
  }

  start(): void {
    this.#timer = setInterval(() => this.#close(), reportMs);
  }

  readonly note = (event: RelayEvent): void => {
    if (event.type === 'refused' && courtesies.has(event.code)) return;
    const what = event.type === 'refused' ? `refused${event.code}` : event.type;
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  };

  stop(): void {
    clearInterval(this.#timer);
    this.#close();
  }

  #close(): void {
    if (this.#counts.size > 0) this.#report(Object.fromEntries(this.#counts));
    this.#counts = new Map();
  }
}
