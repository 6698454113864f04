import {
  fail,
  PersonName,
  wireError,
  type Person,
  type Result,
  type SignedIn,
  type UserId,
  type WireError,
} from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Account } from './account.ts';
import type { ReadonlyStore } from '../platform/readonlyStore.ts';
import type { Http } from './http.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import { retryDelayMs } from '../platform/backoff.ts';
import { Remembering } from './rememberedAccounts.ts';
import { claimOf, forgetSignedIn, keepSignedIn, readSignedIn } from './signedInStorage.ts';

/** The answer to a sign-in that another one, or a sign-out, has overtaken. */
const overtaken = fail('unavailable', { message: 'Signing in was interrupted. Try again.' });

/** What is said where a remembered sign-in does not hold any more. */
const forgotten = wireError('unauthorized', {
  message: 'This server does not remember you any more. Type your name to sign in.',
});

/** For how long a sign-in is meant: `tab`, as long as the tab; `profile`, until they sign out in this browser. */
export type Keep = 'tab' | 'profile';

/** Who this tab is: the one writer of the account. */
export class SignIn {
  readonly #ports: PlatformPorts;
  readonly #http: Http;
  readonly #store: StoreApi<Account> = createStore<Account>(() => ({ state: 'restoring' }));
  readonly #onChange: (signedIn: SignedIn | undefined) => void;
  readonly #remembering: Remembering;
  #signedIn: SignedIn | undefined;
  #release: () => void = () => {};
  /** Rises with every change of mind, so that a late answer cannot undo a newer wish. */
  #turn = 0;

  /** `onChange` is told each sign-in and each sign-out, after the account says so. */
  constructor(ports: PlatformPorts, http: Http, onChange: (signedIn: SignedIn | undefined) => void) {
    this.#ports = ports;
    this.#http = http;
    this.#onChange = onChange;
    this.#remembering = new Remembering(ports.profileStorage, http);
  }

  /** Whoever may go on in this browser without typing a name. */
  get remembered(): ReadonlyStore<readonly Person[]> {
    return this.#remembering.people;
  }

  /** By what the server knows this tab; undefined while nobody is signed in. */
  get token(): string | undefined {
    return this.#signedIn?.token;
  }

  get store(): ReadonlyStore<Account> {
    return this.#store;
  }

