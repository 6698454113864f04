import {
  isRetryable,
  NoteId,
  unwrapNote,
  wrapNote,
  type CallId,
  type Note,
  type Result,
  type UserId,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { StoreApi } from 'zustand/vanilla';
import type { Recorded } from '../media/mediaPorts.ts';
import type { NoteTransfer } from './noteTransfer.ts';
import type { PlatformPorts } from '../platform/ports.ts';
import type { SignalingClient } from '../connection/signalingClient.ts';
import { withListState, withNotePage, withNotes } from './noteList.ts';
import { NoteOutbox } from './noteOutbox.ts';
import type { NoteFor, NoteMedia, Notes, NoteToPlay } from './notes.ts';
import type { NoteShelf } from './noteShelf.ts';

/** The dependencies of the note store. */
export interface NoteStoreDeps extends Pick<PlatformPorts, 'clock' | 'random' | 'locks'> {
  readonly signaling: SignalingClient;
  readonly me: UserId;
  readonly store: StoreApi<Notes>;
  readonly shelf: NoteShelf;
  readonly transfer: NoteTransfer;
}

/** The only writer of the signed-in user's notes. */
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

  /** The server is reachable: refreshes what is shown, and sends what waits. */
  async online(): Promise<void> {
    this.#outbox.online();
    // A tab that was closed meanwhile may have left notes.
    void this.#outbox.restore();
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

  /** Looks up the notes that were left after some calls. */
  async find(callIds: readonly CallId[]): Promise<void> {
    const answer = await this.#deps.signaling.request('note:ofCalls', { callIds: [...callIds] });
    if (answer.ok && !this.#isClosed) this.#take(answer.data.notes);
  }

  /** Sends a recording, now or once the server is reachable. */
  async send({ callId, to }: NoteFor, recorded: Recorded): Promise<void> {
    const { random, clock } = this.#deps;
    const bytes = wrapNote(recorded.bytes);
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

  /** The recording of a note, including an unsent one. A note that turns out to be gone counts as lost. */
  async media(note: NoteToPlay): Promise<NoteMedia> {
    const media = await this.#look(note);
    const { lost } = this.#state;
    if (media.kind === 'gone' && !lost.has(note.id) && !this.#isClosed)
      this.#set({ ...this.#state, lost: new Set(lost).add(note.id) });
    return media;
  }

  async #look({ id, mime, bytes }: NoteToPlay): Promise<NoteMedia> {
    const stored =
      this.#outbox.unstoredBytes(id) ?? (await this.#deps.shelf.bytes(id).catch(() => undefined));
    if (stored === undefined && bytes === 'gone') return { kind: 'gone' };
    const answer: Result<Uint8Array<ArrayBuffer>> =
      stored === undefined ? await this.#deps.transfer.fetch(id) : { ok: true, data: stored };
    if (!answer.ok)
      return answer.error.code === 'notFound'
        ? { kind: 'gone' }
        : { kind: 'failed', message: answer.error.message };
    const contents = unwrapNote(answer.data);
    if (contents === undefined) return { kind: 'failed', message: 'This browser cannot open the note.' };
    return { kind: 'here', blob: new Blob([contents.slice()], { type: mime }) };
  }

  /** The user has played a note. */
  async played(id: NoteId): Promise<void> {
    this.#played.add(id);
    const answer = await this.#deps.signaling.request('note:played', { noteId: id });
    if (answer.ok || !isRetryable(answer.error.code)) this.#played.delete(id);
    if (answer.ok && !this.#isClosed) this.#take([answer.data]);
  }

  /** Adds or updates notes, and fetches the bytes that this browser profile does not have yet. */
  changed(...news: readonly Note[]): void {
    this.#take(news);
    for (const note of news) {
      const isMine = note.to === this.#deps.me && note.bytes === 'kept';
      if (isMine) this.#fetching = this.#fetching.then(() => this.#fetchAndStore(note.id));
    }
  }

  /** The server deletes a note only after all profiles have reported it as stored, so a profile that cannot store reports nothing. */
  async #fetchAndStore(id: NoteId): Promise<void> {
    const { shelf, transfer, signaling } = this.#deps;
    if (this.#isClosed || !shelf.isLasting) return;
    try {
      if ((await shelf.bytes(id)) === undefined) {
        const fetched = await transfer.fetch(id);
        if (!fetched.ok) return;
        await shelf.store(id, fetched.data);
      }
      await signaling.request('note:fetched', { noteIds: [id] });
    } catch {
      // No room: the note stays on the server and is fetched when it is played.
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
