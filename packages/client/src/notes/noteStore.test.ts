import { fail, noteHeaderBytes, ok, wrapNote, type Note, type Result } from '@ringback/protocol';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { createFakeLocks } from '../testing/storage.ts';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { grace, me } from '../messages/messages.testing.ts';
import { NoteStore } from './noteStore.ts';
import { isUnplayed, noNotes, type Notes } from './notes.ts';
import { callId, noteAt, noteId } from './notes.testing.ts';
import { memoryNoteShelf } from './noteShelf.ts';

const contents = new Uint8Array([1, 2, 3]);

function noteStoreFixture(isLasting = true) {
  const signaling = new FakeSignalingClient({
    'note:new': () => ok({ notes: [] }),
    'note:fetched': () => ok({}),
  });
  const shelf = { ...memoryNoteShelf(), isLasting };
  const fetched: string[] = [];
  const answers = { fetch: (): Result<Uint8Array<ArrayBuffer>> => ok(wrapNote(contents)) };
  const store = createStore<Notes>(() => noNotes);
  const notes = new NoteStore({
    signaling,
    store,
    shelf,
    me,
    clock: createFakeClock(),
    locks: createFakeLocks(),
    random: createSeededRandom(1),
    transfer: {
      offer: () => Promise.resolve(fail('offline')),
      part: () => Promise.resolve(fail('offline')),
      fetch: (id) => {
        fetched.push(id);
        return Promise.resolve(answers.fetch());
      },
    },
  });
  const asked = (name: string) =>
    signaling.made.filter((made) => made.name === name).map(({ payload }) => payload);
  return { signaling, shelf, fetched, answers, store, notes, asked, known: () => store.getState().known };
}

test('a new note is stored here before the server learns that it was fetched', async () => {
  const { notes, shelf, asked, known } = noteStoreFixture();
  notes.changed(noteAt(1));
  await expect.poll(() => asked('note:fetched')).toEqual([{ noteIds: [noteId(1)] }]);
  expect(await shelf.bytes(noteId(1))).toHaveLength(noteHeaderBytes + contents.length);
  expect(known()).toHaveLength(1);
});

test('a note that a closed tab left is taken over at the next reconnect', async () => {
  const { notes, shelf, store } = noteStoreFixture();
  await notes.online();
  const { id, callId, media, mime, durationMs, peaks, size } = noteAt(1, me);
  const offer = { id, callId, media, mime, durationMs, peaks, size };
  await shelf.addDraft({ offer, to: grace, recordedAt: 1 }, contents);
  notes.offline();
  await notes.online();
  await expect.poll(() => store.getState().outbox.map((draft) => draft.id)).toEqual([id]);
});

test('a note that cannot be stored or fetched stays on the server', async () => {
  const temporary = noteStoreFixture(false);
  temporary.notes.changed(noteAt(1));
  const broken = noteStoreFixture();
  broken.answers.fetch = () => fail('offline');
  broken.notes.changed(noteAt(1), noteAt(2));
  await expect.poll(() => broken.fetched).toHaveLength(2);
  await broken.notes.online();
  expect([...temporary.asked('note:fetched'), ...broken.asked('note:fetched')]).toEqual([]);
  expect(temporary.fetched).toEqual([]);
});

test("the user's own notes and lost notes are not fetched", async () => {
  const { notes, fetched } = noteStoreFixture();
  notes.changed(noteAt(1, me), noteAt(2, grace, { bytes: 'gone' }), noteAt(3));
  await expect.poll(() => fetched).toEqual([noteId(3)]);
});

test('a note that turns out to be lost no longer counts as unplayed', async () => {
  const { notes, shelf, store } = noteStoreFixture();
  await shelf.store(noteId(1), wrapNote(contents));
  const gone = [noteAt(1, grace, { bytes: 'gone' }), noteAt(2, grace, { bytes: 'gone' })];
  const waiting = () =>
    store.getState().known.flatMap((note) => (isUnplayed(store.getState(), note) ? [note.id] : []));
  notes.changed(...gone);
  expect(waiting()).toEqual([noteId(1), noteId(2)]);
  await Promise.all(gone.map((note) => notes.media(note)));
  expect(waiting()).toEqual([noteId(1)]);
});

test('a note played offline is reported once the server is reachable', async () => {
  const { notes, signaling, asked, known } = noteStoreFixture();
  notes.changed(noteAt(1));
  await notes.played(noteId(1));
  expect(known()[0]?.playedAt).toBeUndefined();
  signaling.answer({ 'note:played': () => ok(noteAt(1, grace, { playedAt: 9 })) });
  await notes.online();
  await expect.poll(() => known()[0]?.playedAt).toBe(9);
  await notes.online();
  expect(asked('note:played')).toHaveLength(2);
});

test('an older version of a note that arrives late changes nothing', () => {
  const { notes, known } = noteStoreFixture();
  const played = noteAt(1, me, { playedAt: 5, bytes: 'gone' });
  notes.changed(played);
  notes.changed(noteAt(1, me));
  expect(known()).toEqual([played]);
});

test('a note is played from storage, else from the server, unless it is lost', async () => {
  const { notes, shelf, answers, fetched } = noteStoreFixture();
  const note: Pick<Note, 'id' | 'mime'> = noteAt(1);
  await shelf.store(noteId(1), wrapNote(contents));
  const here = await notes.media(note);
  expect(here).toMatchObject({ kind: 'here', blob: { type: 'audio/webm', size: 3 } });
  expect(fetched).toEqual([]);
  expect(await notes.media(noteAt(2))).toMatchObject({ kind: 'here' });
  expect(await notes.media(noteAt(4, grace, { bytes: 'gone' }))).toEqual({ kind: 'gone' });
  expect(fetched).toHaveLength(1);
  answers.fetch = () => fail('notFound');
  expect(await notes.media(noteAt(3))).toEqual({ kind: 'gone' });
  answers.fetch = () => fail('offline');
  expect(await notes.media(noteAt(3))).toMatchObject({ kind: 'failed' });
  answers.fetch = () => ok(new Uint8Array([1]));
  expect(await notes.media(noteAt(3))).toMatchObject({ kind: 'failed' });
});

test('notes with a person are fetched page by page, and notes of named calls in one request', async () => {
  const { notes, signaling, store, known } = noteStoreFixture();
  signaling.answer({
    'note:list': ({ before }) =>
      ok(before === undefined ? { notes: [noteAt(5)], next: 5 } : { notes: [noteAt(4)] }),
    'note:ofCalls': () => ok({ notes: [noteAt(7)] }),
  });
  notes.open(grace);
  await expect.poll(() => store.getState().reach.get(grace)).toEqual({ state: 'partial', from: 5 });
  notes.older(grace);
  await expect.poll(() => store.getState().reach.get(grace)).toEqual({ state: 'complete', from: 0 });
  await notes.find([callId(7), callId(8)]);
  expect(known().map(({ sentAt }) => sentAt)).toEqual([4, 5, 7]);
});
