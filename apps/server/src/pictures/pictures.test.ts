import { bounds, Person } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { Rig, type Device } from '../testing/testServer.ts';

const webpHead = Buffer.from('524946460000000057454250', 'hex');
const webp = Buffer.concat([webpHead, Buffer.from('VP8 of Ada')]);
const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');

function send(rig: Rig, by: Device | undefined, body: Buffer, type = 'image/webp'): Promise<Response> {
  return fetch(`${rig.url}api/pictures/mine`, {
    method: 'PUT',
    headers: { 'content-type': type, ...(by && { authorization: `Bearer ${by.signedIn.token}` }) },
    body: new Uint8Array(body),
  });
}

async function changed(rig: Rig, by: Device, body: Buffer, type?: string): Promise<string> {
  const response = await send(rig, by, body, type);
  expect(response.status).toBe(200);
  return v.parse(Person, await response.json()).picture ?? '';
}

function show(rig: Rig, picture: string): Promise<Response> {
  return fetch(`${rig.url}api/pictures/${picture}`);
}

test('a picture is shown as it came, for good, and to be shown only', async () => {
  await using rig = await Rig.start();
  const ada = await rig.device('Ada');
  const response = await show(rig, await changed(rig, ada, webp));
  expect(Buffer.from(await response.arrayBuffer())).toEqual(webp);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test('own devices and everybody who knows the person hear of it, and find it in every list, over a restart', async () => {
  await using rig = await Rig.start();
  const [ada, ada2, grace] = await rig.devices('Ada', 'Ada', 'Grace');
  const { id: callId } = await grace.place(ada);
  await grace.ok('call:end', { callId });
  const picture = await changed(rig, ada, webp);
  const shown = { id: ada.userId, name: 'Ada', picture };
  expect(await ada2.push('me:changed')).toEqual(shown);
  await grace.push('people:changed', (person) => person.picture === picture);
  await rig.restart();
  expect((await ada.hello()).me).toEqual(shown);
  await grace.hello();
  expect((await grace.history())[0]?.peer).toEqual(shown);
  expect((await grace.ok('people:list', {})).people).toMatchObject([shown]);
  expect((await show(rig, picture)).status).toBe(200);
});

test('another picture has another name, and the old one is gone; the same again changes nothing', async () => {
  await using rig = await Rig.start();
  const ada = await rig.device('Ada');
  const first = await changed(rig, ada, webp);
  expect(await changed(rig, ada, webp)).toBe(first);
  const second = await changed(rig, ada, jpeg, 'image/jpeg');
  expect(second).not.toBe(first);
  expect((await show(rig, first)).status).toBe(404);
  expect((await show(rig, second)).headers.get('content-type')).toBe('image/jpeg');
});

test('two people with the same picture do not share a name, so neither tells who else has it', async () => {
  await using rig = await Rig.start();
  const [ada, grace] = await rig.devices('Ada', 'Grace');
  expect(await changed(rig, ada, webp)).not.toBe(await changed(rig, grace, webp));
});

test('a picture that was taken away is gone for everybody', async () => {
  await using rig = await Rig.start();
  const ada = await rig.device('Ada');
  const picture = await changed(rig, ada, webp);
  const headers = { authorization: `Bearer ${ada.signedIn.token}` };
  const response = await fetch(`${rig.url}api/pictures/mine`, { method: 'DELETE', headers });
  expect(await response.json()).toEqual({ id: ada.userId, name: 'Ada' });
  expect((await show(rig, picture)).status).toBe(404);
  expect((await ada.push('me:changed', (me) => me.picture === undefined)).id).toBe(ada.userId);
});

test('who is not signed in changes nothing', async () => {
  await using rig = await Rig.start();
  expect((await send(rig, undefined, webp)).status).toBe(401);
  expect((await fetch(`${rig.url}api/pictures/mine`, { method: 'DELETE' })).status).toBe(401);
});

test.each([
  ['too large', Buffer.concat([webp, Buffer.alloc(bounds.pictureBytes)]), 'image/webp', 413],
  ['of a type that it is not', jpeg, 'image/webp', 400],
  ['of a type that is not taken', Buffer.from('<svg/>'), 'image/svg+xml', 400],
  ['text that is said to be a picture', Buffer.from('<script>'), 'image/jpeg', 400],
  ['nothing', Buffer.alloc(0), 'image/jpeg', 400],
])('%s is refused', async (_what, body, type, status) => {
  await using rig = await Rig.start();
  const ada = await rig.device('Ada');
  expect((await send(rig, ada, body, type)).status).toBe(status);
  expect(ada.pushes('me:changed')).toEqual([]);
});

test('so many changes a minute, and no more', async () => {
  await using rig = await Rig.start({ limits: { profileChangesPerMinute: 1 } });
  const ada = await rig.device('Ada');
  await changed(rig, ada, webp);
  const refused = await send(rig, ada, jpeg, 'image/jpeg');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test.each(['nothing', '..%2Fmine', 'x'.repeat(43)])('%s is no picture', async (name) => {
  await using rig = await Rig.start();
  expect((await show(rig, name)).status).toBe(404);
});
