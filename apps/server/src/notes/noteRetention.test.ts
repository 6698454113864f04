import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { bounds, type Note } from '@ringback/protocol';
import { describe, expect, test } from 'vitest';
import { newUserId } from '../calls/calls.testing.ts';
import { AttachedDevices } from '../devices/attachedDevices.ts';
import type { Operations } from '../operations/operations.ts';
import { createLog } from '../platform/log.ts';
import type { MachineClock } from '../platform/serverClock.ts';
import type { Storage } from '../storage/storage.ts';
import { openInProcessStorage } from '../testing/inProcessStorage.ts';
import { newCallId, TestServer, until, type Device } from '../testing/testServer.ts';
import { openNoteFiles } from './noteFiles.ts';
import { NoteNotifier } from './noteNotifier.ts';
import { NoteRetention } from './noteRetention.ts';
import { NoteSpace } from './noteSpace.ts';
import type { StoredNote } from './noteRow.ts';
import { declined, newNoteId, newProfileId, NoteClient, noteFor } from './notes.testing.ts';

const filesOf = (server: TestServer): Promise<string[]> => readdir(join(server.config.dataDir, 'notes'));

/** The clocks of a machine whose time a test sets. */
function shiftedClock(): MachineClock & { shiftMs: number } {
  const clock = {
    shiftMs: 0,
    wall: () => Date.now() + clock.shiftMs,
    uptime: () => performance.now() + clock.shiftMs,
    bootId: 'boot',
  };
  return clock;
}

