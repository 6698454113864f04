import { SignedIn, type UserId } from '@ringback/protocol';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { createFakeLocks, createFakeStorage } from '../testing/storage.ts';
import { FakeCapture } from '../testing/capture.ts';
import { FakeRecorder } from '../testing/recorder.ts';
import { FakeStream } from '@ringback/rtc/testing';
import { FakeSignalingClient } from '../testing/signalingClient.ts';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { grace, me } from '../messages/messages.testing.ts';
import { draftOf } from './notes.testing.ts';
import { memoryNoteShelf, type NoteShelf } from './noteShelf.ts';
import { NotesService } from './notesService.ts';

/** A notes service whose shelves open when a test says so. */
function notesServiceFixture() {
  const signaling = new FakeSignalingClient();
  const openings: { readonly userId: UserId; readonly done: PromiseWithResolvers<NoteShelf> }[] = [];
  const notes = new NotesService(signaling, {
    baseUrl: '',
    fetch: () => Promise.resolve(Response.error()),
    clock: createFakeClock(),
    random: createSeededRandom(1),
    locks: createFakeLocks(),
    capture: new FakeCapture(),
    recorder: () => Promise.resolve(new FakeRecorder()),
    profileStorage: createFakeStorage(),
    streamOf: (track) => new FakeStream('stream', [track]),
    openNoteShelf: (userId) => {
      const done = Promise.withResolvers<NoteShelf>();
      openings.push({ userId, done });
      return done.promise;
    },
  });
  return { notes, signaling, openings };
}

function signedIn(id: UserId): SignedIn {
  const device = { id: '00000000-0000-4000-8000-0000000000d1' };
  return v.parse(SignedIn, { token: 'a'.repeat(43), me: { id, name: 'Somebody' }, device });
}

/** A user opened a conversation and signed out before their shelf was open; another user's shelf is being opened. */
async function signedOutWhileOpening() {
  const fixture = notesServiceFixture();
  const { notes, openings } = fixture;
  notes.onSignIn(signedIn(me));
  notes.open(grace);
  const before = notes.online();
  await expect.poll(() => openings.length).toBe(1);
  notes.onSignOut();
  notes.onSignIn(signedIn(grace));
  const after = notes.online();
  await expect.poll(() => openings.length).toBe(2);
  return { ...fixture, before, after };
}

test('a sign-out before the shelf is open leaves nothing for the next user', async () => {
  const { notes, signaling, openings, before, after } = await signedOutWhileOpening();
  const shelf = memoryNoteShelf();
  await shelf.addDraft(draftOf(1, 100), new Uint8Array(100));
  openings[0]?.done.resolve(shelf);
  await before;
  openings[1]?.done.resolve(memoryNoteShelf());
  await after;
  expect(openings.map(({ userId }) => userId)).toEqual([me, grace]);
  expect(notes.getState().outbox).toEqual([]);
  expect(signaling.made.map(({ name }) => name)).toEqual(['note:new']);
});

test('notes that could not be fetched for a previous user do not affect the current one', async () => {
  const { notes, openings, before, after } = await signedOutWhileOpening();
  openings[0]?.done.reject(new Error('The browser has closed it'));
  await before;
  openings[1]?.done.resolve(memoryNoteShelf());
  await after;
  await notes.online();
  expect(openings).toHaveLength(2);
});
