import { fail, noteHeaderBytes, ok, sealNote, type Note, type Result } from '@ringback/protocol';
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

function kept(isLasting = true) {
  const signaling = new FakeSignalingClient({
    'note:new': () => ok({ notes: [] }),
    'note:fetched': () => ok({}),
  });
  const shelf = { ...memoryNoteShelf(), isLasting };
  const fetched: string[] = [];
  const answers = { fetch: (): Result<Uint8Array<ArrayBuffer>> => ok(sealNote(contents)) };
  const store = createStore<Notes>(() => noNotes);
  const keeper = new NoteStore({
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
  return { signaling, shelf, fetched, answers, store, keeper, asked, known: () => store.getState().known };
}

test('a note that comes is fetched, kept here, and only then is the server told that it need not keep it', async () => {
  const { keeper, shelf, asked, known } = kept();
  keeper.changed(noteAt(1));
  await expect.poll(() => asked('note:fetched')).toEqual([{ noteIds: [noteId(1)] }]);
  expect(await shelf.bytes(noteId(1))).toHaveLength(noteHeaderBytes + contents.length);
  expect(known()).toHaveLength(1);
});

test('what cannot be kept, or cannot be fetched, stays with the server', async () => {
  const fleeting = kept(false);
  fleeting.keeper.changed(noteAt(1));
  const broken = kept();
  broken.answers.fetch = () => fail('offline');
  broken.keeper.changed(noteAt(1), noteAt(2));
  await expect.poll(() => broken.fetched).toHaveLength(2);
  await broken.keeper.online();
  expect([...fleeting.asked('note:fetched'), ...broken.asked('note:fetched')]).toEqual([]);
  expect(fleeting.fetched).toEqual([]);
});

test('one’s own notes, and those that are gone, are not fetched', async () => {
  const { keeper, fetched } = kept();
  keeper.changed(noteAt(1, me), noteAt(2, grace, { bytes: 'gone' }), noteAt(3));
  await expect.poll(() => fetched).toEqual([noteId(3)]);
});

test('a note turns out to be gone from here and from the server: from then on it waits for nobody here', async () => {
  const { keeper, shelf, store } = kept();
  await shelf.keep(noteId(1), sealNote(contents));
  const gone = [noteAt(1, grace, { bytes: 'gone' }), noteAt(2, grace, { bytes: 'gone' })];
  const waiting = () =>
    store.getState().known.flatMap((note) => (isUnplayed(store.getState(), note) ? [note.id] : []));
  keeper.changed(...gone);
  expect(waiting()).toEqual([noteId(1), noteId(2)]);
  await Promise.all(gone.map((note) => keeper.media(note)));
  expect(waiting()).toEqual([noteId(1)]);
});

test('played while the server is away: it is told once it is back', async () => {
  const { keeper, signaling, asked, known } = kept();
  keeper.changed(noteAt(1));
  await keeper.played(noteId(1));
  expect(known()[0]?.playedAt).toBeUndefined();
  signaling.answer({ 'note:played': () => ok(noteAt(1, grace, { playedAt: 9 })) });
  await keeper.online();
  await expect.poll(() => known()[0]?.playedAt).toBe(9);
  await keeper.online();
  expect(asked('note:played')).toHaveLength(2);
});

test('news that overtake each other take nothing back', () => {
  const { keeper, known } = kept();
  const played = noteAt(1, me, { playedAt: 5, bytes: 'gone' });
  keeper.changed(played);
  keeper.changed(noteAt(1, me));
  expect(known()).toEqual([played]);
});

test('what there is to play: what is kept here first, then what the server has, or that it is gone', async () => {
  const { keeper, shelf, answers, fetched } = kept();
  const note: Pick<Note, 'id' | 'mime'> = noteAt(1);
  await shelf.keep(noteId(1), sealNote(contents));
  const here = await keeper.media(note);
  expect(here).toMatchObject({ kind: 'here', blob: { type: 'audio/webm', size: 3 } });
  expect(fetched).toEqual([]);
  expect(await keeper.media(noteAt(2))).toMatchObject({ kind: 'here' });
  expect(await keeper.media(noteAt(4, grace, { bytes: 'gone' }))).toEqual({ kind: 'gone' });
  expect(fetched).toHaveLength(1);
  answers.fetch = () => fail('notFound');
  expect(await keeper.media(noteAt(3))).toEqual({ kind: 'gone' });
  answers.fetch = () => fail('offline');
  expect(await keeper.media(noteAt(3))).toMatchObject({ kind: 'failed' });
  answers.fetch = () => ok(new Uint8Array([1]));
  expect(await keeper.media(noteAt(3))).toMatchObject({ kind: 'failed' });
});

test('the notes with a person are fetched page by page, and those that were left after some calls at once', async () => {
  const { keeper, signaling, store, known } = kept();
  signaling.answer({
    'note:list': ({ before }) =>
      ok(before === undefined ? { notes: [noteAt(5)], next: 5 } : { notes: [noteAt(4)] }),
    'note:ofCalls': () => ok({ notes: [noteAt(7)] }),
  });
  keeper.open(grace);
  await expect.poll(() => store.getState().reach.get(grace)).toEqual({ state: 'partial', from: 5 });
  keeper.older(grace);
  await expect.poll(() => store.getState().reach.get(grace)).toEqual({ state: 'complete', from: 0 });
  await keeper.find([callId(7), callId(8)]);
  expect(known().map(({ sentAt }) => sentAt)).toEqual([4, 5, 7]);
});
