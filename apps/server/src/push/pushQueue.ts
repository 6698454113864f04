import type { DeviceId } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { Delivery } from './pushDelivery.ts';
import { topicOf, type PushMessage } from './pushMessage.ts';

export interface PushQueueDeps {
  /** Encrypts a message and delivers it, in one attempt. */
  readonly send: (message: PushMessage) => Promise<Delivery>;
  /** Called when a subscription has ended. */
  readonly onGone: (id: DeviceId) => void;
  readonly log: Log;
  readonly now: () => number;
  /** Calls back once, after a delay; returns a function that cancels. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** Messages that wait or are being sent; more are dropped. Normal use has a handful. */
const maxMessages = 2_000;
/** Messages that are being sent at once, to all push services and to one, so that a slow one does not delay others. */
const maxConcurrent = 256;
const maxConcurrentPerService = 32;
/** The delays before a second, third and fourth attempt. */
const retryDelaysMs = [1_000, 4_000, 15_000] as const;
/** Minimum interval between log lines about push services. */
const logIntervalMs = 10 * 60 * 1000;

interface QueuedMessage {
  readonly message: PushMessage;
  /** The subscription and the topic; a newer message with the same key replaces this one. */
  readonly key: string;
  readonly service: string;
  readonly failedAttempts: number;
}

/**
 * Sends push messages in the background, with retries. A newer message about the same subject replaces an older one that
 * still waits. Nothing survives a restart, because the history shows what a browser missed.
 *
 * ```
 *   post ──> waiting ──> sending ──> accepted, gone or refused
 *               ^           └──> retrying (later, unreachable), until it expires or has no attempt left
 *               └───────────────────┘
 * ```
 */
export class PushQueue {
  readonly #deps: PushQueueDeps;
  /** In the order in which they were posted. */
  readonly #waiting = new Map<string, QueuedMessage>();
  readonly #sendingPerService = new Map<string, number>();
  /** Messages with the same key are sent one after the other, because an older one that came last would win. */
  readonly #sendingKeys = new Set<string>();
  /** Functions that cancel the retry of a key. */
  readonly #retries = new Map<string, () => void>();
  #sendingCount = 0;
  #nextLogAt = 0;
  #state: 'open' | 'stopped' = 'open';

  constructor(deps: PushQueueDeps) {
    this.#deps = deps;
  }

  /** Adds a message, which is sent as soon as the limits allow it. */
  post(message: PushMessage): void {
    if (this.#state === 'stopped') return;
    const key = `${message.to.id} ${topicOf(message)}`;
    this.#cancelRetry(key);
    const isNew = !this.#waiting.has(key);
    if (isNew && this.#waiting.size + this.#retries.size + this.#sendingCount >= maxMessages) {
      this.#warn('the push queue is full');
      return;
    }
    this.#waiting.set(key, { message, key, service: new URL(message.to.endpoint).host, failedAttempts: 0 });
    this.#sendWaiting();
  }

  /** Drops what waits. What is being sent ends by itself. */
  stop(): void {
    this.#state = 'stopped';
    for (const key of this.#retries.keys()) this.#cancelRetry(key);
    this.#waiting.clear();
  }

  #cancelRetry(key: string): void {
    this.#retries.get(key)?.();
    this.#retries.delete(key);
  }

  #sendWaiting(): void {
    for (const [key, queued] of this.#waiting) {
      if (this.#sendingCount >= maxConcurrent) return;
      const toService = this.#sendingPerService.get(queued.service) ?? 0;
      if (toService >= maxConcurrentPerService || this.#sendingKeys.has(key)) continue;
      this.#waiting.delete(key);
      void this.#send(queued);
    }
  }

  async #send(queued: QueuedMessage): Promise<void> {
    const { message, key, service } = queued;
    if (message.expiresAt <= this.#deps.now()) return;
    this.#countSending(service, 1);
    this.#sendingKeys.add(key);
    const delivery = await this.#deliver(message);
    this.#sendingKeys.delete(key);
    this.#countSending(service, -1);
    this.#onDelivery(queued, delivery);
    this.#sendWaiting();
  }

  /** Encryption throws for keys that look valid but are no point on the curve: such a subscription can never work. */
  async #deliver(message: PushMessage): Promise<Delivery> {
    try {
      return await this.#deps.send(message);
    } catch {
      return { kind: 'gone' };
    }
  }

  #countSending(service: string, change: 1 | -1): void {
    this.#sendingCount += change;
    const count = (this.#sendingPerService.get(service) ?? 0) + change;
    if (count === 0) this.#sendingPerService.delete(service);
    else this.#sendingPerService.set(service, count);
  }

  #onDelivery(queued: QueuedMessage, delivery: Delivery): void {
    switch (delivery.kind) {
      case 'accepted':
        break;
      case 'gone':
        this.#deps.onGone(queued.message.to.id);
        break;
      case 'refused':
        this.#warn('a push service refuses messages', { status: delivery.status });
        break;
      case 'unreachable':
        this.#warn('a push service cannot be reached', { code: delivery.code });
        this.#retry(queued, 0);
        break;
      case 'later':
        this.#retry(queued, delivery.retryAfterMs ?? 0);
    }
  }

  /** Retries a message, unless it would expire first, or a newer one with its key waits already. */
  #retry(queued: QueuedMessage, minDelayMs: number): void {
    const { message, key, failedAttempts } = queued;
    const retryDelayMs = retryDelaysMs[failedAttempts];
    if (retryDelayMs === undefined || this.#state === 'stopped') return;
    const delayMs = Math.max(retryDelayMs, minDelayMs);
    if (this.#deps.now() + delayMs >= message.expiresAt) return;
    if (this.#waiting.has(key) || this.#retries.has(key)) return;
    const retry = (): void => {
      this.#retries.delete(key);
      this.#waiting.set(key, { ...queued, failedAttempts: failedAttempts + 1 });
      this.#sendWaiting();
    };
    this.#retries.set(key, this.#deps.after(delayMs, retry));
  }

  /** Logs without endpoints, which identify browsers. */
  #warn(message: string, details: { status?: number; code?: string } = {}): void {
    const now = this.#deps.now();
    if (now < this.#nextLogAt) return;
    this.#nextLogAt = now + logIntervalMs;
    this.#deps.log.warn(details, message);
  }
}
