import { Agent } from 'node:https';
import type { CallId, DeviceId, Message, ProfileId, UserId, WakeSubject } from '@ringback/protocol';
import type { Log } from '../platform/log.ts';
import type { PublicAddresses } from './publicAddresses.ts';
import { deliver } from './pushDelivery.ts';
import { encrypt, type PushMessage, type VapidKeys } from './pushMessage.ts';
import { PushQueue, type PushQueueDeps } from './pushQueue.ts';
import { isInBrowser, type ProfileOf, type PushSubscriptions } from './pushSubscriptions.ts';
import type { PushSubscription } from './pushSubscriptionsSql.ts';
import { wakeReasonFor, type StoredCallChange, type WakeReason } from './wakeReason.ts';

export interface PushNotifierDeps {
  readonly subscriptions: PushSubscriptions;
  readonly addresses: PublicAddresses;
  readonly keys: VapidKeys;
  /** Whether a tab of the user in a browser profile is attached. */
  readonly isAttached: (userId: UserId, profileId: ProfileId) => boolean;
  readonly profileOf: ProfileOf;
  readonly onAttempt: NonNullable<PushQueueDeps['onAttempt']>;
  readonly log: Log;
  readonly now: () => number;
}

/** Anyone can name a push service of their own, and could use up this process's connections by keeping them open. */
const idleConnectionMs = 4_000;
/** How long a push service keeps a message that is not urgent, for a browser that does not run. */
const messageLifetimeMs = 3 * 24 * 60 * 60 * 1000;

/**
 * Sends push messages about calls and messages to browsers whose tabs are closed. It is called after things were stored
 * and pushed to attached devices, and never delays the caller.
 */
export class PushNotifier {
  readonly #deps: PushNotifierDeps;
  readonly #queue: PushQueue;
  readonly #agent: Agent;
  /** For each ringing call, the browsers that show it. */
  readonly #showing = new Map<CallId, Set<DeviceId>>();

  constructor(deps: PushNotifierDeps) {
    const { subscriptions, addresses, keys, onAttempt, log, now } = deps;
    this.#deps = deps;
    this.#agent = new Agent({ keepAlive: true, timeout: idleConnectionMs, lookup: addresses.lookup });
    this.#queue = new PushQueue({
      send: (message, timeoutMs) => this.#send(message, keys, timeoutMs),
      onAttempt,
      onGone: (id) => this.#inBackground(subscriptions.remove(id)),
      log,
      now,
      after: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs).unref();
        return () => clearTimeout(timer);
      },
    });
  }

  /** Calls were changed and stored. */
  callsStored({ calls }: { readonly calls: readonly StoredCallChange[] }): void {
    for (const change of calls) {
      const reason = wakeReasonFor(change);
      if (reason === undefined) continue;
      if (this.#deps.subscriptions.has(reason.userId)) this.#inBackground(this.#notifyOfCall(reason));
      else this.#showing.delete(reason.callId);
    }
  }

  /** A text message or a note was sent. */
  messageSent({ from: peer, to }: Pick<Message, 'from' | 'to'>): void {
    if (this.#deps.subscriptions.has(to)) this.#inBackground(this.#notifyOfMessage(to, peer));
  }

  stop(): void {
    this.#queue.stop();
    this.#agent.destroy();
  }

  /** Checks the address here, because `lookup` is not called for an endpoint with an IP address. */
  async #send(message: PushMessage, keys: VapidKeys, timeoutMs: number): ReturnType<typeof deliver> {
    const request = encrypt(message, keys, this.#deps.now());
    try {
      await this.#deps.addresses.of(new URL(request.endpoint).hostname);
    } catch {
      return { kind: 'unreachable', code: 'NOT_PUBLIC' };
    }
    return deliver(request, this.#agent, timeoutMs);
  }

  async #notifyOfCall(reason: WakeReason): Promise<void> {
    const browsers = await this.#deps.subscriptions.of(reason.userId);
    const showing = this.#showing.get(reason.callId);
    if (reason.why === 'rings') this.#showing.set(reason.callId, new Set(browsers.map(({ id }) => id)));
    else this.#showing.delete(reason.callId);
    for (const to of browsers) this.#postForCall(to, reason, showing?.has(to.id) ?? false);
  }

  /** `isShowing`: the browser shows the call as ringing until another push message replaces that. */
  #postForCall(to: PushSubscription, reason: WakeReason, isShowing: boolean): void {
    const { userId, callId: call, why } = reason;
    switch (why) {
      case 'rings':
        // Also to browsers with an open tab, because it may be suspended.
        this.#queue.post({ to, about: { call }, urgency: 'high', expiresAt: reason.until });
        break;
      case 'missed':
        if (isShowing || !this.#deps.isAttached(userId, to.profileId)) this.#postNormal(to, { call });
        break;
      case 'over':
        if (isShowing && !isInBrowser(to, reason.on, this.#deps.profileOf)) this.#postNormal(to, { call });
    }
  }

  async #notifyOfMessage(userId: UserId, peer: UserId): Promise<void> {
    for (const to of await this.#deps.subscriptions.of(userId)) {
      if (!this.#deps.isAttached(userId, to.profileId)) this.#postNormal(to, { peer });
    }
  }

  #postNormal(to: PushSubscription, about: WakeSubject): void {
    const expiresAt = this.#deps.now() + messageLifetimeMs;
    this.#queue.post({ to, about, urgency: 'normal', expiresAt });
  }

  #inBackground(done: Promise<unknown>): void {
    done.catch((err: unknown) => this.#deps.log.error({ err }, 'push failed'));
  }
}
