import {
  fail,
  PersonName,
  sessionEndTexts,
  wireError,
  type Person,
  type PublicConfig,
  type Result,
  type SessionEndReason,
  type SignedIn,
  type SignInBrowser,
  type UserId,
  type WireError,
  type DeviceId,
} from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { PublicStore, type ReadonlyStore } from '../../platform/store.ts';
import { BrowserSignOuts } from './browserSignOuts.ts';
import type { Http } from '../http.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { retryDelayMs } from '../../platform/backoff.ts';
import { RememberedAccounts } from './rememberedAccounts.ts';
import type { SignalingClient } from '../signalingClient.ts';
import { claimOf, forgetSignedIn, keepSignedIn, readSignedIn, signInBrowserOf } from '../signedInStorage.ts';

/**
 * The account that this tab is signed in with.
 *
 * ```
 *   restoring ──> signedOut ──signIn──> signingIn ──> signedIn ──signOut──> signedOut
 *       └──────────────────────────────────────────────^   └── token refused ──> signedOut{ error }
 * ```
 */
export type Account =
  /** Checking whether this tab was signed in before the reload. */
  | { readonly state: 'restoring' }
  | { readonly state: 'signedOut'; readonly error?: WireError }
  | { readonly state: 'signingIn'; readonly name: string }
  | { readonly state: 'signedIn'; readonly me: Person; readonly deviceId: DeviceId };

/** The result of a sign-in that a newer sign-in or sign-out has replaced. */
const overtaken = fail('unavailable', { message: 'Signing in was interrupted. Try again.' });

/** The error for a remembered account whose token is no longer valid. */
const forgotten = wireError('unauthorized', {
  message: 'This server does not remember you any more. Type your name to sign in.',
});

/** The error for a remembered account that was signed out in this browser. */
const signedOutHere = wireError('unauthorized', {
  message: 'You were signed out here. Sign in with your password or passkey.',
});

/** How long a sign-in lasts: as long as the tab, or until sign-out in this browser. */
export type Keep = 'tab' | 'profile';

/** How much a sign-out reaches: this tab, or all tabs of the person in this browser. */
export type SignOutReach = 'tab' | 'browser';

/** Why a user leaves this tab. `refused`: the server no longer accepts its token. */
export type Leaving = SignOutReach | 'refused';

/** Actions on the account. */
export interface AccountActions {
  /** The accounts that this browser remembers, the latest first. */
  readonly remembered: ReadonlyStore<readonly Person[]>;
  /** How guests may come in; asked once before sign-in. */
  fetchConfig(): Promise<Result<PublicConfig>>;
  /** Signs in by name, for this tab or until sign-out in this browser. Ends a live call first. */
  signIn(name: string, keep?: Keep): Promise<Result<Person>>;
  /** Signs in as an account that this browser remembers. Ends a live call first. */
  continueAs(userId: UserId): Promise<Result<Person>>;
  /** Whether a sign-out has two meanings: this browser remembers the person, and another tab is them. */
  isReachOpen(): Promise<boolean>;
  /**
   * Ends a live call first. With `browser`, the default, this browser forgets a remembered person and signs them out in
   * all tabs; a person who is not remembered leaves this tab only.
   */
  signOut(reach?: SignOutReach): Promise<void>;
  /** Changes the user's name on all devices; signing in still takes the former name. */
  rename(name: string): Promise<Result<Person>>;
  /** Sets the user's picture, WebP or JPEG of at most `bounds.pictureBytes`; null removes it. */
  changePicture(picture: Blob | null): Promise<Result<Person>>;
}

/** The dependencies and callbacks of the account store. */
export interface AccountDeps {
  readonly ports: PlatformPorts;
  readonly http: Http;
  readonly signaling: SignalingClient;
  /** Ends a live call before its user leaves this tab. */
  readonly endCalls: () => Promise<void>;
  /** Called after the store has changed. */
  readonly onSignedIn: (signedIn: SignedIn) => void;
  readonly onLeft: (leaving: Leaving) => void;
}

