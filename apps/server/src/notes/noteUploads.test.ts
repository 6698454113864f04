import { request } from 'node:http';
import { bounds } from '@ringback/protocol';
import { describe, expect, test } from 'vitest';
import { newCallId, TestServer, until, type Device } from '../testing/testServer.ts';
import { declined, newNoteId, NoteClient, noteFor, type Answered } from './notes.testing.ts';

const messageOf = (answer: Answered): string => ('error' in answer ? answer.error.message : '');
const receivedOf = (answer: Answered): number => ('upload' in answer ? answer.upload.received : -1);

async function afterDeclined(server: TestServer, ...names: string[]) {
  const [ada, grace, ...others] = await server.devices('Ada', 'Grace', ...names);
  const callId = await declined(ada, grace);
  return { ada, grace, others, callId, adas: new NoteClient(server, ada), note: noteFor(callId) };
}

/** Sends the start of a part, then destroys the connection. */
function sendInterruptedPart(
  server: TestServer,
  { signedIn }: Device,
  path: string,
  bytes: Uint8Array,
  length: number,
): Promise<void> {
  return new Promise((resolve) => {
    const headers = {
      authorization: `Bearer ${signedIn.token}`,
      'content-type': 'application/octet-stream',
      'content-length': length,
      'upload-offset': 0,
    };
    const sending = request(`${server.url}api/notes/${path}`, { method: 'PATCH', headers });
    sending.on('error', () => resolve());
    sending.on('close', () => resolve());
    sending.write(bytes, () => setImmediate(() => sending.destroy()));
  });
}

describe('an upload of a note', () => {
  test('after a declined call is pushed to both people, and belongs to the call', async () => {
    await using server = await TestServer.start();
    const { ada, grace, callId, adas, note } = await afterDeclined(server);
    expect(receivedOf(await adas.offer(note.offer))).toBe(0);
    const sent = await adas.send(note);
    expect(sent).toMatchObject({
      callId,
      from: ada.userId,
      to: grace.userId,
      durationMs: 5_000,
      bytes: 'kept',
    });
    for (const device of [ada, grace]) {
      expect(await device.push('note:changed')).toEqual(sent);
      expect(await device.ok('note:ofCalls', { callIds: [callId] })).toEqual({ notes: [sent] });
    }
    expect(await grace.ok('note:list', { peer: ada.userId })).toEqual({ notes: [sent] });
  });

  test('in parts resumes where it was after a restart of the server', async () => {
    await using server = await TestServer.start();
    const { adas, note } = await afterDeclined(server);
    await adas.offer(note.offer);
    expect(receivedOf(await adas.part(note.offer.id, note.bytes.slice(0, 400), 0))).toBe(400);
    await server.restart();
    expect(receivedOf(await adas.offer(note.offer))).toBe(400);
    expect(await adas.part(note.offer.id, note.bytes.slice(300), 300)).toMatchObject({ status: 409 });
    const whole = await adas.part(note.offer.id, note.bytes.slice(400), 400);
    expect(whole).toMatchObject({ upload: { received: note.bytes.length, note: { id: note.offer.id } } });
    expect(await adas.part(note.offer.id, note.bytes, 0)).toEqual(whole);
    expect(await adas.offer(note.offer)).toEqual(whole);
  });

  test('over a lost connection keeps the received bytes, and the rest completes it', async () => {
    await using server = await TestServer.start();
    const { ada, adas, grace } = await afterDeclined(server);
    const note = noteFor(await declined(ada, grace), 200_000);
    await adas.offer(note.offer);
    await sendInterruptedPart(server, ada, note.offer.id, note.bytes.slice(0, 100_000), note.bytes.length);
    await until(
      async () => receivedOf(await adas.offer(note.offer)) === 100_000,
      'half of the note is stored',
    );
    const whole = await adas.part(note.offer.id, note.bytes.slice(100_000), 100_000);
    expect(whole).toMatchObject({ upload: { note: { id: note.offer.id } } });
    const bytes = new Uint8Array(await (await adas.request(`/${note.offer.id}`)).arrayBuffer());
    expect(bytes).toEqual(note.bytes);
  });

  test('over a hanging connection is aborted when the client sends the part again', async () => {
    await using server = await TestServer.start();
    const { ada, adas, note } = await afterDeclined(server);
    await adas.offer(note.offer);
    const hanging = request(`${server.url}api/notes/${note.offer.id}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${ada.signedIn.token}`,
        'content-type': 'application/octet-stream',
        'upload-offset': 0,
      },
    });
    const aborted = new Promise((resolve) => hanging.on('error', resolve).on('close', resolve));
    hanging.write(note.bytes.slice(0, 100));
    await until(async () => receivedOf(await adas.offer(note.offer)) === 100, 'the first bytes are stored');
    expect(await adas.part(note.offer.id, note.bytes.slice(100), 100)).toMatchObject({ status: 200 });
    await aborted;
  });
});

