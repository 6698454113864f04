import { fail, PersonName, type Person, type Result, type SignedIn, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Connection } from '../stores/connection.ts';
import { HistoryKeeper } from '../stores/historyKeeper.ts';
import { NoticeKeeper } from '../stores/noticeKeeper.ts';
import { PeopleKeeper } from '../stores/peopleKeeper.ts';
import type { Readable } from '../stores/readable.ts';
import { SettingsKeeper } from '../stores/settingsKeeper.ts';
import { Calls } from './calls/calls.ts';
import { Conversing } from './conversing.ts';
import { createHttp, type Http } from './http.ts';
import { LazySocket } from './lazySocket.ts';
import { Noting } from './noting.ts';
import type { Ports } from './ports.ts';
import type { PushDoor } from './pushDoor.ts';
import type * as pushing from './pushing.ts';
import type { PushMessage } from './reading.ts';
import { SignIn, tokenRefused, type Keep } from './signIn.ts';
import { profileOf } from './signedInStorage.ts';
import type { Attachment, Wire } from './wire.ts';

/** Signing out waits so long for the server to hear of the call that it ends. */
const partingPatienceMs = 1_500;

/** What a tab is between sign-in and sign-out: puts account, socket, calls and stores together, and says who hears what. */
export class Session {
  readonly http: Http;
  readonly calls: Calls;
  readonly history: HistoryKeeper;
  readonly people: PeopleKeeper;
  readonly notices: NoticeKeeper;
  readonly settings: SettingsKeeper;
  readonly conversing: Conversing;
  readonly noting: Noting;
  readonly account: SignIn;
  readonly #ports: Ports;
  readonly #connection: StoreApi<Connection> = createStore<Connection>(() => ({ state: 'idle' }));
  readonly #wire: Wire = {
    request: (name, payload) => this.#socket?.request(name, payload) ?? Promise.resolve(fail('offline')),
  };
  #socket: LazySocket | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
    const wire = this.#wire;
    this.http = createHttp(ports);
    this.calls = new Calls(ports, wire, () => this.#alwaysRelay());
    this.history = new HistoryKeeper(wire, ports.random);
    this.people = new PeopleKeeper(wire, ports.clock);
    this.notices = new NoticeKeeper(wire, ports.tabStorage, this.calls.screen);
    this.settings = new SettingsKeeper(wire);
    this.conversing = new Conversing(wire, ports);
    this.noting = new Noting(wire, ports);
    this.account = new SignIn(ports, this.http, (signedIn) => this.#changed(signedIn));
  }

  get connection(): Readable<Connection> {
    return this.#connection;
  }

  async signIn(name: string, keep: Keep): Promise<Result<Person>> {
    await this.#leave();
    return this.account.signIn(name, keep);
  }

  async continueAs(userId: UserId): Promise<Result<Person>> {
    await this.#leave();
    return this.account.continueAs(userId);
  }

  async signOut(): Promise<void> {
    await this.calls.endAndSettle(partingPatienceMs);
    this.account.signOut();
  }

  /** Before somebody else is signed in here. */
  async #leave(): Promise<void> {
    if (this.account.store.getState().state !== 'signedIn') return;
    await this.calls.endAndSettle(partingPatienceMs);
    this.account.leave();
  }

  async rename(text: string): Promise<Result<Person>> {
    const name = v.safeParse(PersonName, text);
    if (!name.success) return fail('badRequest', { message: name.issues[0].message });
    const answer = await this.#wire.request('me:rename', { name: name.output });
    // What all devices are told is told here, too; should that push be lost, the answer says the same.
    if (answer.ok) this.account.told(answer.data);
    return answer;
  }

  /** Waking up this browser while its tabs are closed; its code is fetched when it is first wanted. */
  readonly push: PushDoor = {
    key: () => this.#pushing((code) => code.fetchPushKey(this.#ports)),
    subscribe: (address) =>
      this.#pushing((code) => {
        const { token } = this.account;
        const { profileStorage, random } = this.#ports;
        const wish = { address, profile: profileOf(profileStorage, random) };
        return token === undefined ? fail('unauthorized') : code.subscribePush(this.#ports, token, wish);
      }),
    renew: (token, address) => this.#pushing((code) => code.renewPush(this.#ports, token, address)),
    unsubscribe: (token) => this.#pushing((code) => code.unsubscribePush(this.#ports, token)),
  };

  async #pushing<Data>(
    act: (code: typeof pushing) => Result<Data> | Promise<Result<Data>>,
  ): Promise<Result<Data>> {
    const code = await import('./pushing.ts').catch(() => undefined);
    return code === undefined ? fail('offline') : act(code);
  }

  /** The page goes away, for good or into the cache; what it leaves is for the next page of this tab. */
  pageHidden(): void {
    this.calls.dispatch({ type: 'pageHidden' });
    this.#disconnect();
  }

  /** Ends all that is held, for good. */
  close(): void {
    this.calls.close();
    this.#disconnect();
    this.notices.close();
  }

  /** Nothing is asked of the server any more, nor told by it. */
  #disconnect(): void {
    this.#socket?.close();
    this.conversing.close();
    this.noting.close();
    this.account.close();
  }

  #alwaysRelay(): boolean {
    const settings = this.settings.settings.getState();
    return settings.state === 'known' && settings.values.alwaysRelay;
  }

  #changed(signedIn: SignedIn | undefined): void {
    this.#socket?.close();
    this.#socket = undefined;
    if (signedIn === undefined) this.#left();
    else this.#entered(signedIn);
  }

  #left(): void {
    this.calls.dispatch({ type: 'signedOut' });
    this.history.reset();
    this.people.reset();
    this.notices.reset();
    this.settings.reset();
    this.conversing.left();
    this.noting.left();
    this.#connection.setState({ state: 'idle' }, true);
  }

  #entered(signedIn: SignedIn): void {
    const { token, me, device } = signedIn;
    this.calls.signedIn({ person: me, deviceId: device.id });
    this.conversing.entered(me.id);
    this.noting.entered(signedIn);
    this.#connection.setState({ state: 'connecting' }, true);
    const { baseUrl, clock, random, wakeUps, profileStorage, deviceKind } = this.#ports;
    this.#socket = new LazySocket({
      baseUrl,
      token,
      profile: profileOf(profileStorage, random),
      deviceKind,
      clock,
      random,
      wakeUps,
      carrying: () => this.calls.carrying(),
      isAwaited: () => this.calls.isServerAwaited(),
      onAttached: (attachment) => this.#attached(attachment),
      onDetached: () => {
        this.#connection.setState({ state: 'offline' }, true);
        this.calls.dispatch({ type: 'detached' });
        this.conversing.offline();
        this.noting.offline();
      },
      onRefused: (refusal) => this.#refused(refusal),
      onPush: (push) => this.#pushed(push),
    });
  }

  #attached(attachment: Attachment): void {
    this.#connection.setState({ state: 'online' }, true);
    this.account.told(attachment.hello.me);
    // Ahead of the calls: one that goes on here must know at once whether its links have to be relayed.
    this.settings.greeted(attachment.hello);
    this.calls.dispatch({ type: 'attached', attachment });
    this.history.refresh(attachment.hello.missed);
    void this.people.refresh();
    void this.notices.refresh();
    void this.conversing.online();
    void this.noting.online();
  }

  #refused(refusal: 'unauthorized' | 'protocol'): void {
    if (refusal === 'unauthorized') return this.account.leave(tokenRefused);
    this.#connection.setState({ state: 'outdated' }, true);
    this.calls.dispatch({ type: 'detached' });
  }

  #pushed(push: PushMessage): void {
    this.conversing.pushed(push);
    switch (push.name) {
      case 'call:changed':
        return this.calls.dispatch({ type: 'changed', call: push.payload });
      case 'call:signal':
        return this.calls.dispatch({ type: 'signaled', ...push.payload });
      case 'history:changed':
        this.history.changed(push.payload);
        return this.notices.changed(push.payload);
      case 'history:removed':
        this.history.removed(push.payload);
        return this.notices.removed(push.payload);
      case 'history:restored':
        this.history.restored(push.payload);
        return void this.notices.refresh();
      case 'people:changed':
        return this.people.changed(push.payload);
      case 'me:changed':
        return this.account.told(push.payload);
      case 'settings:changed':
        return this.settings.changed(push.payload);
      case 'note:changed':
        return this.noting.pushed(push.payload);
      case 'message:changed':
      case 'conversation:changed':
    }
  }
}
