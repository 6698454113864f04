import type { Engine } from '@ringback/client';
import { PushAddress, type Result, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { readChoices, writeChoices } from './choices.ts';
import type { WhileClosed } from './notifying.ts';
import type { ProfileStorage } from './profileStorage.ts';
import { registeredWorker, registerWorker } from './registration.ts';
import { renewalOf } from './renewal.ts';
import { closeAllOf } from './shared/workerShowing.ts';
import { dropSubscription, keepSubscription, keptSubscriptions } from './shared/kept.ts';

/** What having a browser woken up works with. */
export interface WakerParts {
  readonly engine: Pick<Engine, 'push' | 'remembered'>;
  readonly me: UserId;
  readonly storage: ProfileStorage;
  readonly onChange: () => void;
}

/** What came of an attempt to subscribe. */
type Attempt = 'on' | 'serverOff' | 'noPushService' | 'refused' | 'offline';

/**
 * Has this browser woken up for one user, while notifications are on: registers the service worker, subscribes at the
 * browser's push service, and tells the server where. Only for who is remembered here: a sign-in of one tab ends with it.
 */
export class Waker {
  readonly #parts: WakerParts;
  readonly #stopListening: () => void;
  #registration: ServiceWorkerRegistration | undefined;
  #state: WhileClosed = { state: 'unavailable', why: 'tabOnly' };
  /** `wanted`: notifications are on. */
  #wish: 'wanted' | 'unwanted' | 'closed' = 'unwanted';
  /** Rises with every change of mind, so that a late answer cannot undo a newer wish. */
  #turn = 0;

  constructor(parts: WakerParts) {
    this.#parts = parts;
    this.#stopListening = parts.engine.remembered.subscribe(() => void this.#rememberedChanged());
  }

  get state(): WhileClosed {
    return this.#state;
  }

  /** The service worker, by which notifications have buttons; undefined where there is none. */
  get registration(): ServiceWorkerRegistration | undefined {
    return this.#registration;
  }

  /** Notifications are on: the user is woken up too, unless they decided otherwise. */
  async start(): Promise<void> {
    this.#wish = 'wanted';
    const turn = ++this.#turn;
    void this.#dropOthers();
    if (!this.#isRemembered) return this.#set({ state: 'unavailable', why: 'tabOnly' });
    this.#registration ??= await registerWorker();
    if (turn !== this.#turn) return;
    if (this.#registration === undefined || !('PushManager' in window))
      return this.#set({ state: 'unavailable', why: 'unsupported' });
    if (readChoices(this.#parts.storage, this.#parts.me).whileClosed === 'off') return this.#off();
    this.#set({ state: 'turningOn' });
    // A browser may keep pages from its database, and so from everything that is needed here.
    const attempt = await alone(this.#parts.me, () => this.#subscribe()).catch(
      () => 'noPushService' as const,
    );
    if (turn === this.#turn) this.#settle(attempt);
    // They signed out in the meantime.
    else if (!this.#isRemembered) await this.#unsubscribe(this.#parts.me);
  }

  /** Notifications are off, so nothing wakes this browser up either. */
  async stop(): Promise<void> {
    this.#wish = 'unwanted';
    this.#turn += 1;
    await this.#unsubscribe(this.#parts.me);
  }

  /** The page is done with; what holds in this browser goes on. */
  close(): void {
    this.#wish = 'closed';
    this.#turn += 1;
    this.#stopListening();
  }

  get #isRemembered(): boolean {
    return this.#remembers(this.#parts.me);
  }

  #remembers(userId: UserId): boolean {
    return this.#parts.engine.remembered.getState().some(({ id }) => id === userId);
  }

  /** Signing out by name, in whichever tab, ends it at once; signing in by name makes it possible. */
  async #rememberedChanged(): Promise<void> {
    const isTabOnly = this.#state.state === 'unavailable' && this.#state.why === 'tabOnly';
    if (this.#wish !== 'wanted' || this.#isRemembered !== isTabOnly) return;
    if (this.#isRemembered) return this.start();
    this.#turn += 1;
    this.#set({ state: 'unavailable', why: 'tabOnly' });
    await this.#forget(this.#parts.me);
  }

  /** They signed out: neither is anything told to them here any more, nor is what they were told left for others to read. */
  async #forget(userId: UserId): Promise<void> {
    await this.#unsubscribe(userId);
    const registration = await registeredWorker();
    if (registration !== undefined) await closeAllOf(registration, userId);
  }

  #settle(attempt: Attempt): void {
    switch (attempt) {
      case 'on':
        return this.#set({ state: 'on', turnOff: () => void this.#turnOff() });
      case 'serverOff':
        return this.#set({ state: 'unavailable', why: 'serverOff' });
      case 'noPushService':
      case 'refused':
      case 'offline':
        return this.#set({ state: 'off', turnOn: () => this.#turnOn(), failure: attempt });
    }
  }

  #off(): void {
    this.#set({ state: 'off', turnOn: () => this.#turnOn() });
  }

  #turnOn(): void {
    writeChoices(this.#parts.storage, this.#parts.me, { whileClosed: 'on' });
    void this.start();
  }

  async #turnOff(): Promise<void> {
    writeChoices(this.#parts.storage, this.#parts.me, { whileClosed: 'off' });
    this.#turn += 1;
    this.#off();
    await this.#unsubscribe(this.#parts.me);
  }

  #set(state: WhileClosed): void {
    this.#state = state;
    if (this.#wish !== 'closed') this.#parts.onChange();
  }

  async #subscribe(): Promise<Attempt> {
    const { engine, me } = this.#parts;
    const key = await engine.push.key();
    if (!key.ok) return key.error.code === 'notFound' ? 'serverOff' : 'offline';
    const address = await this.#addressAt(key.data.key);
    if (address === undefined) return 'noPushService';
    const kept = (await keptSubscriptions()).find((each) => each.me.id === me);
    const renewal = renewalOf(kept && (await engine.push.renew(kept.token, address)));
    if (renewal !== 'anew') return renewal;
    const subscribed = await engine.push.subscribe(address);
    if (!subscribed.ok) return failureOf(subscribed);
    await keepSubscription({ ...subscribed.data, endpoint: address.endpoint });
    return 'on';
  }

  /** Where the push service of this browser takes messages of this server; another server's subscription is replaced. */
  async #addressAt(key: string): Promise<PushAddress | undefined> {
    const manager = this.#registration?.pushManager;
    const known = await manager?.getSubscription();
    if (known && base64Url(known.options.applicationServerKey) !== key) await known.unsubscribe();
    try {
      const wish = { userVisibleOnly: true, applicationServerKey: key };
      const { endpoint, keys } = (await manager?.subscribe(wish))?.toJSON() ?? {};
      const address = v.safeParse(PushAddress, { endpoint, keys });
      return address.success ? address.output : undefined;
    } catch {
      return undefined;
    }
  }

  async #unsubscribe(userId: UserId): Promise<void> {
    const kept = await keptSubscriptions().catch(() => []);
    const mine = kept.find(({ me }) => me.id === userId);
    if (mine === undefined) return;
    await dropSubscription(userId);
    void this.#parts.engine.push.unsubscribe(mine.token);
    if (kept.length > 1) return;
    const registration = await navigator.serviceWorker.getRegistration('/');
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
  }

  /** Who was forgotten here while none of their tabs was open is woken up no more. */
  async #dropOthers(): Promise<void> {
    for (const { me } of await keptSubscriptions().catch(() => [])) {
      if (me.id !== this.#parts.me && !this.#remembers(me.id)) await this.#forget(me.id);
    }
  }
}

/** Two tabs of a user that start together subscribe once. */
function alone<Outcome>(userId: UserId, act: () => Promise<Outcome>): Promise<Outcome> {
  return navigator.locks.request(`ringback.push.${userId}`, act);
}

function failureOf(refused: Result<unknown>): Attempt {
  return !refused.ok && refused.error.code === 'badRequest' ? 'refused' : 'offline';
}

function base64Url(bytes: ArrayBuffer | null): string {
  const text = btoa(String.fromCodePoint(...new Uint8Array(bytes ?? new ArrayBuffer(0))));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
