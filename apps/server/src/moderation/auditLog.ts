import { createHmac } from 'node:crypto';
import type { AuditKind, UserId } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import { PeriodicStore } from '../platform/periodicStore.ts';
import { newToken } from '../platform/secrets.ts';
import type { Storage } from '../storage/storage.ts';
import type { AuditOperations, AuditRow, StoredAuditRow } from './auditLogSql.ts';

/** Something that the host may want to know of later. */
export interface AuditEvent {
  readonly kind: AuditKind;
  readonly userId?: UserId | undefined;
  /** As of `rateLimitAddress`. It is stored as a hash only. */
  readonly addressKey?: string | undefined;
}

export interface AuditLogDeps {
  readonly storage: Storage<AuditOperations>;
  readonly auditDays: number;
  readonly log: Log;
  readonly now: () => number;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** Events wait for each other, so that a flood of them costs one write a second. */
const flushMs = 1_000;
/** Events of different users and addresses that wait; beyond that only their kinds are counted. */
const maxWaiting = 1_000;
/** About 100 bytes each. */
const maxRows = 100_000;
/** Days for which equal addresses can still be told to be equal. */
const keptKeys = 3;

/** What an attacker can repeat at will is counted by the hour. */
const countedKinds: ReadonlySet<AuditKind> = new Set<AuditKind>([
  'nameTaken',
  'wrongCredential',
  'suspendedRefused',
  'tooManySignIns',
  'tooManyRequests',
  'adminRefused',
]);

interface Waiting extends AuditEvent {
  readonly key: string | undefined;
  at: number;
  count: number;
}

/** Keeps what happened to accounts, for the host: no names, and no addresses in the clear. */
export class AuditLog {
  readonly #deps: AuditLogDeps;
  readonly #counted = new Map<string, Waiting>();
  #single: Waiting[] = [];
  #keyOfDay: { readonly day: number; readonly key: string } | undefined;
  readonly #periodic: PeriodicStore;

  constructor(deps: AuditLogDeps) {
    this.#deps = deps;
    this.#periodic = new PeriodicStore({
      everyMs: flushMs,
      store: () => this.#store(),
      purge: () => this.#purge(),
      onError: (err) => this.#failed(err),
    });
  }

  start(): Promise<void> {
    return this.#periodic.start();
  }

  /** Stores what waits. */
  stop(): Promise<void> {
    return this.#periodic.stop();
  }

  /** Never waits and never fails: the request that it is about goes on. */
  record(event: AuditEvent): void {
    const at = this.#deps.now();
    if (!countedKinds.has(event.kind) && this.#single.length < maxWaiting) {
      this.#single.push({ ...event, key: undefined, at, count: 1 });
      return;
    }
    const { kind, userId, addressKey } = event;
    const hour = Math.floor(at / hourMs);
    const key = `${kind} ${hour} ${userId ?? ''} ${addressKey ?? ''}`;
    const isKnown = this.#counted.has(key) || this.#counted.size < maxWaiting;
    this.#count(isKnown ? key : `${kind} ${hour}`, isKnown ? event : { kind }, at);
  }

  #count(key: string, event: AuditEvent, at: number): void {
    const known = this.#counted.get(key);
    if (known === undefined) this.#counted.set(key, { ...event, key, at, count: 1 });
    else {
      known.at = at;
      known.count += 1;
    }
  }

  /** Stores what waits, one batch after another. */
  flush(): Promise<void> {
    return this.#periodic.flush();
  }

  async #store(): Promise<void> {
    const waiting = [...this.#single, ...this.#counted.values()].toSorted((a, b) => a.at - b.at);
    this.#single = [];
    this.#counted.clear();
    const rows: AuditRow[] = [];
    for (const event of waiting) rows.push(await this.#rowOf(event));
    if (rows.length > 0) await this.#deps.storage.run('audit:add', rows);
  }

  async #rowOf({ kind, userId, addressKey, key, at, count }: Waiting): Promise<AuditRow> {
    const addressHash = addressKey === undefined ? null : await this.#hash(addressKey, at);
    const hour = Math.floor(at / hourMs);
    const bucket = key === undefined ? null : `${kind} ${hour} ${userId ?? ''} ${addressHash ?? ''}`;
    return { at, kind, userId: userId ?? null, addressHash, count, bucket };
  }

  async #hash(addressKey: string, at: number): Promise<string> {
    const key = await this.#keyOf(Math.floor(at / dayMs));
    return createHmac('sha256', key).update(addressKey).digest('base64url').slice(0, 12);
  }

  async #keyOf(day: number): Promise<string> {
    if (this.#keyOfDay?.day === day) return this.#keyOfDay.key;
    const keepFrom = day - keptKeys;
    const key = await this.#deps.storage.run('audit:key', { day, fresh: newToken(), keepFrom });
    this.#keyOfDay = { day, key };
    return key;
  }

  /** The latest first. `before`: the id of the last one of the page before. */
  async page(query: {
    readonly days: number;
    readonly before: number | undefined;
    readonly userId: UserId | undefined;
    readonly limit: number;
  }): Promise<StoredAuditRow[]> {
    await this.flush();
    const { days, ...rest } = query;
    return this.#deps.storage.run('audit:page', { since: this.#deps.now() - days * dayMs, ...rest });
  }

  #purge(): Promise<void> {
    const before = this.#deps.now() - this.#deps.auditDays * dayMs;
    return this.#deps.storage.run('audit:purge', { before, atMost: maxRows });
  }

  #failed(err: unknown): void {
    this.#deps.log.error({ err }, 'audit log failed');
  }
}
