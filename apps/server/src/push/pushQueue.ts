import type { DeviceId } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { Delivery } from './pushDelivery.ts';
import { topicOf, type PushMessage } from './pushMessage.ts';

/** What the outbox works with. */
export interface PushQueueDeps {
  /** Seals a letter and hands it over, in one attempt. */
  readonly send: (message: PushMessage) => Promise<Delivery>;
  /** A browser can be woken up no more. */
  readonly onGone: (id: DeviceId) => void;
  readonly log: Log;
  readonly now: () => number;
  /** Calls back once, after so many ms; returns what takes that back. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** Letters that wait or are under way; the next ones are dropped. An honest server has a handful. */
const most = 2_000;
/** At once to all push services, and to one of them, so that a slow one holds up none of the others. */
const mostAtOnce = 256;
const mostAtOnceToOne = 32;
/** The first attempt, and one more after each of these. */
const retriesMs = [1_000, 4_000, 15_000] as const;
/** How often, in ms, a push service that cannot be reached is worth a line in the log. */
const logEveryMs = 10 * 60 * 1000;

interface Waiting {
  readonly message: PushMessage;
  readonly key: string;
  readonly service: string;
  attempts: number;
}

/**
 * Hands wake-ups over to push services, beside the server's work: whoever posts one never waits. A newer letter takes
 * the place of an older one about the same that still waits. Nothing is kept over a restart: what was missed is told by
 * the history then.
 */
export class PushQueue {
  readonly #deps: PushQueueDeps;
  /** In the order of posting; by browser and topic. */
  readonly #line = new Map<string, Waiting>();
  readonly #underWay = new Map<string, number>();
  /** Letters about the same go one after the other: an older one that came last would take the newer one's place. */
  readonly #inHand = new Set<string>();
  readonly #retries = new Map<string, () => void>();
  #sending = 0;
  #quietUntil = 0;
  #state: 'open' | 'stopped' = 'open';

  constructor(deps: PushQueueDeps) {
    this.#deps = deps;
  }

  /** Takes a letter; it goes as soon as there is room. */
  post(message: PushMessage): void {
    if (this.#state === 'stopped') return;
    const key = `${message.to.id} ${topicOf(message)}`;
    this.#cancelRetry(key);
    const isNew = !this.#line.has(key);
    if (isNew && this.#line.size + this.#retries.size + this.#sending >= most) {
      this.#logOnce('the push outbox is full');
      return;
    }
    this.#line.set(key, { message, key, service: new URL(message.to.endpoint).host, attempts: 0 });
    this.#next();
  }

  /** Forgets what waits. What is under way ends by itself. */
  stop(): void {
    this.#state = 'stopped';
    for (const key of this.#retries.keys()) this.#cancelRetry(key);
    this.#line.clear();
  }

  #cancelRetry(key: string): void {
    this.#retries.get(key)?.();
    this.#retries.delete(key);
  }

  #next(): void {
    for (const [key, waiting] of this.#line) {
      if (this.#sending >= mostAtOnce) return;
      const atService = this.#underWay.get(waiting.service) ?? 0;
      if (atService >= mostAtOnceToOne || this.#inHand.has(key)) continue;
      this.#line.delete(key);
      void this.#attempt(waiting);
    }
  }

  async #attempt(waiting: Waiting): Promise<void> {
    const { message, key, service } = waiting;
    if (message.expiresAt <= this.#deps.now()) return;
    this.#count(service, 1);
    this.#inHand.add(key);
    const delivery = await this.#send(message);
    this.#inHand.delete(key);
    this.#count(service, -1);
    this.#settle(waiting, delivery);
    this.#next();
  }

  /** Keys that look well and fit no curve are found out only when something is sealed with them. */
  async #send(message: PushMessage): Promise<Delivery> {
    try {
      return await this.#deps.send(message);
    } catch {
      return { kind: 'gone' };
    }
  }

  #count(service: string, change: 1 | -1): void {
    this.#sending += change;
    const left = (this.#underWay.get(service) ?? 0) + change;
    if (left === 0) this.#underWay.delete(service);
    else this.#underWay.set(service, left);
  }

  #settle(waiting: Waiting, delivery: Delivery): void {
    const { message } = waiting;
    switch (delivery.kind) {
      case 'taken':
        break;
      case 'gone':
        this.#deps.onGone(message.to.id);
        break;
      case 'refused':
        this.#logOnce('a push service refuses messages', { status: delivery.status });
        break;
      case 'unreachable':
        this.#logOnce('a push service cannot be reached', { code: delivery.code });
        this.#retry(waiting, 0);
        break;
      case 'later':
        this.#retry(waiting, delivery.retryAfterMs ?? 0);
    }
  }

  /** Unless it would come too late, or a newer letter about the same waits already. */
  #retry(waiting: Waiting, atLeastMs: number): void {
    const { message, key, attempts } = waiting;
    const pauseMs = retriesMs[attempts];
    if (pauseMs === undefined || this.#state === 'stopped') return;
    const delayMs = Math.max(pauseMs, atLeastMs);
    if (this.#deps.now() + delayMs >= message.expiresAt) return;
    if (this.#line.has(key) || this.#retries.has(key)) return;
    const again = (): void => {
      this.#retries.delete(key);
      this.#line.set(key, { ...waiting, attempts: attempts + 1 });
      this.#next();
    };
    this.#retries.set(key, this.#deps.after(delayMs, again));
  }

  /** Without addresses: they say who has which browser. */
  #logOnce(words: string, more: { status?: number; code?: string } = {}): void {
    const now = this.#deps.now();
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + logEveryMs;
    this.#deps.log.warn(more, words);
  }
}
