import { bounds, Person } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { TestServer, type Device } from '../testing/testServer.ts';

const webpHead = Buffer.from('524946460000000057454250', 'hex');
const webp = Buffer.concat([webpHead, Buffer.from('VP8 of Ada')]);
const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');

function send(
  server: TestServer,
  by: Device | undefined,
  body: Buffer,
  type = 'image/webp',
): Promise<Response> {
  return fetch(`${server.url}api/pictures/mine`, {
    method: 'PUT',
    headers: { 'content-type': type, ...(by && { authorization: `Bearer ${by.signedIn.token}` }) },
    body: new Uint8Array(body),
  });
}

async function changed(server: TestServer, by: Device, body: Buffer, type?: string): Promise<string> {
  const response = await send(server, by, body, type);
  expect(response.status).toBe(200);
  return v.parse(Person, await response.json()).picture ?? '';
}

function show(server: TestServer, picture: string): Promise<Response> {
  return fetch(`${server.url}api/pictures/${picture}`);
}

test('a picture is served unchanged, cacheable forever', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const response = await show(server, await changed(server, ada, webp));
  expect(Buffer.from(await response.arrayBuffer())).toEqual(webp);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test('a new picture is pushed to everyone who knows the person, and survives a restart', async () => {
  await using server = await TestServer.start();
  const [ada, ada2, grace] = await server.devices('Ada', 'Ada', 'Grace');
  const { id: callId } = await grace.place(ada);
  await grace.ok('call:end', { callId });
  const picture = await changed(server, ada, webp);
  const shown = { id: ada.userId, name: 'Ada', picture };
  expect(await ada2.push('me:changed')).toEqual(shown);
  await grace.push('people:changed', (person) => person.picture === picture);
  await server.restart();
  expect((await ada.hello()).me).toEqual(shown);
  await grace.hello();
  expect((await grace.history())[0]?.peer).toEqual(shown);
  expect((await grace.ok('people:list', {})).people).toMatchObject([shown]);
  expect((await show(server, picture)).status).toBe(200);
});

test('another picture has another id and replaces the old one; the same one again changes nothing', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const first = await changed(server, ada, webp);
  expect(await changed(server, ada, webp)).toBe(first);
  const second = await changed(server, ada, jpeg, 'image/jpeg');
  expect(second).not.toBe(first);
  expect((await show(server, first)).status).toBe(404);
  expect((await show(server, second)).headers.get('content-type')).toBe('image/jpeg');
});

test('two people with the same picture have different ids for it', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  expect(await changed(server, ada, webp)).not.toBe(await changed(server, grace, webp));
});

test('a removed picture is gone for everyone', async () => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  const picture = await changed(server, ada, webp);
  const headers = { authorization: `Bearer ${ada.signedIn.token}` };
  const response = await fetch(`${server.url}api/pictures/mine`, { method: 'DELETE', headers });
  expect(await response.json()).toEqual({ id: ada.userId, name: 'Ada' });
  expect((await show(server, picture)).status).toBe(404);
  expect((await ada.push('me:changed', (me) => me.picture === undefined)).id).toBe(ada.userId);
});

test('a request without a token changes nothing', async () => {
  await using server = await TestServer.start();
  expect((await send(server, undefined, webp)).status).toBe(401);
  expect((await fetch(`${server.url}api/pictures/mine`, { method: 'DELETE' })).status).toBe(401);
});

test.each([
  [
    'a picture that is too large',
    Buffer.concat([webp, Buffer.alloc(bounds.pictureBytes)]),
    'image/webp',
    413,
  ],
  ['a picture with the wrong type', jpeg, 'image/webp', 400],
  ['a picture of a type that is not accepted', Buffer.from('<svg/>'), 'image/svg+xml', 400],
  ['text labeled as a picture', Buffer.from('<script>'), 'image/jpeg', 400],
  ['an empty body', Buffer.alloc(0), 'image/jpeg', 400],
])('%s is refused', async (_what, body, type, status) => {
  await using server = await TestServer.start();
  const ada = await server.device('Ada');
  expect((await send(server, ada, body, type)).status).toBe(status);
  expect(ada.pushes('me:changed')).toEqual([]);
});

test('picture changes above the rate limit are refused with a retry time', async () => {
  await using server = await TestServer.start({ limits: { profileChangesPerMinute: 1 } });
  const ada = await server.device('Ada');
  await changed(server, ada, webp);
  const refused = await send(server, ada, jpeg, 'image/jpeg');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test.each(['nothing', '..%2Fmine', 'x'.repeat(43)])('the picture id %s is not found', async (name) => {
  await using server = await TestServer.start();
  expect((await show(server, name)).status).toBe(404);
});
