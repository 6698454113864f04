import type { DeviceId, UserId } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { Delivery } from './pushDelivery.ts';
import { topicOf, type PushMessage } from './pushMessage.ts';
import { add, PushRoom, type WaitingPush } from './pushRoom.ts';
import { PushServices, type PushHost } from './pushServices.ts';

export interface PushQueueDeps {
  /** Encrypts a message and delivers it, in one attempt that takes at most this long. */
  readonly send: (message: PushMessage, timeoutMs: number) => Promise<Delivery>;
  /** Called after each attempt. */
  readonly onAttempt?: (outcome: Delivery['kind']) => void;
  /** Called when a subscription has ended. */
  readonly onGone: (id: DeviceId) => void;
  readonly log: Log;
  readonly now: () => number;
  /** Calls back once, after a delay; returns a function that cancels. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** Messages that are being sent at once. The last ones are for ringing calls, which cannot wait. */
const maxConcurrent = { ringing: 256, other: 192 } as const;
/** The same for one user, who has at most ten browsers. */
const maxConcurrentPerUser = 10;
/** How long a message waits for its turn. With a tab open people see it anyway, and others in the history. */
const maxWaitMs = 2 * 60_000;
/** The delays before a second, third and fourth attempt. */
const retryDelaysMs = [1_000, 4_000, 15_000] as const;
/** Minimum interval between log lines about push services. */
const logIntervalMs = 10 * 60 * 1000;

interface QueuedMessage extends WaitingPush {
  /** The subscription and the topic; a newer message with the same key replaces this one. */
  readonly key: string;
  readonly host: PushHost;
  readonly message: PushMessage;
  readonly failedAttempts: number;
  /** When it has waited for too long, or is of no use any more. */
  readonly dropAt: number;
}

/** A message that was not delivered, and waits for another attempt. */
interface PendingRetry {
  readonly queued: QueuedMessage;
  readonly cancel: () => void;
}

/**
 * Sends push messages in the background, with retries. Ringing calls go first, then the users with the fewest messages
 * being sent. A newer message about the same subject replaces an older one that still waits. Nothing survives a restart,
 * because the history shows what a browser missed.
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
  readonly #services = new PushServices();
  /** What waits, for its turn or for a retry. */
  readonly #room = new PushRoom<QueuedMessage>();
  readonly #sendingPerUser = new Map<UserId, number>();
  /** Messages with the same key are sent one after the other, because an older one that came last would win. */
  readonly #sendingKeys = new Set<string>();
  /** By key. */
  readonly #retries = new Map<string, PendingRetry>();
  #sendingCount = 0;
  #nextLogAt = 0;
  #state: 'open' | 'stopped' = 'open';

  constructor(deps: PushQueueDeps) {
    this.#deps = deps;
  }

  /** Adds a message, which is sent as soon as the limits allow it. */
  post(message: PushMessage): void {
    if (this.#state === 'stopped') return;
    const queued = this.#queued(message);
    this.#cancelRetry(queued.key);
    this.#unqueue(this.#waiting.get(queued.key));
    if (!this.#makeRoom(queued)) return;
    this.#enqueue(queued);
  }

  #queued(message: PushMessage): QueuedMessage {
    const host = this.#services.hostOf(message.to.endpoint);
    return {
      message,
      key: `${message.to.id} ${topicOf(message)}`,
      host,
      owner: host.owner.name,
      userId: message.to.userId,
      lane: message.urgency === 'high' ? 'ringing' : 'other',
      failedAttempts: 0,
      dropAt: Math.min(message.expiresAt, this.#deps.now() + maxWaitMs),
    };
  }

  #makeRoom(queued: QueuedMessage): boolean {
    const placement = this.#room.placeFor(queued, this.#sendingCount);
    if (placement.kind === 'free') return true;
    this.#warn('the push queue is full');
    if (placement.kind === 'full') return false;
    this.#unqueue(placement.item);
    this.#cancelRetry(placement.item.key);
    return true;
  }

  /** Sends a message at once, where the limits allow that, or lets it wait. Nothing else can start because of it. */
  #enqueue(queued: QueuedMessage): void {
    if (queued.dropAt <= this.#deps.now()) return;
    if (this.#mayStart(queued)) {
      void this.#send(queued);
      return;
    }
    this.#waiting.set(queued.key, queued);
    this.#room.add(queued);
  }

  #unqueue(queued: QueuedMessage | undefined): void {
    if (queued === undefined || this.#waiting.get(queued.key) !== queued) return;
    this.#waiting.delete(queued.key);
    this.#room.remove(queued);
  }

  /** Drops what waits. What is being sent ends by itself. */
  stop(): void {
    this.#state = 'stopped';
    for (const key of this.#retries.keys()) this.#cancelRetry(key);
    this.#waiting.clear();
    this.#room.clear();
  }

  #cancelRetry(key: string): void {
    const retry = this.#retries.get(key);
    if (retry === undefined) return;
    retry.cancel();
    this.#retries.delete(key);
    this.#room.remove(retry.queued);
  }

  #sendWaiting(): void {
    for (const lane of ['ringing', 'other'] as const) {
      for (let next = this.#next(lane); next !== undefined; next = this.#next(lane)) {
        this.#unqueue(next);
        void this.#send(next);
      }
    }
  }

