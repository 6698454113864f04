import { SignedIn, type UserId } from '@ringback/protocol';
import { createFakeClock, createSeededRandom } from '@ringback/testkit';
import { createFakeLocks, createFakeStorage } from '../testing/storage.ts';
import { FakeCapture } from '../testing/capture.ts';
import { FakeRecorder } from '../testing/recorder.ts';
import { FakeStream } from '@ringback/rtc/testing';
import { FakeWire } from '../testing/wire.ts';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { grace, me } from '../stores/messages.testing.ts';
import { draftOf } from '../stores/notes.testing.ts';
import { memoryNoteShelf, type NoteShelf } from '../stores/noteShelf.ts';
import { Noting } from './noting.ts';

/** Notes on a machine whose shelves open when a test says so. */
function notingOnAMachine() {
  const wire = new FakeWire();
  const openings: { readonly userId: UserId; readonly done: PromiseWithResolvers<NoteShelf> }[] = [];
  const noting = new Noting(wire, {
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
  return { noting, wire, openings };
}

function signedIn(id: UserId): SignedIn {
  const device = { id: '00000000-0000-4000-8000-0000000000d1' };
  return v.parse(SignedIn, { token: 'a'.repeat(43), me: { id, name: 'Somebody' }, device });
}

/** One who looked at a conversation has left before their shelf was open, and another one's is being opened. */
async function leftTooSoon() {
  const machine = notingOnAMachine();
  const { noting, openings } = machine;
  noting.entered(signedIn(me));
  noting.open(grace);
  const before = noting.online();
  await expect.poll(() => openings.length).toBe(1);
  noting.left();
  noting.entered(signedIn(grace));
  const after = noting.online();
  await expect.poll(() => openings.length).toBe(2);
  return { ...machine, before, after };
}

test('who leaves before their shelf is open leaves nothing for who comes in next', async () => {
  const { noting, wire, openings, before, after } = await leftTooSoon();
  const shelf = memoryNoteShelf();
  await shelf.addDraft(draftOf(1, 100), new Uint8Array(100));
  openings[0]?.done.resolve(shelf);
  await before;
  openings[1]?.done.resolve(memoryNoteShelf());
  await after;
  expect(openings.map(({ userId }) => userId)).toEqual([me, grace]);
  expect(noting.store.getState().outbox).toEqual([]);
  expect(wire.made.map(({ name }) => name)).toEqual(['note:new']);
});

test('what could not be fetched for who has left takes nothing from who is here', async () => {
  const { noting, openings, before, after } = await leftTooSoon();
  openings[0]?.done.reject(new Error('The browser has closed it'));
  await before;
  openings[1]?.done.resolve(memoryNoteShelf());
  await after;
  await noting.online();
  expect(openings).toHaveLength(2);
});