  /** Takes up the sign-in that this tab kept over a reload, if it did. */
  async restore(): Promise<void> {
    const kept = readSignedIn(this.#ports.tabStorage);
    const turn = ++this.#turn;
    if (kept === undefined) return this.#set({ state: 'signedOut' });
    const release = await this.#lock(kept);
    if (turn !== this.#turn) return release?.();
    if (release !== undefined) this.#enter(kept, release);
    else await this.#asNewDevice(kept, turn);
  }

  async signIn(text: string, keep: Keep = 'tab'): Promise<Result<Person>> {
    const name = v.safeParse(PersonName, text);
    if (!name.success) return this.#refuse(wireError('badRequest', { message: name.issues[0].message }));
    const turn = ++this.#turn;
    this.#set({ state: 'signingIn', name: name.output });
    const claim = claimOf(this.#ports.profileStorage, this.#ports.random);
    const answer = await this.#http.signIn({ name: name.output, claim });
    if (turn !== this.#turn) return overtaken;
    if (!answer.ok) return this.#fail(answer.error);
    if (!(await this.#enterNew(answer.data, turn))) return overtaken;
    if (keep === 'profile') void this.#remembering.remember(answer.data.token, () => turn === this.#turn);
    return { ok: true, data: answer.data.me };
  }

  /** Signs in as somebody whom this browser remembers. */
  async continueAs(userId: UserId): Promise<Result<Person>> {
    const person = this.remembered.getState().find(({ id }) => id === userId);
    const token = this.#remembering.tokenOf(userId);
    if (person === undefined || token === undefined) return this.#refuse(forgotten);
    const turn = ++this.#turn;
    this.#set({ state: 'signingIn', name: person.name });
    const answer = await this.#http.addDevice(token);
    if (turn !== this.#turn) return overtaken;
    if (answer.ok)
      return (await this.#enterNew(answer.data, turn)) ? { ok: true, data: answer.data.me } : overtaken;
    if (answer.error.code !== 'unauthorized') return this.#fail(answer.error);
    this.#remembering.drop(userId);
    return this.#fail(forgotten);
  }

  /** Gives the user a picture, or with null takes it away. */
  async changePicture(picture: Blob | null): Promise<Result<Person>> {
    const token = this.#signedIn?.token;
    if (token === undefined) return fail('unauthorized');
    const answer = await (picture === null
      ? this.#http.removePicture(token)
      : this.#http.changePicture(token, picture));
    // All devices are told; should that push be lost, the answer says the same.
    if (answer.ok) this.told(answer.data);
    return answer;
  }

  /** What this user is for others now. */
  told(me: Person): void {
    const signedIn = this.#signedIn;
    if (signedIn === undefined || me.id !== signedIn.me.id) return;
    this.#signedIn = { ...signedIn, me };
    keepSignedIn(this.#ports.tabStorage, this.#signedIn);
    this.#remembering.told(me);
    this.#set({ state: 'signedIn', me, deviceId: signedIn.device.id });
  }

  /** Signs out for good: in this browser nobody goes on as them without their name. */
  signOut(): void {
    const account = this.#store.getState();
    if (account.state === 'signedIn') this.#remembering.forget(account.me.id);
    this.leave();
  }

  /** Signs this tab out and takes its token back; the server is not waited for. */
  leave(error?: WireError): void {
    this.#turn += 1;
    const token = this.#signedIn?.token;
    this.#signedIn = undefined;
    forgetSignedIn(this.#ports.tabStorage);
    this.#release();
    this.#release = () => {};
    this.#set({ state: 'signedOut', ...(error !== undefined && { error }) });
    if (token === undefined) return;
    this.#onChange(undefined);
    if (error === undefined) void this.#http.signOut(token);
  }

  /** The page is done with; what it kept stays for the next one. */
  close(): void {
    this.#turn += 1;
    this.#release();
    this.#remembering.close();
  }

  /** Tab names are taken by device, so that a duplicated tab, which has a copy of the sign-in, notices. */
  #lock(signedIn: SignedIn): Promise<(() => void) | undefined> {
    return this.#ports.locks.take(`ringback.device.${signedIn.device.id}`);
  }

  async #asNewDevice(kept: SignedIn, turn: number): Promise<void> {
    for (let attempt = 0; turn === this.#turn; attempt++) {
      const answer = await this.#http.addDevice(kept.token);
      if (turn !== this.#turn) return;
      if (answer.ok) return void (await this.#enterNew(answer.data, turn));
      if (answer.error.code === 'unauthorized') {
        this.leave(answer.error);
        return;
      }
      await this.#pause(retryDelayMs(attempt, this.#ports.random.fraction()));
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.#ports.clock.after(delayMs, resolve));
  }

  /** Enters as a device that nobody else can be yet; false if that is not wanted any more. */
  async #enterNew(signedIn: SignedIn, turn: number): Promise<boolean> {
    const release = (await this.#lock(signedIn)) ?? (() => {});
    if (turn === this.#turn) this.#enter(signedIn, release);
    else release();
    return turn === this.#turn;
  }

  #enter(signedIn: SignedIn, release: () => void): void {
    keepSignedIn(this.#ports.tabStorage, signedIn);
    this.#signedIn = signedIn;
    this.#release = release;
    this.#set({ state: 'signedIn', me: signedIn.me, deviceId: signedIn.device.id });
    this.#onChange(signedIn);
  }

  /** What cannot be a name changes nothing in who this tab is; where that is nobody, the account says why. */
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

/** What is said to a tab whose token the server does not take any more. */
export const tokenRefused: WireError = wireError('unauthorized');
