import { SignedIn, type Person, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ReadonlyStore } from '../../platform/store.ts';
import type { Http } from '../http.ts';
import type { ProfileStorage } from '../../platform/ports.ts';
import { readJson } from '../../platform/storage.ts';

/** Signs devices in, which never connect, and out again. */
export interface RememberedDevices {
  readonly addDevice: (token: string) => ReturnType<Http['addDevice']>;
  readonly signOut: Http['signOut'];
}

const rememberedKey = 'ringback.remembered';
/** More people than share a browser; the least recent sign-in is forgotten first. */
const mostRemembered = 5;

/**
 * The accounts that signed in by name in this browser profile and have not signed out. Each has a device of its own on
 * the server that never connects: its token only signs further tabs in. Follows the changes of other tabs.
 */
export class RememberedAccounts {
  readonly #storage: ProfileStorage;
  readonly #http: RememberedDevices;
  readonly #store: StoreApi<readonly Person[]>;
  readonly #stopListening: () => void;

  constructor(storage: ProfileStorage, http: RememberedDevices) {
    this.#storage = storage;
    this.#http = http;
    this.#store = createStore<readonly Person[]>(() => this.#accounts().map(({ me }) => me));
    this.#stopListening = storage.listen((key) => {
      if (key === rememberedKey) this.#show(this.#accounts());
    });
  }

  /** Latest first. */
  get people(): ReadonlyStore<readonly Person[]> {
    return this.#store;
  }

  tokenOf(userId: UserId): string | undefined {
    return this.#accounts().find(({ me }) => me.id === userId)?.token;
  }

  /** Remembers an account; `isWanted` is asked once the server has answered, since the user may have left. */
  async remember(token: string, isWanted: () => boolean): Promise<void> {
    const answer = await this.#http.addDevice(token);
    if (!answer.ok) return;
    if (isWanted()) this.#add(answer.data);
    else void this.#http.signOut(answer.data.token);
  }

  /** Forgets an account that signed out, and revokes its token. */
  forget(userId: UserId): void {
    const token = this.tokenOf(userId);
    if (token === undefined) return;
    void this.#http.signOut(token);
    this.drop(userId);
  }

  /** Forgets an account whose token the server no longer accepts. */
  drop(userId: UserId): void {
    this.#write(this.#accounts().filter(({ me }) => me.id !== userId));
  }

  /** Updates the name and picture of a remembered account. */
  changed(me: Person): void {
    const accounts = this.#accounts();
    const isNews = accounts.some(
      (account) => account.me.id === me.id && JSON.stringify(account.me) !== JSON.stringify(me),
    );
    if (isNews)
      this.#write(accounts.map((account) => (account.me.id === me.id ? { ...account, me } : account)));
  }

  close(): void {
    this.#stopListening();
  }

  #add(signedIn: SignedIn): void {
    const accounts = this.#accounts();
    const others = accounts.filter(({ me }) => me.id !== signedIn.me.id);
    const next = [signedIn, ...others].slice(0, mostRemembered);
    this.#write(next);
    for (const { token } of accounts.filter((account) => !next.includes(account)))
      void this.#http.signOut(token);
  }

  #accounts(): readonly SignedIn[] {
    return readJson(this.#storage, rememberedKey, v.array(SignedIn)) ?? [];
  }

  #write(accounts: readonly SignedIn[]): void {
    if (accounts.length === 0) this.#storage.remove(rememberedKey);
    else this.#storage.set(rememberedKey, JSON.stringify(accounts));
    this.#show(accounts);
  }

  #show(accounts: readonly SignedIn[]): void {
    this.#store.setState(
      accounts.map(({ me }) => me),
      true,
    );
  }
}