/** The only writer of the account. */
export class AccountStore extends PublicStore<Account> implements AccountActions {
  readonly remembered: ReadonlyStore<readonly Person[]>;
  readonly #deps: AccountDeps;
  readonly #ports: PlatformPorts;
  readonly #http: Http;
  readonly #store: StoreApi<Account>;
  readonly #rememberedAccounts: RememberedAccounts;
  readonly #signOuts: BrowserSignOuts;
  readonly #stopListening: () => void;
  #signedIn: SignedIn | undefined;
  #release: () => void = () => {};
  /** Rises with every change of mind, so that a late answer cannot undo a newer choice. */
  #turn = 0;

  constructor(deps: AccountDeps) {
    const store = createStore<Account>(() => ({ state: 'restoring' }));
    super(store);
    this.#store = store;
    this.#deps = deps;
    this.#ports = deps.ports;
    this.#http = deps.http;
    const { profileStorage, tabStorage, random } = deps.ports;
    this.#rememberedAccounts = new RememberedAccounts(profileStorage, {
      addDevice: (token) => deps.http.addDevice(token, this.browser()),
      signOut: deps.http.signOut,
    });
    this.#signOuts = new BrowserSignOuts(profileStorage, tabStorage, random);
    this.#stopListening = this.#signOuts.listen((userId) => void this.#signedOutElsewhere(userId));
    this.remembered = this.#rememberedAccounts.people;
  }

  /** This tab's token; undefined while signed out. */
  get token(): string | undefined {
    return this.#signedIn?.token;
  }

  fetchConfig(): Promise<Result<PublicConfig>> {
    return this.#http.fetchConfig();
  }

  /** Resumes the sign-in that this tab stored before a reload, if any. */
  async restore(): Promise<void> {
    const stored = readSignedIn(this.#ports.tabStorage);
    const turn = ++this.#turn;
    if (stored === undefined) return this.#set({ state: 'signedOut' });
    // It happened while this tab was discarded or about to reload.
    if (this.#signOuts.isSignedOut(stored.me.id)) return this.#leaveStored(stored);
    const release = await this.#lock(stored);
    if (turn !== this.#turn) return release?.();
    if (release !== undefined) this.#enter(stored, release);
    else await this.#asNewDevice(stored, turn);
  }

  async signIn(text: string, keep: Keep = 'tab'): Promise<Result<Person>> {
    await this.#leaveFirst();
    const name = v.safeParse(PersonName, text);
    if (!name.success) return this.#refuse(wireError('badRequest', { message: name.issues[0].message }));
    const claim = claimOf(this.#ports.profileStorage, this.#ports.random);
    return this.signInWith(
      name.output,
      () => this.#http.signIn({ name: name.output, claim, ...this.browser() }),
      keep,
    );
  }

  /** Signs in by a request. Ends a live call first. `name` is shown meanwhile. */
  async signInWith(
    name: string,
    ask: () => Promise<Result<SignedIn>>,
    keep: Keep = 'profile',
  ): Promise<Result<Person>> {
    await this.#leaveFirst();
    const turn = ++this.#turn;
    this.#set({ state: 'signingIn', name });
    const answer = await ask();
    if (turn !== this.#turn) return overtaken;
    if (!answer.ok) return this.#fail(answer.error);
    if (!(await this.#enterNew(answer.data, turn))) return overtaken;
    if (keep === 'profile')
      void this.#rememberedAccounts.remember(answer.data.token, () => turn === this.#turn);
    return { ok: true, data: answer.data.me };
  }

  async continueAs(userId: UserId): Promise<Result<Person>> {
    await this.#leaveFirst();
    const person = this.remembered.getState().find(({ id }) => id === userId);
    const token = this.#rememberedAccounts.tokenOf(userId);
    if (person === undefined || token === undefined) return this.#refuse(forgotten);
    const turn = ++this.#turn;
    this.#set({ state: 'signingIn', name: person.name });
    const answer = await this.#http.addDevice(token, this.browser());
    if (turn !== this.#turn) return overtaken;
    if (answer.ok)
      return (await this.#enterNew(answer.data, turn)) ? { ok: true, data: answer.data.me } : overtaken;
    if (answer.error.code !== 'unauthorized') return this.#fail(answer.error);
    // An account stays in the list: its password or passkey signs it in again.
    if (person.account !== undefined) return this.#fail(signedOutHere);
    this.#rememberedAccounts.drop(userId);
    return this.#fail(forgotten);
  }

  async changePicture(picture: Blob | null): Promise<Result<Person>> {
    const token = this.#signedIn?.token;
    if (token === undefined) return fail('unauthorized');
    const answer = await (picture === null
      ? this.#http.removePicture(token)
      : this.#http.changePicture(token, picture));
    // All devices get a push; should it be lost, the answer says the same.
    if (answer.ok) this.changed(answer.data);
    return answer;
  }

  /** Replaces what this browser remembers of the user, which was signed out with their other devices. */
  rememberAgain(): void {
    const signedIn = this.#signedIn;
    if (signedIn === undefined || !this.#isRemembered(signedIn.me.id)) return;
    const turn = this.#turn;
    void this.#rememberedAccounts.remember(signedIn.token, () => turn === this.#turn);
  }

  /** The user's name or picture has changed. */
  changed(me: Person): void {
    const signedIn = this.#signedIn;
    if (signedIn === undefined || me.id !== signedIn.me.id) return;
    this.#signedIn = { ...signedIn, me };
    keepSignedIn(this.#ports.tabStorage, this.#signedIn);
    this.#rememberedAccounts.changed(me);
    this.#set({ state: 'signedIn', me, deviceId: signedIn.device.id });
  }

  async isReachOpen(): Promise<boolean> {
    const account = this.#store.getState();
    return (
      account.state === 'signedIn' && this.#isRemembered(account.me.id) && this.#isInOtherTab(account.me.id)
    );
  }

  async signOut(reach: SignOutReach = 'browser'): Promise<void> {
    await this.#deps.endCalls();
    const account = this.#store.getState();
    if (account.state !== 'signedIn') return this.leave('browser');
    const { id } = account.me;
    if (!this.#isRemembered(id)) return this.leave((await this.#isInOtherTab(id)) ? 'tab' : 'browser');
    if (reach === 'browser') this.#rememberedAccounts.forget(id);
    this.leave(reach);
    if (reach === 'browser') this.#signOuts.announce(id);
  }

  async #signedOutElsewhere(userId: string): Promise<void> {
    if (this.#signedIn?.me.id !== userId) return;
    await this.#deps.endCalls();
    if (this.#signedIn?.me.id === userId) this.leave('browser');
  }

  #isRemembered(userId: UserId): boolean {
    return this.#rememberedAccounts.tokenOf(userId) !== undefined;
  }

  /** This tab holds one of the locks. */
  async #isInOtherTab(userId: UserId): Promise<boolean> {
    return (await this.#ports.locks.countHeld(deviceLocksOf(userId))) > 1;
  }

  async rename(text: string): Promise<Result<Person>> {
    const name = v.safeParse(PersonName, text);
    if (!name.success) return fail('badRequest', { message: name.issues[0].message });
    const answer = await this.#deps.signaling.request('me:rename', { name: name.output });
    // All devices get a push; should it be lost, the answer says the same.
    if (answer.ok) this.changed(answer.data);
    return answer;
  }

  async #leaveFirst(): Promise<void> {
    if (this.#store.getState().state !== 'signedIn') return;
    await this.#deps.endCalls();
    this.leave('tab');
  }

  /** Signs this tab out and revokes its token, without waiting for the server. */
  leave(leaving: Leaving, error?: WireError): void {
    this.#turn += 1;
    const token = this.#signedIn?.token;
    this.#signedIn = undefined;
    forgetSignedIn(this.#ports.tabStorage);
    this.#release();
    this.#release = () => {};
    this.#set({ state: 'signedOut', ...(error !== undefined && { error }) });
    if (token === undefined) return;
    this.#deps.onLeft(leaving);
    if (leaving !== 'refused') void this.#http.signOut(token);
  }

  /**
   * The server has signed this device out. The browser forgets a guest: its other tabs are signed out as well. An account
   * stays in the list, where it asks for its password or passkey.
   */
  ended(reason: SessionEndReason): void {
    const signedIn = this.#signedIn;
    if (signedIn === undefined) return;
    if (signedIn.me.account === undefined) this.#rememberedAccounts.drop(signedIn.me.id);
    this.leave('browser', wireError('unauthorized', { message: sessionEndTexts[reason] }));
  }

  #leaveStored({ token }: SignedIn): void {
    forgetSignedIn(this.#ports.tabStorage);
    this.#set({ state: 'signedOut' });
    void this.#http.signOut(token);
  }

  /** Shown in the list of devices, where all tabs of this browser are one. */
  browser(): SignInBrowser {
    return signInBrowserOf(this.#ports);
  }

  /** The page is unloaded; the stored sign-in stays for the next page. */
  close(): void {
    this.#turn += 1;
    this.#release();
    this.#rememberedAccounts.close();
    this.#stopListening();
  }

  /** One lock per device, so that a duplicated tab, which has a copy of the sign-in, notices. */
  #lock(signedIn: SignedIn): Promise<(() => void) | undefined> {
    return this.#ports.locks.take(`${deviceLocksOf(signedIn.me.id)}${signedIn.device.id}`);
  }

  async #asNewDevice(stored: SignedIn, turn: number): Promise<void> {
    for (let attempt = 0; turn === this.#turn; attempt++) {
      const answer = await this.#http.addDevice(stored.token, this.browser());
      if (turn !== this.#turn) return;
      if (answer.ok) return void (await this.#enterNew(answer.data, turn));
      if (answer.error.code === 'unauthorized' || answer.error.code === 'forbidden') {
        this.leave('refused', answer.error);
        return;
      }
      await this.#pause(retryDelayMs(attempt, this.#ports.random.fraction()));
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.#ports.clock.after(delayMs, resolve));
  }

  /** Signs in as a new device; false if a newer choice has replaced this one. */
  async #enterNew(signedIn: SignedIn, turn: number): Promise<boolean> {
    const release = (await this.#lock(signedIn)) ?? (() => {});
    if (turn === this.#turn) this.#enter(signedIn, release);
    else release();
    return turn === this.#turn;
  }

  #enter(signedIn: SignedIn, release: () => void): void {
    keepSignedIn(this.#ports.tabStorage, signedIn);
    this.#signOuts.remember(signedIn.me.id);
    this.#signedIn = signedIn;
    this.#release = release;
    this.#set({ state: 'signedIn', me: signedIn.me, deviceId: signedIn.device.id });
    this.#deps.onSignedIn(signedIn);
  }

  /** An invalid name keeps the current account; a signed-out tab shows the error. */
  #refuse(error: WireError): Result<never> {
    if (this.#store.getState().state === 'signedOut') this.#set({ state: 'signedOut', error });
    return { ok: false, error };
  }

  #fail(error: WireError): Result<never> {
    this.#set({ state: 'signedOut', error });
    return { ok: false, error };
  }

  #set(account: Account): void {
    this.#store.setState(account, true);
  }
}

/** The beginning of the names of the locks that a user's tabs hold, one for each device. */
function deviceLocksOf(userId: UserId): string {
  return `ringback.device.${userId}.`;
}

/** The error for a tab whose token the server does not accept. */
export function refusalError(refusal: 'unauthorized' | 'forbidden', message?: string): WireError {
  return wireError(refusal, message === undefined ? {} : { message });
}
