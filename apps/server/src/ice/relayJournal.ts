import type { RelayEvent } from '@ringback/relay';
import type { Log } from '../log.ts';

const reportMs = 60_000;

/** With these each client learns the realm, and now and then a new nonce (RFC 8489, section 9.2): nothing went wrong. */
const courtesies: ReadonlySet<number> = new Set([401, 438]);

/** Writes into the log what the relay does: a line for each minute in which something happened, with counts alone. */
export class RelayJournal {
  readonly #log: Log;
  #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => this.#report(), reportMs);
  }

  readonly note = (event: RelayEvent): void => {
    if (event.type === 'refused' && courtesies.has(event.code)) return;
    const what = event.type === 'refused' ? `refused${event.code}` : event.type;
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  };

  stop(): void {
    clearInterval(this.#timer);
    this.#report();
  }

  #report(): void {
    if (this.#counts.size > 0) this.#log.info(Object.fromEntries(this.#counts), 'relay');
    this.#counts = new Map();
  }
}
