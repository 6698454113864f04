import {
  errors,
  fail,
  type CallId,
  type Media,
  type Note,
  type NoteId,
  type Result,
  type SignedIn,
  type UserId,
} from '@ringback/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Recorded, MediaPorts } from '../media/mediaPorts.ts';
import type { NoteStore } from './noteStore.ts';
import {
  noNotes,
  type HeardGreeting,
  type NoteActions,
  type NoteFor,
  type NoteMedia,
  type Notes,
  type NoteToPlay,
} from './notes.ts';
import { PublicStore } from '../platform/store.ts';
import type { GreetingRequests } from './greetingRequests.ts';
import type { OpenRecording } from './noteRecording.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import type { OpenNoteShelf } from './noteShelf.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';

/** What notes need of the engine's ports. */
export interface NotesPorts
  extends Omit<PlatformPorts, 'tabStorage' | 'reconnectSignals' | 'deviceKind'>, MediaPorts {
  readonly openNoteShelf: OpenNoteShelf;
}

/** The notes of the signed-in user. Their code is loaded once the server is reachable, like that of conversations. */
export class NotesService extends PublicStore<Notes> implements NoteActions {
  readonly #signaling: SignalingClient;
  readonly #ports: NotesPorts;
  readonly #store: StoreApi<Notes>;
  #signedIn: SignedIn | undefined;
  #loaded: Promise<NoteStore | undefined> | undefined;
  /** Conversations that were opened before the code was loaded. */
  readonly #wanted = new Set<UserId>();

  constructor(signaling: SignalingClient, ports: NotesPorts) {
    const store = createStore<Notes>(() => noNotes);
    super(store);
    this.#signaling = signaling;
    this.#ports = ports;
    this.#store = store;
  }

  onSignIn(signedIn: SignedIn): void {
    this.#signedIn = signedIn;
  }

  onSignOut(): void {
    this.close();
    this.#signedIn = undefined;
    this.#loaded = undefined;
    this.#wanted.clear();
    this.#store.setState(noNotes, true);
  }

  /** The page is unloaded; unsent notes stay for the next page of this browser profile. */
  close(): void {
    this.#with((loaded) => loaded.close());
  }

  async online(): Promise<void> {
    const loaded = await this.#load();
    for (const peer of this.#wanted) loaded?.open(peer);
    if (loaded !== undefined) this.#wanted.clear();
    await loaded?.online();
  }

  offline(): void {
    this.#with((loaded) => loaded.offline());
  }

  pushed(note: Note): void {
    this.#with((loaded) => loaded.changed(note));
  }

  open(peer: UserId): void {
    if (this.#loaded === undefined) this.#wanted.add(peer);
    else this.#with((loaded) => loaded.open(peer));
  }

  older(peer: UserId): void {
    this.#with((loaded) => loaded.older(peer));
  }

  find(callIds: readonly CallId[]): void {
    void this.#load().then((loaded) => loaded?.find(callIds));
  }

  async record(media: Media): Promise<OpenRecording | undefined> {
    const code = await import('./noteRecording.ts').catch(() => undefined);
    const recorder = await this.#ports.recorder().catch(() => undefined);
    return code && recorder && new code.NoteRecording({ ...this.#ports, recorder }, media);
  }

  async send(what: NoteFor, recorded: Recorded): Promise<boolean> {
    const loaded = await this.#load();
    await loaded?.send(what, recorded);
    return loaded !== undefined;
  }

  sendAgain(id: NoteId): void {
    this.#with((loaded) => loaded.sendAgain(id));
  }

  discard(id: NoteId): void {
    this.#with((loaded) => void loaded.discard(id));
  }

  async media(note: NoteToPlay): Promise<NoteMedia> {
    const loaded = await this.#load();
    return loaded?.media(note) ?? { kind: 'failed', message: errors.offline.message };
  }

  played(id: NoteId): void {
    this.#with((loaded) => void loaded.played(id));
  }

  ownGreeting(): Promise<Result<HeardGreeting | undefined>> {
    return this.#withGreetings((greetings) => greetings.own());
  }

  saveGreeting(recorded: Recorded | undefined): Promise<Result<HeardGreeting | undefined>> {
    return this.#withGreetings((greetings) => greetings.save(recorded));
  }

  greetingAfter(callId: CallId): Promise<Result<HeardGreeting | undefined>> {
    return this.#withGreetings((greetings) => greetings.after(callId));
  }

  async #withGreetings(
    act: (greetings: GreetingRequests) => Promise<Result<HeardGreeting | undefined>>,
  ): Promise<Result<HeardGreeting | undefined>> {
    const code = await import('./greetingRequests.ts').catch(() => undefined);
    const token = this.#signedIn?.token;
    if (code === undefined || token === undefined) return fail('offline');
    return act(code.createGreetingRequests(this.#ports, token));
  }

  #with(act: (loaded: NoteStore) => void): void {
    void this.#loaded?.then((loaded) => loaded && act(loaded));
  }

  /** If loading the code fails, it is tried again on the next use. */
  #load(): Promise<NoteStore | undefined> {
    const signedIn = this.#signedIn;
    if (signedIn === undefined) return Promise.resolve(undefined);
    return (this.#loaded ??= this.#create(signedIn).catch(() => {
      if (this.#signedIn === signedIn) this.#loaded = undefined;
      return undefined;
    }));
  }

  /** Undefined if the user has signed out meanwhile. */
  async #create(signedIn: SignedIn): Promise<NoteStore | undefined> {
    const { me, token } = signedIn;
    const [{ NoteStore: Store }, { createNoteTransfer }, shelf] = await Promise.all([
      import('./noteStore.ts'),
      import('./noteTransfer.ts'),
      this.#ports.openNoteShelf(me.id),
    ]);
    if (this.#signedIn !== signedIn) return undefined;
    const transfer = createNoteTransfer(this.#ports, token);
    const { clock, random, locks } = this.#ports;
    const deps = { signaling: this.#signaling, store: this.#store, me: me.id, clock, random, locks };
    return new Store({ ...deps, shelf, transfer });
  }
}
