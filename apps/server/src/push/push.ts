import { Agent } from 'node:https';
import type { CallId, DeviceId, Message, ProfileId, UserId } from '@ringback/protocol';
import type { Stored } from '../calls/setWriter.ts';
import type { Log } from '../platform/log.ts';
import type { PushSubscription } from '../storage/operations.ts';
import { isInBrowser, type ProfileOf } from './browser.ts';
import { deliver } from './delivery.ts';
import { sealed, type Letter, type Subject } from './letter.ts';
import { Outbox } from './outbox.ts';
import type { PublicAddresses } from './publicAddresses.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { VapidKeys } from './vapid.ts';
import { wakingFor, type Waking } from './waking.ts';

/** What waking up works with. */
export interface PushParts {
  readonly subscriptions: Subscriptions;
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
export class Push {
  readonly #parts: PushParts;
  readonly #outbox: Outbox;
  readonly #agent: Agent;
  /** Browsers that were told that a call rings, until it does no more. */
  readonly #rung = new Map<CallId, Set<DeviceId>>();

  constructor(parts: PushParts) {
    const { subscriptions, addresses, keys, log, now } = parts;
    this.#parts = parts;
    this.#agent = new Agent({ keepAlive: true, timeout: idleMs, lookup: addresses.lookup });
    this.#outbox = new Outbox({
      send: (letter) => this.#send(letter, keys),
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
  callsStored({ calls }: Pick<Stored, 'calls'>): void {
    for (const held of calls) {
      const waking = wakingFor(held);
      if (waking !== undefined && this.#parts.subscriptions.has(waking.userId))
        this.#wait(this.#wake(waking));
    }
  }

  /** A message was sent, of whatever kind. */
  messageSent({ from: peer, to }: Pick<Message, 'from' | 'to'>): void {
    if (this.#parts.subscriptions.has(to)) this.#wait(this.#tell(to, peer));
  }

  stop(): void {
    this.#outbox.stop();
    this.#agent.destroy();
  }

  /** Where an address stands in place of a name, nobody looks it up: so it is checked here. */
  async #send(letter: Letter, keys: VapidKeys): ReturnType<typeof deliver> {
    const request = sealed(letter, keys, this.#parts.now());
    try {
      await this.#parts.addresses.of(new URL(request.endpoint).hostname);
    } catch {
      return { kind: 'unreachable', code: 'NOT_PUBLIC' };
    }
    return deliver(request, this.#agent, deliverWithinMs);
  }

  async #wake(waking: Waking): Promise<void> {
    const browsers = await this.#parts.subscriptions.of(waking.userId);
    const rung = this.#rung.get(waking.callId);
    if (waking.why === 'rings') this.#rung.set(waking.callId, new Set(browsers.map(({ id }) => id)));
    else this.#rung.delete(waking.callId);
    for (const to of browsers) this.#post(to, waking, rung?.has(to.id) ?? false);
  }

  /** `hasRung`: the browser was told that this call rings, and shows it until it is told better. */
  #post(to: PushSubscription, waking: Waking, hasRung: boolean): void {
    const { userId, callId: call, why } = waking;
    switch (why) {
      case 'rings':
        // Also where a tab is open: it may be asleep.
        this.#outbox.post({ to, about: { call }, urgency: 'high', expiresAt: waking.until });
        break;
      case 'missed':
        if (hasRung || !this.#parts.isHere(userId, to.profileId)) this.#postLasting(to, { call });
        break;
      case 'over':
        if (hasRung && !isInBrowser(to, waking.on, this.#parts.profileOf)) this.#postLasting(to, { call });
    }
  }

  async #tell(userId: UserId, peer: UserId): Promise<void> {
    for (const to of await this.#parts.subscriptions.of(userId)) {
      if (!this.#parts.isHere(userId, to.profileId)) this.#postLasting(to, { peer });
    }
  }

  #postLasting(to: PushSubscription, about: Subject): void {
    this.#outbox.post({ to, about, urgency: 'normal', expiresAt: this.#parts.now() + keptMs });
  }

  #wait(done: Promise<unknown>): void {
    done.catch((err: unknown) => this.#parts.log.error({ err }, 'waking up failed'));
  }
}