describe('an upload is refused, with a message fit for display,', () => {
  test('without a token, with a wrong one, or from anyone but the caller', async () => {
    await using server = await TestServer.start();
    const { ada, grace, others, adas, note } = await afterDeclined(server, 'Mallory');
    const [mallory = ada] = others;
    for (const token of ['', 'x'.repeat(43)]) {
      const stranger = new NoteClient(server, ada, token);
      expect(await stranger.offer(note.offer)).toMatchObject({ status: 401 });
      expect(await stranger.part(note.offer.id, note.bytes, 0)).toMatchObject({ status: 401 });
    }
    const callees = await new NoteClient(server, grace).offer(note.offer);
    expect(callees).toMatchObject({ status: 403 });
    expect(messageOf(callees)).toContain('not answered');
    const foreign = await new NoteClient(server, mallory).offer(note.offer);
    expect(foreign).toEqual(await new NoteClient(server, mallory).offer(noteFor(newCallId()).offer));
    expect(foreign).toMatchObject({ status: 404 });
    await adas.offer(note.offer);
    const part = await new NoteClient(server, mallory).part(note.offer.id, note.bytes, 0);
    expect(part).toEqual(await new NoteClient(server, mallory).part(newNoteId(), note.bytes, 0));
    expect(part).toMatchObject({ status: 404 });
  });

  test('during a call and after a canceled one', async () => {
    await using server = await TestServer.start();
    const [ada, grace] = await server.devices('Ada', 'Grace');
    const adas = new NoteClient(server, ada);
    const callId = newCallId();
    await ada.place(grace, 'audio', callId);
    expect(await adas.offer(noteFor(callId).offer)).toMatchObject({ status: 403 });
    await ada.ok('call:end', { callId });
    expect(await adas.offer(noteFor(callId).offer)).toMatchObject({ status: 403 });
  });

  test('if its announced size or its bytes are too large, and nothing of it is stored', async () => {
    await using server = await TestServer.start();
    const { adas, note } = await afterDeclined(server);
    const tooLarge = { ...note.offer, size: bounds.voiceNoteBytes + 1 };
    const refused = await adas.offer(tooLarge);
    expect(refused).toMatchObject({ status: 413 });
    expect(messageOf(refused)).toContain('1 MB');
    expect(
      await adas.offer({ ...note.offer, media: 'video', mime: 'video/webm', size: 9_000_000 }),
    ).toMatchObject({
      status: 413,
    });
    await adas.offer(note.offer);
    const flood = new Uint8Array(3_000_000);
    expect(await adas.part(note.offer.id, flood, 0)).toMatchObject({ status: 413 });
    expect(receivedOf(await adas.offer(note.offer))).toBe(0);
  });

  test('if its format, its content type or its bytes are not those of a note', async () => {
    await using server = await TestServer.start();
    const { ada, grace, adas, note } = await afterDeclined(server);
    const ofWrongType = await adas.offer({ ...note.offer, mime: 'text/html' });
    expect(ofWrongType).toMatchObject({ status: 400 });
    expect(messageOf(ofWrongType)).toContain('Send a message instead');
    expect(await adas.offer({ ...note.offer, media: 'video' })).toMatchObject({ status: 400 });
    await adas.offer(note.offer);
    expect(await adas.part(note.offer.id, note.bytes, 0, 'text/html')).toMatchObject({ status: 400 });
    const other = noteFor(await declined(ada, grace));
    await adas.offer(other.offer);
    const page = new TextEncoder().encode('<script>'.repeat(200)).slice(0, other.offer.size);
    expect(await adas.part(other.offer.id, page, 0)).toMatchObject({ status: 400 });
    expect(await adas.request(`/${other.offer.id}`)).toMatchObject({ status: 404 });
    expect(grace.pushes('note:changed')).toEqual([]);
  });

  test('if the call has a note already, or another note has the id', async () => {
    await using server = await TestServer.start();
    const { ada, grace, callId, adas, note } = await afterDeclined(server);
    await adas.send(note);
    expect(await adas.offer(noteFor(callId).offer)).toMatchObject({ status: 409 });
    const other = noteFor(await declined(ada, grace));
    expect(await adas.offer({ ...other.offer, id: note.offer.id })).toMatchObject({ status: 409 });
  });

  test('if the bytes of notes fill the room, where announced bytes do not count', async () => {
    const room = 20_000;
    await using server = await TestServer.start({ noteRoom: room });
    const [ada, grace, mallory] = await server.devices('Ada', 'Grace', 'Mallory');
    const [adas, mallorys] = [new NoteClient(server, ada), new NoteClient(server, mallory)];
    for (let count = 0; count < 5; count++) {
      const announced = noteFor(await declined(mallory, grace), room - 5_000);
      expect(await mallorys.offer(announced.offer)).toMatchObject({ status: 200 });
    }
    await adas.send(noteFor(await declined(ada, grace), 4_000));
    const [first, second] = [
      noteFor(await declined(mallory, grace), 9_000),
      noteFor(await declined(mallory, grace), 9_000),
    ];
    await mallorys.offer(first.offer);
    await mallorys.offer(second.offer);
    expect(await mallorys.part(first.offer.id, first.bytes, 0)).toMatchObject({ status: 200 });
    const refused = await mallorys.part(second.offer.id, second.bytes, 0);
    expect(refused).toMatchObject({ status: 403 });
    expect(messageOf(refused)).toContain('Too many notes');
  });

  test('if too many notes wait for one person, or the host has no room', async () => {
    await using server = await TestServer.start();
    const { ada, grace, adas } = await afterDeclined(server);
    for (let count = 0; count < bounds.notesKeptPerPair; count++)
      expect(await adas.offer(noteFor(await declined(ada, grace)).offer)).toMatchObject({ status: 200 });
    const refused = await adas.offer(noteFor(await declined(ada, grace)).offer);
    expect(refused).toMatchObject({ status: 403 });
    expect(messageOf(refused)).toContain('Too many notes');
    await server.restart({ noteRoom: 500 });
    const linus = await server.device('Linus');
    await ada.hello();
    expect(await adas.offer(noteFor(await declined(ada, linus)).offer)).toMatchObject({ status: 403 });
  });
});