/** Starts a download that is not read. */
function stalledDownload(server: TestServer, { signedIn }: Device, id: string): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${signedIn.token}` };
  return new Promise((resolve, reject) => {
    get(`${server.url}api/notes/${id}`, { headers, agent: false }, resolve).on('error', reject);
  });
}

async function leaveNote(server: TestServer, from: Device, to: Device): Promise<Note> {
  return new NoteClient(server, from).send(noteFor(await declined(from, to)));
}

/** Says hello as a tab of a new browser profile. */
async function inProfile(device: Device): Promise<Device> {
  await device.ok('session:hello', { profile: newProfileId() });
  return device;
}

describe('a download of a note', () => {
  test('is for its two people only, as bytes that no browser displays; for others its id is like an unknown one', async () => {
    await using server = await TestServer.start();
    const [ada, grace, mallory] = await server.devices('Ada', 'Grace', 'Mallory');
    const { id, size } = await leaveNote(server, ada, grace);
    for (const device of [ada, grace]) {
      const response = await new NoteClient(server, device).request(`/${id}`);
      expect((await response.arrayBuffer()).byteLength).toBe(size);
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-disposition')).toContain('attachment');
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    const foreign = await new NoteClient(server, mallory).request(`/${id}`);
    const unknown = await new NoteClient(server, mallory).request(`/${newNoteId()}`);
    expect(foreign.status).toBe(404);
    expect(await foreign.text()).toBe(await unknown.text());
    expect((await new NoteClient(server, ada, 'x'.repeat(43)).request(`/${id}`)).status).toBe(401);
    expect((await new NoteClient(server, ada).request('/..%2fringback.sqlite')).status).toBe(404);
    expect(await mallory.ok('note:list', { peer: grace.userId })).toEqual({ notes: [] });
    expect(await mallory.codeOf('note:played', { noteId: id })).toBe('notFound');
  });

  test('is refused to everyone until the note is complete', async () => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const { offer, bytes } = noteFor(await declined(ada, grace));
    await new NoteClient(server, ada).offer(offer);
    await new NoteClient(server, ada).part(offer.id, bytes.slice(0, 500), 0);
    expect((await new NoteClient(server, grace).request(`/${offer.id}`)).status).toBe(404);
    expect(await grace.ok('note:new', {})).toEqual({ notes: [] });
    expect(grace.pushes('note:changed')).toEqual([]);
  });
});

describe('a hidden caller', () => {
  test('leaves a note as for someone offline, and it never reaches the callee', async () => {
    await using server = await TestServer.start({ timeouts: { ringMs: 300 } });
    const [ada, grace] = await server.devices('Ada', 'Grace');
    await grace.ok('settings:set', { callsFrom: 'contacts' });
    const { id: callId } = await ada.place(grace);
    await ada.pushedCall(callId, 'ended');
    const note = await new NoteClient(server, ada).send(noteFor(callId));
    expect(await ada.ok('note:list', { peer: grace.userId })).toEqual({ notes: [note] });
    expect(await ada.push('note:changed')).toEqual(note);
    expect(await grace.ok('note:new', {})).toEqual({ notes: [] });
    expect(await grace.ok('note:list', { peer: ada.userId })).toEqual({ notes: [] });
    expect(await grace.ok('note:ofCalls', { callIds: [callId] })).toEqual({ notes: [] });
    expect(await grace.codeOf('note:played', { noteId: note.id })).toBe('notFound');
    expect((await new NoteClient(server, grace).request(`/${note.id}`)).status).toBe(404);
    expect(grace.pushes('note:changed')).toEqual([]);
  });
});

describe('the bytes of a note', () => {
  test('are deleted once every recently seen profile has confirmed, and both people get a push', async () => {
    await using server = await TestServer.start();
    const ada = await server.device('Ada');
    const [home, work] = [
      await inProfile(await server.device('Grace')),
      await inProfile(await server.device('Grace')),
    ];
    const note = await leaveNote(server, ada, home);
    for (const device of [home, work]) expect(await device.ok('note:new', {})).toEqual({ notes: [note] });
    await home.ok('note:fetched', { noteIds: [note.id] });
    expect(await filesOf(server)).toEqual([note.id]);
    expect((await work.ok('note:new', {})).notes).toHaveLength(1);
    await work.ok('note:fetched', { noteIds: [note.id] });
    expect(await filesOf(server)).toEqual([]);
    for (const device of [ada, home, work])
      await device.push('note:changed', ({ bytes }) => bytes === 'gone');
    expect((await new NoteClient(server, work).request(`/${note.id}`)).status).toBe(404);
    const [known] = (await home.ok('note:list', { peer: ada.userId })).notes;
    expect(known).toEqual({ ...note, bytes: 'gone' });
  });

  test('stay until the recipient has confirmed', async () => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const note = await leaveNote(server, ada, grace);
    expect(await grace.codeOf('note:fetched', { noteIds: [note.id] })).toBe('badRequest');
    await inProfile(ada);
    await ada.ok('note:fetched', { noteIds: [note.id] });
    await server.restart();
    expect(await filesOf(server)).toEqual([note.id]);
  });

  test('do not wait for a profile that was away for 30 days', async () => {
    const clock = shiftedClock();
    await using server = await TestServer.start({}, { machineClock: clock });
    const ada = await server.device('Ada');
    clock.shiftMs = -bounds.noteKeptMs - 3_600_000;
    await inProfile(await server.device('Grace'));
    clock.shiftMs = 0;
    const grace = await inProfile(await server.device('Grace'));
    const note = await leaveNote(server, ada, grace);
    await grace.ok('note:fetched', { noteIds: [note.id] });
    expect(await filesOf(server)).toEqual([]);
  });

  test('are deleted after 30 days in any case, and after some minutes if the upload was given up', async () => {
    const clock = shiftedClock();
    await using server = await TestServer.start({}, { machineClock: clock });
    const [ada, grace] = await server.devices('Ada', 'Grace');
    clock.shiftMs = -bounds.noteUnfinishedMs - 1_000;
    const unfinished = noteFor(await declined(ada, grace));
    await new NoteClient(server, ada).offer(unfinished.offer);
    await new NoteClient(server, ada).part(unfinished.offer.id, unfinished.bytes.slice(0, 10), 0);
    clock.shiftMs = -bounds.noteKeptMs - 1_000;
    const old = await leaveNote(server, ada, grace);
    clock.shiftMs = 0;
    const recent = await leaveNote(server, ada, grace);
    expect((await filesOf(server)).toSorted()).toEqual([unfinished.offer.id, old.id, recent.id].toSorted());
    await server.restart();
    await until(async () => (await filesOf(server)).length === 1, 'only the new note is left');
    await grace.hello();
    const { notes } = await grace.ok('note:list', { peer: ada.userId });
    expect(notes.map(({ id, bytes }) => [id, bytes])).toEqual([
      [recent.id, 'kept'],
      [old.id, 'gone'],
    ]);
  });
});

test('after a restore without the bytes, notes are marked as gone and uploads start over', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const adas = new NoteClient(server, ada);
  const note = await leaveNote(server, ada, grace);
  const draft = noteFor(await declined(ada, grace));
  await adas.offer(draft.offer);
  await adas.part(draft.offer.id, draft.bytes.slice(0, 10), 0);
  for (const file of await filesOf(server)) await rm(join(server.config.dataDir, 'notes', file));
  await server.restart();
  await grace.hello();
  const { notes } = await grace.ok('note:list', { peer: ada.userId });
  expect(notes).toMatchObject([{ id: note.id, bytes: 'gone' }]);
  expect(await adas.offer(draft.offer)).toMatchObject({ status: 200, upload: { received: 0 } });
  expect((await adas.send(draft)).id).toBe(draft.offer.id);
});

test('an upload that completes during a sweep is either kept or deleted as a whole', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-retention-'));
  const storage = await openInProcessStorage(dataDir);
  const noteFiles = openNoteFiles(join(dataDir, 'notes'));
  const [from, to] = [newUserId(), newUserId()];
  for (const id of [from, to])
    await storage.run('users:add', { id, name: id, claimHash: null, createdAt: 0 });
  const { offer, bytes } = noteFor(newCallId());
  const { id } = offer;
  const draft = { ...offer, from, to, hidden: false };
  await storage.run('notes:offer', { draft, at: 0, hasRoom: true });
  await noteFiles.append(id, Readable.from([bytes]), { offset: 0, maxBytes: bytes.length });
  // Completes the upload right after the first operation of the sweep.
  let completed: StoredNote | undefined;
  const run: Storage<Operations>['run'] = async (name, input) => {
    const found = await storage.run(name, input);
    completed ??= await storage.run('notes:complete', { id, at: Date.now() });
    return found;
  };
  const notifier = new NoteNotifier(new AttachedDevices(), () => {});
  const log = createLog('silent');
  await new NoteRetention({
    storage: { run, close: () => storage.close() },
    noteFiles,
    space: new NoteSpace(bytes.length),
    notifier,
    log,
    now: Date.now,
  }).forgetUnfinished();
  expect((await noteFiles.all()).length, 'the bytes exist exactly if the note was sent').toBe(
    completed === undefined ? 0 : 1,
  );
  await storage.close();
  await rm(dataDir, { recursive: true });
});

test('one user downloads at most eight notes at once, and others go on', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  // More than the system's buffers take, so that no download ends by itself.
  const { offer, bytes } = noteFor(await declined(ada, grace), bounds.videoNoteBytes - 1_000);
  const note = await new NoteClient(server, ada).send({
    offer: { ...offer, media: 'video', mime: 'video/webm' },
    bytes,
  });
  const downloads: IncomingMessage[] = [];
  const statuses = async (by: Device, count: number): Promise<number[]> => {
    const opened = Array.from({ length: count }, () => stalledDownload(server, by, note.id));
    const answers = await Promise.all(opened);
    downloads.push(...answers);
    return answers.map(({ statusCode = 0 }) => statusCode);
  };
  expect((await statuses(ada, 9)).filter((status) => status === 429)).toHaveLength(1);
  expect(await statuses(grace, 1)).toEqual([200]);
  // A server that closes waits for downloads.
  for (const download of downloads) download.destroy();
});

test('only the recipient can mark a note as played, once, and the sender gets a push', async () => {
  await using server = await TestServer.start();
  const [ada, grace, grace2] = await server.devices('Ada', 'Grace', 'Grace');
  const { id } = await leaveNote(server, ada, grace);
  expect(await ada.codeOf('note:played', { noteId: id })).toBe('notFound');
  const played = await grace.ok('note:played', { noteId: id });
  expect(played.playedAt).toBeGreaterThan(0);
  for (const device of [ada, grace2])
    expect(await device.push('note:changed', ({ playedAt }) => playedAt !== undefined)).toEqual(played);
  expect(await grace.ok('note:played', { noteId: id })).toEqual(played);
  expect(ada.pushes('note:changed')).toHaveLength(2);
});
