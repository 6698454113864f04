import { canMakeCalls, type Engine, type KeyValueStorage } from '@ringback/client';
import { PushAddress, type Result, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { inTime, succeeds } from '../ui/browser/attempt.ts';
import { readPreferences, writePreferences } from './notificationPreferences.ts';
import type { WhileClosed } from './notificationState.ts';
import { registeredWorker, registerWorker } from './serviceWorker.ts';
import { closeAllOf } from './shared/workerDisplay.ts';
import { deleteSubscription, saveSubscription, readSubscriptions } from './shared/sharedDatabase.ts';
import { inTurn } from './shared/tabLocks.ts';

export interface PushSubscriptionManagerDeps {
  readonly engine: Pick<Engine, 'push'> & { readonly account: Pick<Engine['account'], 'remembered'> };
  readonly me: UserId;
  readonly storage: KeyValueStorage;
  readonly onChange: () => void;
}

/** Push services answer within some seconds, or never. */
const subscribeTimeoutMs = 30_000;

type SubscribeOutcome = 'on' | 'serverOff' | 'noPushService' | 'refused' | 'offline';

/**
 * Keeps a web push subscription for one user while notifications are on: registers the service worker, subscribes at the
 * browser's push service and sends the address to the server. Only for remembered users, because the sign-in of a tab
 * ends with the tab.
 */
export class PushSubscriptionManager {
  readonly #deps: PushSubscriptionManagerDeps;
  readonly #stopListening: () => void;
  #registration: ServiceWorkerRegistration | undefined;
  #state: WhileClosed = { state: 'unavailable', why: 'tabOnly' };
  /** `wanted` while notifications are on. */
  #mode: 'wanted' | 'unwanted' | 'closed' = 'unwanted';
  /** Rises with each start and stop, so that a late answer cannot undo a newer decision. */
  #turn = 0;

  constructor(deps: PushSubscriptionManagerDeps) {
    this.#deps = deps;
    this.#stopListening = deps.engine.account.remembered.subscribe(() => void this.#rememberedChanged());
  }

  get state(): WhileClosed {
    return this.#state;
  }

  /** The service worker; undefined where there is none. */
  get registration(): ServiceWorkerRegistration | undefined {
    return this.#registration;
  }

  /** To be called when notifications turn on. Subscribes unless the user turned push off. */
  async start(): Promise<void> {
    this.#mode = 'wanted';
    const turn = ++this.#turn;
    void this.#dropOthers();
    if (!this.#isRemembered) return this.#set({ state: 'unavailable', why: 'tabOnly' });
    this.#registration ??= await registerWorker();
    if (turn !== this.#turn) return;
    if (this.#registration === undefined || !('PushManager' in window))
      return this.#set({ state: 'unavailable', why: 'unsupported' });
    if (readPreferences(this.#deps.storage, this.#deps.me).whileClosed === 'off') return this.#off();
    this.#set({ state: 'turningOn' });
    // A browser can deny IndexedDB, which everything here needs.
    const outcome = await this.#subscribeInTurn().catch(() => 'noPushService' as const);
    if (turn === this.#turn) this.#apply(outcome);
    // The user signed out meanwhile.
    else if (!this.#isRemembered) await this.#unsubscribe(this.#deps.me);
  }

  /** To be called when notifications turn off. */
  async stop(): Promise<void> {
    this.#mode = 'unwanted';
    this.#turn += 1;
    await this.#unsubscribe(this.#deps.me);
  }

  /** Stops following changes; the subscription stays. */
  close(): void {
    this.#mode = 'closed';
    this.#turn += 1;
    this.#stopListening();
  }

  get #isRemembered(): boolean {
    return this.#remembers(this.#deps.me);
  }

  #remembers(userId: UserId): boolean {
    return this.#deps.engine.account.remembered.getState().some(({ id }) => id === userId);
  }

  /** A sign-out in any tab ends the subscription at once; a remembered sign-in makes it possible. */
  async #rememberedChanged(): Promise<void> {
    const isTabOnly = this.#state.state === 'unavailable' && this.#state.why === 'tabOnly';
    if (this.#mode !== 'wanted' || this.#isRemembered !== isTabOnly) return;
    if (this.#isRemembered) return this.start();
    this.#turn += 1;
    this.#set({ state: 'unavailable', why: 'tabOnly' });
    await this.#forget(this.#deps.me);
  }

  /** After sign-out there are no more pushes, and no notifications left for others to read. */
  async #forget(userId: UserId): Promise<void> {
    await this.#unsubscribe(userId);
    const registration = await registeredWorker();
    if (registration !== undefined) await succeeds(() => closeAllOf(registration, userId));
  }

  #apply(outcome: SubscribeOutcome): void {
    switch (outcome) {
      case 'on':
        return this.#set({ state: 'on', turnOff: () => void this.#turnOff() });
      case 'serverOff':
        return this.#set({ state: 'unavailable', why: 'serverOff' });
      case 'noPushService':
      case 'refused':
      case 'offline':
        return this.#set({ state: 'off', turnOn: () => this.#turnOn(), failure: outcome });
    }
  }

  #off(): void {
    this.#set({ state: 'off', turnOn: () => this.#turnOn() });
  }

  #turnOn(): void {
    writePreferences(this.#deps.storage, this.#deps.me, { whileClosed: 'on' });
    void this.start();
  }

  async #turnOff(): Promise<void> {
    writePreferences(this.#deps.storage, this.#deps.me, { whileClosed: 'off' });
    this.#turn += 1;
    this.#off();
    await this.#unsubscribe(this.#deps.me);
  }

  #set(state: WhileClosed): void {
    this.#state = state;
    if (this.#mode !== 'closed') this.#deps.onChange();
  }

  /** Two tabs of a user must not subscribe at the same time. */
  #subscribeInTurn(): Promise<SubscribeOutcome> {
    const turn = inTurn(`ringback.push.${this.#deps.me}`, () => this.#subscribe());
    return inTime(turn, subscribeTimeoutMs, 'noPushService');
  }

  async #subscribe(): Promise<SubscribeOutcome> {
    const { engine, me } = this.#deps;
    const key = await engine.push.key();
    if (!key.ok) return key.error.code === 'notFound' ? 'serverOff' : 'offline';
    const address = await this.#addressAt(key.data.key);
    if (address === undefined) return 'noPushService';
    const stored = (await readSubscriptions()).find((each) => each.me.id === me);
    const renewed = stored && (await engine.push.renew(stored.token, address));
    const renewal = renewalOf(renewed, stored?.endpoint === address.endpoint);
    const more = { endpoint: address.endpoint, ...(!canMakeCalls() && { cannotCall: true as const }) };
    if (renewal === 'on' && stored !== undefined) {
      const { cannotCall: _, ...known } = stored;
      await saveSubscription({ ...known, ...more });
    }
    if (renewal !== 'subscribe') return renewal;
    const subscribed = await engine.push.subscribe(address);
    if (!subscribed.ok) return failureOf(subscribed);
    await saveSubscription({ ...subscribed.data, ...more });
    return 'on';
  }

  /** The push address for this server's key; a subscription with another key is replaced. */
  async #addressAt(key: string): Promise<PushAddress | undefined> {
    const manager = this.#registration?.pushManager;
    const known = await manager?.getSubscription();
    if (known && base64Url(known.options.applicationServerKey) !== key) await known.unsubscribe();
    try {
      const options = { userVisibleOnly: true, applicationServerKey: key };
      const { endpoint, keys } = (await manager?.subscribe(options))?.toJSON() ?? {};
      const address = v.safeParse(PushAddress, { endpoint, keys });
      return address.success ? address.output : undefined;
    } catch {
      return undefined;
    }
  }

  /** Each step is tried whatever became of the one before it: the server's ends the pushes for sure. */
  async #unsubscribe(userId: UserId): Promise<void> {
    const stored = await readSubscriptions().catch(() => []);
    const own = stored.find(({ me }) => me.id === userId);
    if (own === undefined) return;
    void this.#deps.engine.push.unsubscribe(own.token);
    await succeeds(() => deleteSubscription(userId));
    if (stored.length > 1) return;
    const registration = await registeredWorker();
    await succeeds(async () => (await registration?.pushManager.getSubscription())?.unsubscribe());
  }

  /** Removes subscriptions of users who were forgotten while none of their tabs was open. */
  async #dropOthers(): Promise<void> {
    for (const { me } of await readSubscriptions().catch(() => [])) {
      if (me.id !== this.#deps.me && !this.#remembers(me.id)) await this.#forget(me.id);
    }
  }
}

function failureOf(refused: Result<unknown>): SubscribeOutcome {
  return !refused.ok && refused.error.code === 'badRequest' ? 'refused' : 'offline';
}

function base64Url(bytes: ArrayBuffer | null): string {
  const text = btoa(String.fromCodePoint(...new Uint8Array(bytes ?? new ArrayBuffer(0))));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * What follows from the server's answer to a renewal; `renewed` is undefined where there was nothing to renew.
 * `subscribe`: the server does not know this subscription. `isSameAddress`: the server has this address already.
 */
export function renewalOf(
  renewed: Result<unknown> | undefined,
  isSameAddress: boolean,
): 'on' | 'refused' | 'offline' | 'subscribe' {
  if (renewed === undefined) return 'subscribe';
  if (renewed.ok) return 'on';
  const { code } = renewed.error;
  if (code === 'unauthorized') return 'subscribe';
  if (code === 'badRequest') return 'refused';
  // Other errors are temporary, but only an address that the server has gets its pushes.
  return isSameAddress ? 'on' : 'offline';
}
