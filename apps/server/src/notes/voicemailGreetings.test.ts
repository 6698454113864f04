import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bounds, wrapNote, type Greeting } from '@ringback/protocol';
import { expect, test } from 'vitest';
import { newCallId, TestServer } from '../testing/testServer.ts';
import { declined, NoteClient, noteFor } from './notes.testing.ts';

const envelopeOf = (length: number): string =>
  Buffer.from(wrapNote(new Uint8Array(length))).toString('base64');
const greeting: Greeting = {
  mime: 'audio/webm',
  durationMs: 4_000,
  peaks: [5, 100],
  envelope: envelopeOf(500),
};

function put(client: NoteClient, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return client.request('/greeting', { method: 'PUT', headers, body: JSON.stringify(body) });
}

async function getGreeting(client: NoteClient, path: string): Promise<unknown> {
  const response = await client.request(path);
  return response.ok ? response.json() : response.status;
}

test('the caller of an unanswered call gets the greeting, also after a restart; a newer one replaces it', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const [adas, graces] = [new NoteClient(server, ada), new NoteClient(server, grace)];
  const callId = await declined(ada, grace);
  expect(await getGreeting(adas, `/greeting/${callId}`)).toEqual({});
  await put(graces, { ...greeting, envelope: envelopeOf(100) });
  await put(graces, greeting);
  await server.restart();
  expect(await getGreeting(adas, `/greeting/${callId}`)).toEqual({ greeting });
  expect(await getGreeting(graces, '/greeting')).toEqual({ greeting });
  expect(await readdir(join(server.config.dataDir, 'notes'))).toHaveLength(1);
  await graces.request('/greeting', { method: 'DELETE' });
  expect(await getGreeting(adas, `/greeting/${callId}`)).toEqual({});
  expect(await readdir(join(server.config.dataDir, 'notes'))).toEqual([]);
});

test('a hidden caller gets the greeting like anyone else; without an unanswered call there is none', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 1_500 } });
  const [ada, grace, mallory] = await server.devices('Ada', 'Grace', 'Mallory');
  await grace.ok('privacy:setRules', { userId: ada.userId, change: { blocksCalls: true } });
  await put(new NoteClient(server, grace), greeting);
  const { id } = await ada.place(grace);
  expect(await getGreeting(new NoteClient(server, ada), `/greeting/${id}`)).toBe(404);
  await ada.pushedCall(id, 'ended');
  expect(await getGreeting(new NoteClient(server, ada), `/greeting/${id}`)).toEqual({ greeting });
  for (const device of [grace, mallory])
    expect(await getGreeting(new NoteClient(server, device), `/greeting/${id}`)).toBe(404);
  expect(await getGreeting(new NoteClient(server, ada), `/greeting/${newCallId()}`)).toBe(404);
});

test('an invalid, too large or unauthenticated greeting is refused', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const adas = new NoteClient(server, ada);
  const statusOf = async (body: object): Promise<number> => (await put(adas, body)).status;
  expect(await statusOf({ ...greeting, mime: 'video/webm' })).toBe(400);
  expect(await statusOf({ ...greeting, envelope: Buffer.from('<script>').toString('base64') })).toBe(400);
  expect(await statusOf({ ...greeting, envelope: envelopeOf(bounds.voiceNoteBytes + 10) })).toBe(400);
  expect(await statusOf({ ...greeting, envelope: envelopeOf(2 * bounds.voiceNoteBytes) })).toBe(413);
  expect(await statusOf({ ...noteFor(newCallId()).offer })).toBe(400);
  const stranger = new NoteClient(server, ada, 'x'.repeat(43));
  expect((await put(stranger, greeting)).status).toBe(401);
  expect((await put(stranger, { ...greeting, envelope: envelopeOf(2 * bounds.voiceNoteBytes) })).status).toBe(
    401,
  );
  expect(await getGreeting(adas, '/greeting')).toEqual({});
});

test('greetings count toward the storage limit of notes; replacing the user’s own needs no more room', async () => {
  const bytes = Buffer.from(envelopeOf(500), 'base64').length;
  await using server = await TestServer.start({ noteRoom: bytes + 10 });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const [adas, graces] = [new NoteClient(server, ada), new NoteClient(server, grace)];
  expect((await put(adas, greeting)).status).toBe(200);
  expect((await put(adas, greeting)).status).toBe(200);
  expect((await put(graces, greeting)).status).toBe(403);
  expect(await getGreeting(graces, '/greeting')).toEqual({});
  expect(await readdir(join(server.config.dataDir, 'notes'))).toHaveLength(1);
  expect(await adas.offer(noteFor(await declined(ada, grace)).offer)).toMatchObject({ status: 403 });
  await adas.request('/greeting', { method: 'DELETE' });
  expect((await put(graces, greeting)).status).toBe(200);
});
