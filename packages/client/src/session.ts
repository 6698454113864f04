import { fail, PersonName, type Person, type Result, type SignedIn, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Connection } from './connection/connectionState.ts';
import { HistoryStore } from './history/historyStore.ts';
import { NoticeStore } from './history/noticeStore.ts';
import { PeopleStore } from './people/peopleStore.ts';
import type { ReadonlyStore } from './platform/readonlyStore.ts';
import { SettingsStore } from './settings/settingsStore.ts';
import { Calls } from './calls/calls.ts';
import { ConversationService } from './conversation/conversationService.ts';
import { createHttp, type Http } from './connection/http.ts';
import { LazySocket } from './connection/lazySocket.ts';
import { NotesService } from './notes/notesService.ts';
import type { Ports } from './enginePorts.ts';
import type { PushApi } from './push/pushApi.ts';
import type * as pushing from './push/pushRequests.ts';
import type { PushMessage } from './connection/pushParser.ts';
import { SignIn, tokenRefused, type Keep } from './connection/signIn.ts';
import { profileOf } from './connection/signedInStorage.ts';
import type { Attachment, SignalingClient } from './connection/signalingClient.ts';

/** Signing out waits so long for the server to hear of the call that it ends. */
const partingPatienceMs = 1_500;

/** What a tab is between sign-in and sign-out: puts account, socket, calls and stores together, and says who hears what. */
export class Session {
  readonly http: Http;
  readonly calls: Calls;
  readonly history: HistoryStore;
  readonly people: PeopleStore;
  readonly notices: NoticeStore;
  readonly settings: SettingsStore;
  readonly conversation: ConversationService;
  readonly notes: NotesService;
  readonly account: SignIn;
  readonly #ports: Ports;
  readonly #connection: StoreApi<Connection> = createStore<Connection>(() => ({ state: 'idle' }));
  readonly #signaling: SignalingClient = {
    request: (name, payload) => this.#socket?.request(name, payload) ?? Promise.resolve(fail('offline')),
  };
  #socket: LazySocket | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
    const signaling = this.#signaling;
    this.http = createHttp(ports);
    this.calls = new Calls(ports, signaling, () => this.#alwaysRelay());
    this.history = new HistoryStore(signaling, ports.random);
    this.people = new PeopleStore(signaling, ports.clock);
    this.notices = new NoticeStore(signaling, ports.tabStorage, this.calls.screen);
    this.settings = new SettingsStore(signaling);
    this.conversation = new ConversationService(signaling, ports);
    this.notes = new NotesService(signaling, ports);
    this.account = new SignIn(ports, this.http, (signedIn) => this.#changed(signedIn));
  }

  get connection(): ReadonlyStore<Connection> {
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
    const answer = await this.#signaling.request('me:rename', { name: name.output });
    // What all devices are told is told here, too; should that push be lost, the answer says the same.
    if (answer.ok) this.account.told(answer.data);
    return answer;
  }

  /** Waking up this browser while its tabs are closed; its code is fetched when it is first wanted. */
  readonly push: PushApi = {
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
    const code = await import('./push/pushRequests.ts').catch(() => undefined);
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
    this.conversation.close();
    this.notes.close();
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
    this.conversation.left();
    this.notes.left();
    this.#connection.setState({ state: 'idle' }, true);
  }

  #entered(signedIn: SignedIn): void {
    const { token, me, device } = signedIn;
    this.calls.signedIn({ person: me, deviceId: device.id });
    this.conversation.entered(me.id);
    this.notes.entered(signedIn);
    this.#connection.setState({ state: 'connecting' }, true);
    const { baseUrl, clock, random, reconnectSignals, profileStorage, deviceKind } = this.#ports;
    this.#socket = new LazySocket({
      baseUrl,
      token,
      profile: profileOf(profileStorage, random),
      deviceKind,
      clock,
      random,
      reconnectSignals,
      carrying: () => this.calls.carrying(),
      isAwaited: () => this.calls.isServerAwaited(),
      onAttached: (attachment) => this.#attached(attachment),
      onDetached: () => {
        this.#connection.setState({ state: 'offline' }, true);
        this.calls.dispatch({ type: 'detached' });
        this.conversation.offline();
        this.notes.offline();
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
    void this.conversation.online();
    void this.notes.online();
  }

  #refused(refusal: 'unauthorized' | 'protocol'): void {
    if (refusal === 'unauthorized') return this.account.leave(tokenRefused);
    this.#connection.setState({ state: 'outdated' }, true);
    this.calls.dispatch({ type: 'detached' });
  }

  #pushed(push: PushMessage): void {
    this.conversation.pushed(push);
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
        return this.notes.pushed(push.payload);
      case 'message:changed':
      case 'conversation:changed':
    }
  }
}
