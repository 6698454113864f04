import {
  isRetryable,
  NoteId,
  openNote,
  sealNote,
  type CallId,
  type Note,
  type Result,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { StoreApi } from 'zustand/vanilla';
import type { Recorded } from '../media/recorder.ts';
import type { NoteTransfer } from './noteTransfer.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import { withListState, withNotePage, withNotes } from './noteList.ts';
import { NoteOutbox } from './noteOutbox.ts';
import type { NoteFor, NoteMedia, Notes, NoteToPlay } from './notes.ts';
import type { NoteShelf } from './noteShelf.ts';

/** What the keeper of notes works with. */
export interface NoteStoreDeps extends Pick<PlatformPorts, 'clock' | 'random' | 'locks'> {
  readonly signaling: SignalingClient;
  readonly me: UserId;
  readonly store: StoreApi<Notes>;
  readonly shelf: NoteShelf;
  readonly transfer: NoteTransfer;
}

/** The one writer of the notes of who is signed in. */
export class NoteStore {
  readonly #deps: NoteStoreDeps;
  readonly #outbox: NoteOutbox;
  /** Played while the server was away. */
  readonly #played = new Set<NoteId>();
  #fetching: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(deps: NoteStoreDeps) {
    this.#deps = deps;
    const { store } = deps;
    this.#outbox = new NoteOutbox({
      ...deps,
      onChange: (outbox) => store.setState({ outbox }),
      onSent: (note) => this.#take([note]),
    });
    void this.#outbox.restore();
  }

  /** The server is there, perhaps again: what is shown may be old, and what waits can go. */
  async online(): Promise<void> {
    this.#outbox.online();
    for (const id of this.#played) void this.played(id);
    for (const peer of this.#state.reach.keys()) void this.#fetchPage(peer, undefined);
    const answer = await this.#deps.signaling.request('note:new', {});
    if (answer.ok && !this.#isClosed) this.changed(...answer.data.notes);
  }

  offline(): void {
    this.#outbox.offline();
  }

  close(): void {
    this.#isClosed = true;
    this.#outbox.close();
  }

  /** Fetches the newest notes with a person, unless they are there. */
  open(peer: UserId): void {
    const state = this.#state.reach.get(peer)?.state ?? 'unknown';
    if (state === 'unknown' || state === 'failed') void this.#fetchPage(peer, undefined);
  }

  /** Fetches older notes with a person. */
  older(peer: UserId): void {
    const reach = this.#state.reach.get(peer);
    if (reach?.state === 'partial') void this.#fetchPage(peer, reach.from);
  }

  /** Looks for the notes that were left after some calls. */
  async find(callIds: readonly CallId[]): Promise<void> {
    const answer = await this.#deps.signaling.request('note:ofCalls', { callIds: [...callIds] });
    if (answer.ok && !this.#isClosed) this.#take(answer.data.notes);
  }

  /** Sends what was recorded, now or as soon as the server is there. */
  async send({ callId, to }: NoteFor, recorded: Recorded): Promise<void> {
    const { random, clock } = this.#deps;
    const bytes = sealNote(recorded.bytes);
    const { mime, durationMs } = recorded;
    const about = { id: v.parse(NoteId, random.uuid()), callId, mime, durationMs };
    const media = mime.startsWith('video/') ? ('video' as const) : ('audio' as const);
    const offer = { ...about, media, peaks: [...recorded.peaks], size: bytes.length };
    await this.#outbox.add({ offer, to, recordedAt: clock.now() }, bytes);
  }

  sendAgain(id: NoteId): void {
    this.#outbox.sendAgain(id);
  }

  async discard(id: NoteId): Promise<void> {
    await this.#outbox.discard(id);
  }

  /** What there is to play of a note, also of one that is on its way. One that turns out to be gone waits for nobody here. */
  async media(note: NoteToPlay): Promise<NoteMedia> {
    const media = await this.#look(note);
    const { lost } = this.#state;
    if (media.kind === 'gone' && !lost.has(note.id) && !this.#isClosed)
      this.#set({ ...this.#state, lost: new Set(lost).add(note.id) });
    return media;
  }

  async #look({ id, mime, bytes }: NoteToPlay): Promise<NoteMedia> {
    const kept = this.#outbox.unkept(id) ?? (await this.#deps.shelf.bytes(id).catch(() => undefined));
    if (kept === undefined && bytes === 'gone') return { kind: 'gone' };
    const answer: Result<Uint8Array<ArrayBuffer>> =
      kept === undefined ? await this.#deps.transfer.fetch(id) : { ok: true, data: kept };
    if (!answer.ok)
      return answer.error.code === 'notFound'
        ? { kind: 'gone' }
        : { kind: 'failed', message: answer.error.message };
    const contents = openNote(answer.data);
    if (contents === undefined) return { kind: 'failed', message: 'This browser cannot open the note.' };
    return { kind: 'here', blob: new Blob([contents.slice()], { type: mime }) };
  }

  /** The user plays a note that is for them. */
  async played(id: NoteId): Promise<void> {
    this.#played.add(id);
    const answer = await this.#deps.signaling.request('note:played', { noteId: id });
    if (answer.ok || !isRetryable(answer.error.code)) this.#played.delete(id);
    if (answer.ok && !this.#isClosed) this.#take([answer.data]);
  }

  /** Takes news of notes, and fetches those that this browser profile has yet to get. */
  changed(...news: readonly Note[]): void {
    this.#take(news);
    for (const note of news) {
      const isMine = note.to === this.#deps.me && note.bytes === 'kept';
      if (isMine) this.#fetching = this.#fetching.then(() => this.#keep(note.id));
    }
  }

  /** The server lets go of a note only after it is told that it is kept here; who keeps nothing does not tell. */
  async #keep(id: NoteId): Promise<void> {
    const { shelf, transfer, signaling } = this.#deps;
    if (this.#isClosed || !shelf.isLasting) return;
    try {
      if ((await shelf.bytes(id)) === undefined) {
        const fetched = await transfer.fetch(id);
        if (!fetched.ok) return;
        await shelf.keep(id, fetched.data);
      }
      await signaling.request('note:fetched', { noteIds: [id] });
    } catch {
      // No room here: it stays with the server, and is fetched to be played.
    }
  }

  async #fetchPage(peer: UserId, before: number | undefined): Promise<void> {
    this.#set(withListState(this.#state, peer, 'loading'));
    const answer = await this.#deps.signaling.request('note:list', {
      peer,
      ...(before !== undefined && { before }),
    });
    if (this.#isClosed) return;
    this.#set(
      answer.ok ? withNotePage(this.#state, peer, answer.data) : withListState(this.#state, peer, 'failed'),
    );
  }

  #take(news: readonly Note[]): void {
    this.#set(withNotes(this.#state, news));
  }

  #set(notes: Notes): void {
    this.#deps.store.setState(notes);
  }

  get #state(): Notes {
    return this.#deps.store.getState();
  }
}
