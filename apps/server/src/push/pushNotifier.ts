import { Agent } from 'node:https';
import type { CallId, DeviceId, Message, ProfileId, UserId, WakeSubject } from '@ringback/protocol';
import type { StoredBatch } from '../calls/callCommandBatcher.ts';
import type { Log } from '../platform/log.ts';
import type { PushSubscription } from './pushSubscriptionsSql.ts';
import { isInBrowser, type ProfileOf } from './browser.ts';
import { deliver } from './pushDelivery.ts';
import { encrypt, type PushMessage } from './pushMessage.ts';
import { PushQueue } from './pushQueue.ts';
import type { PublicAddresses } from './publicAddresses.ts';
import type { PushSubscriptions } from './pushSubscriptions.ts';
import type { VapidKeys } from './vapidKeys.ts';
import { wakeReasonFor, type WakeReason } from './wakeReason.ts';

/** What waking up works with. */
export interface PushNotifierDeps {
  readonly subscriptions: PushSubscriptions;
  readonly addresses: PublicAddresses;
  readonly keys: VapidKeys;
  /** Whether a tab of the user in a browser profile is with this server now. */
  readonly isHere: (userId: UserId, profileId: ProfileId) => boolean;
  readonly profileOf: ProfileOf;
  readonly log: Log;
  readonly now: () => number;
}

/** Push services answer within a second; who takes longer has an outage. */
const deliverWithinMs = 8_000;
/**
 * A connection that is not used for so long is closed: anybody may say that a push service is theirs, and one that holds
 * connections open would use up those that this process may have.
 */
const idleMs = 4_000;
/** For so long a push service keeps what can wait, for a browser that is not running. */
const keptMs = 3 * 24 * 60 * 60 * 1000;

/**
 * Wakes up browsers whose tabs are closed, for calls and messages. It is told of things once they are stored and told to
 * those who are here, and never holds anything up.
 */
export class PushNotifier {
  readonly #deps: PushNotifierDeps;
  readonly #queue: PushQueue;
  readonly #agent: Agent;
  /** Browsers that were told that a call rings, until it does no more. */
  readonly #rung = new Map<CallId, Set<DeviceId>>();

  constructor(deps: PushNotifierDeps) {
    const { subscriptions, addresses, keys, log, now } = deps;
    this.#deps = deps;
    this.#agent = new Agent({ keepAlive: true, timeout: idleMs, lookup: addresses.lookup });
    this.#queue = new PushQueue({
      send: (message) => this.#send(message, keys),
      onGone: (id) => this.#wait(subscriptions.forget(id)),
      log,
      now,
      after: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs).unref();
        return () => clearTimeout(timer);
      },
    });
  }

  /** Calls have changed. */
  callsStored({ calls }: Pick<StoredBatch, 'calls'>): void {
    for (const held of calls) {
      const reason = wakeReasonFor(held);
      if (reason !== undefined && this.#deps.subscriptions.has(reason.userId)) this.#wait(this.#wake(reason));
    }
  }

  /** A message was sent, of whatever kind. */
  messageSent({ from: peer, to }: Pick<Message, 'from' | 'to'>): void {
    if (this.#deps.subscriptions.has(to)) this.#wait(this.#tell(to, peer));
  }

  stop(): void {
    this.#queue.stop();
    this.#agent.destroy();
  }

  /** Where an address stands in place of a name, nobody looks it up: so it is checked here. */
  async #send(message: PushMessage, keys: VapidKeys): ReturnType<typeof deliver> {
    const request = encrypt(message, keys, this.#deps.now());
    try {
      await this.#deps.addresses.of(new URL(request.endpoint).hostname);
    } catch {
      return { kind: 'unreachable', code: 'NOT_PUBLIC' };
    }
    return deliver(request, this.#agent, deliverWithinMs);
  }

  async #wake(reason: WakeReason): Promise<void> {
    const browsers = await this.#deps.subscriptions.of(reason.userId);
    const rung = this.#rung.get(reason.callId);
    if (reason.why === 'rings') this.#rung.set(reason.callId, new Set(browsers.map(({ id }) => id)));
    else this.#rung.delete(reason.callId);
    for (const to of browsers) this.#post(to, reason, rung?.has(to.id) ?? false);
  }

  /** `hasRung`: the browser was told that this call rings, and shows it until it is told better. */
  #post(to: PushSubscription, reason: WakeReason, hasRung: boolean): void {
    const { userId, callId: call, why } = reason;
    switch (why) {
      case 'rings':
        // Also where a tab is open: it may be asleep.
        this.#queue.post({ to, about: { call }, urgency: 'high', expiresAt: reason.until });
        break;
      case 'missed':
        if (hasRung || !this.#deps.isHere(userId, to.profileId)) this.#postLasting(to, { call });
        break;
      case 'over':
        if (hasRung && !isInBrowser(to, reason.on, this.#deps.profileOf)) this.#postLasting(to, { call });
    }
  }

  async #tell(userId: UserId, peer: UserId): Promise<void> {
    for (const to of await this.#deps.subscriptions.of(userId)) {
      if (!this.#deps.isHere(userId, to.profileId)) this.#postLasting(to, { peer });
    }
  }

  #postLasting(to: PushSubscription, about: WakeSubject): void {
    this.#queue.post({ to, about, urgency: 'normal', expiresAt: this.#deps.now() + keptMs });
  }

  #wait(done: Promise<unknown>): void {
    done.catch((err: unknown) => this.#deps.log.error({ err }, 'waking up failed'));
  }
}