  /** The oldest message of a lane that may be sent now, among those of the users with the fewest being sent. */
  #next(lane: WaitingPush['lane']): QueuedMessage | undefined {
    if (this.#sendingCount >= maxConcurrent[lane]) return undefined;
    let best: QueuedMessage | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    const now = this.#deps.now();
    for (const queued of this.#waiting.values()) {
      if (queued.dropAt <= now) {
        this.#unqueue(queued);
        continue;
      }
      if (queued.lane !== lane || !this.#mayStart(queued)) continue;
      const ofUser = this.#sendingPerUser.get(queued.userId) ?? 0;
      if (ofUser >= fewest) continue;
      best = queued;
      fewest = ofUser;
      if (fewest === 0) break;
    }
    return best;
  }

  #mayStart({ lane, userId, key, host }: QueuedMessage): boolean {
    return (
      this.#sendingCount < maxConcurrent[lane] &&
      (this.#sendingPerUser.get(userId) ?? 0) < maxConcurrentPerUser &&
      !this.#sendingKeys.has(key) &&
      this.#services.mayStart(host, lane)
    );
  }

  async #send(queued: QueuedMessage): Promise<void> {
    const { message, key, host, userId } = queued;
    const startedAt = this.#deps.now();
    const endOfSending = this.#services.start(host);
    this.#countSending(userId, 1);
    this.#sendingKeys.add(key);
    const delivery = await this.#deliver(message, this.#services.timeoutMs(host));
    this.#sendingKeys.delete(key);
    this.#countSending(userId, -1);
    endOfSending(delivery, this.#deps.now() - startedAt);
    this.#onDelivery(queued, delivery);
    this.#sendWaiting();
  }

  /** Encryption throws for keys that look valid but are no point on the curve: such a subscription can never work. */
  async #deliver(message: PushMessage, timeoutMs: number): Promise<Delivery> {
    try {
      return await this.#deps.send(message, timeoutMs);
    } catch {
      return { kind: 'gone' };
    }
  }

  #countSending(userId: UserId, change: 1 | -1): void {
    this.#sendingCount += change;
    add(this.#sendingPerUser, userId, change);
  }

  #onDelivery(queued: QueuedMessage, delivery: Delivery): void {
    this.#deps.onAttempt?.(delivery.kind);
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
    const dropAt = Math.min(message.expiresAt, this.#deps.now() + delayMs + maxWaitMs);
    const again = { ...queued, failedAttempts: failedAttempts + 1, dropAt };
    const retry = (): void => {
      this.#cancelRetry(key);
      this.#enqueue(again);
    };
    this.#retries.set(key, { queued: again, cancel: this.#deps.after(delayMs, retry) });
    this.#room.add(again);
  }

  /** Logs without endpoints, which identify browsers. */
  #warn(message: string, details: { status?: number; code?: string } = {}): void {
    const now = this.#deps.now();
    if (now < this.#nextLogAt) return;
    this.#nextLogAt = now + logIntervalMs;
    this.#deps.log.warn(details, message);
  }
}
