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
import type { Recorded } from '../media/recorder.ts';
import type { NoteFor, NoteStore } from './noteStore.ts';
import { noNotes, type HeardGreeting, type NoteMedia, type Notes, type NoteToPlay } from './notes.ts';
import type { ReadonlyStore } from '../platform/readonlyStore.ts';
import type { Greetings } from './greetings.ts';
import type { OpenRecording } from './noteRecording.ts';
import type { MediaPorts } from '../media/mediaPorts.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import type { OpenNoteShelf } from './noteShelf.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';

/** What notes need of the machine. */
export interface NotesPorts
  extends Omit<PlatformPorts, 'tabStorage' | 'reconnectSignals' | 'deviceKind'>, MediaPorts {
  readonly openNoteShelf: OpenNoteShelf;
}

/** The notes of who is signed in. Their code is fetched once the server is there, like that of conversations. */
export class NotesService {
  readonly #signaling: SignalingClient;
  readonly #ports: NotesPorts;
  readonly #store: StoreApi<Notes> = createStore<Notes>(() => noNotes);
  #signedIn: SignedIn | undefined;
  #keeper: Promise<NoteStore | undefined> | undefined;
  /** Conversations that were looked at before the code was there. */
  readonly #wanted = new Set<UserId>();

  constructor(signaling: SignalingClient, ports: NotesPorts) {
    this.#signaling = signaling;
    this.#ports = ports;
  }

  get store(): ReadonlyStore<Notes> {
    return this.#store;
  }

  entered(signedIn: SignedIn): void {
    this.#signedIn = signedIn;
  }

  left(): void {
    this.close();
    this.#signedIn = undefined;
    this.#keeper = undefined;
    this.#wanted.clear();
    this.#store.setState(noNotes, true);
  }

  /** The page goes away; what is on its way is for the next page of this browser profile. */
  close(): void {
    this.#with((keeper) => keeper.close());
  }

  async online(): Promise<void> {
    const keeper = await this.#opened();
    for (const peer of this.#wanted) keeper?.open(peer);
    if (keeper !== undefined) this.#wanted.clear();
    await keeper?.online();
  }

  offline(): void {
    this.#with((keeper) => keeper.offline());
  }

  pushed(note: Note): void {
    this.#with((keeper) => keeper.changed(note));
  }

  open(peer: UserId): void {
    if (this.#keeper === undefined) this.#wanted.add(peer);
    else this.#with((keeper) => keeper.open(peer));
  }

  older(peer: UserId): void {
    this.#with((keeper) => keeper.older(peer));
  }

  async find(callIds: readonly CallId[]): Promise<void> {
    await (await this.#opened())?.find(callIds);
  }

  /** Undefined where its code cannot be fetched. */
  async record(media: Media): Promise<OpenRecording | undefined> {
    const code = await import('./noteRecording.ts').catch(() => undefined);
    const recorder = await this.#ports.recorder().catch(() => undefined);
    return code && recorder && new code.NoteRecording({ ...this.#ports, recorder }, media);
  }

  /** False if it could not be taken in. */
  async send(what: NoteFor, recorded: Recorded): Promise<boolean> {
    const keeper = await this.#opened();
    await keeper?.send(what, recorded);
    return keeper !== undefined;
  }

  sendAgain(id: NoteId): void {
    this.#with((keeper) => keeper.sendAgain(id));
  }

  discard(id: NoteId): void {
    this.#with((keeper) => void keeper.discard(id));
  }

  async media(note: NoteToPlay): Promise<NoteMedia> {
    const keeper = await this.#opened();
    return keeper?.media(note) ?? { kind: 'failed', message: errors.offline.message };
  }

  played(id: NoteId): void {
    this.#with((keeper) => void keeper.played(id));
  }

  /** What people say to those whose calls they do not answer; `offline` where the code for it cannot be fetched. */
  async greeting(
    act: (greetings: Greetings) => Promise<Result<HeardGreeting | undefined>>,
  ): Promise<Result<HeardGreeting | undefined>> {
    const code = await import('./greetings.ts').catch(() => undefined);
    const token = this.#signedIn?.token;
    if (code === undefined || token === undefined) return fail('offline');
    return act(code.createGreetings(this.#ports, token));
  }

  #with(act: (keeper: NoteStore) => void): void {
    void this.#keeper?.then((keeper) => keeper && act(keeper));
  }

  /** Where the code cannot be fetched, it is tried again the next time it is needed. */
  #opened(): Promise<NoteStore | undefined> {
    const signedIn = this.#signedIn;
    if (signedIn === undefined) return Promise.resolve(undefined);
    return (this.#keeper ??= this.#load(signedIn).catch(() => {
      if (this.#signedIn === signedIn) this.#keeper = undefined;
      return undefined;
    }));
  }

  /** Undefined where somebody else is signed in by the time that all is there, or nobody. */
  async #load(signedIn: SignedIn): Promise<NoteStore | undefined> {
    const { me, token } = signedIn;
    const [{ NoteStore: NoteStoreClass }, { createNoteTransfer }, shelf] = await Promise.all([
      import('./noteStore.ts'),
      import('./noteTransfer.ts'),
      this.#ports.openNoteShelf(me.id),
    ]);
    if (this.#signedIn !== signedIn) return undefined;
    const transfer = createNoteTransfer(this.#ports, token);
    const { clock, random, locks } = this.#ports;
    const parts = { signaling: this.#signaling, store: this.#store, me: me.id, clock, random, locks };
    return new NoteStoreClass({ ...parts, shelf, transfer });
  }
}
