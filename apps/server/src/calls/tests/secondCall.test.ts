import { expect, test } from 'vitest';
import { TestServer, type Device } from '../../testing/testServer.ts';

/** Ada talks with Grace on the first of Grace's devices, which takes second calls; Mary may call. */
async function talking(server: TestServer) {
  const [ada, mary, linus] = await server.devices('Ada', 'Mary', 'Linus');
  const grace = await server.device('Grace', { secondCalls: true });
  const elsewhere = await server.device('Grace', { secondCalls: true });
  const { id: first } = await ada.place(grace);
  await grace.ok('call:ringing', { callId: first });
  await grace.ok('call:accept', { callId: first, media: 'audio' });
  return { ada, grace, elsewhere, mary, linus, first };
}

const heard = (device: Device, callId: string): boolean =>
  device.pushes('call:changed').some(({ id }) => id === callId);

test('a second call reaches the device in the first one alone, and accepting it holds the first', async () => {
  await using server = await TestServer.start();
  const { ada, grace, elsewhere, mary, linus, first } = await talking(server);
  const { id: callId } = await mary.place(grace);
  await grace.pushedCall(callId, 'calling');
  await grace.ok('call:ringing', { callId });
  expect((await mary.pushedCall(callId, 'ringing')).ringing).toEqual([grace.id]);
  expect(await elsewhere.codeOf('call:get', { callId })).toBe('notFound');
  expect((await elsewhere.hello()).calls).toMatchObject([{ id: first }]);
  expect(heard(elsewhere, callId)).toBe(false);

  expect(await grace.codeOf('call:accept', { callId, media: 'audio' })).toBe('conflict');
  await grace.ok('call:accept', { callId, media: 'audio', current: 'hold' });
  await ada.push('call:changed', ({ held }) => held?.includes(grace.userId) === true);
  expect((await linus.place(grace)).end).toMatchObject({ reason: 'busy' });

  await grace.ok('call:hold', { callId: first, held: false });
  await mary.push('call:changed', ({ id, held }) => id === callId && held !== undefined);
  await server.restart();
  const { calls } = await grace.hello();
  expect(calls.map(({ id, held }) => [id, held])).toEqual([
    [first, undefined],
    [callId, [grace.userId]],
  ]);
});

test('"End and accept" ends the first call with the accept, and both histories say so', async () => {
  await using server = await TestServer.start();
  const { ada, grace, mary, first } = await talking(server);
  const { id: callId } = await mary.place(grace);
  await grace.ok('call:ringing', { callId });
  await grace.ok('call:accept', { callId, media: 'audio', current: 'end' });
  expect((await ada.pushedCall(first, 'ended')).end).toMatchObject({ reason: 'hungUp', by: grace.userId });
  await mary.pushedCall(callId, 'connecting');
  expect(await ada.history()).toMatchObject([{ callId: first, label: 'answered' }]);
});

test('the caller cancels while the second call is accepted: it is one or the other, and never costs the first', async () => {
  await using server = await TestServer.start();
  const { grace, mary, first } = await talking(server);
  for (let round = 0; round < 20; round++) {
    const { id: callId } = await mary.place(grace);
    await grace.ok('call:ringing', { callId });
    const accept = () => grace.codeOf('call:accept', { callId, media: 'audio', current: 'hold' });
    const cancel = () => mary.ok('call:end', { callId });
    const [accepted] = await (round % 2 === 0
      ? Promise.all([accept(), cancel()])
      : Promise.all([cancel(), accept()]).then(([, code]) => [code]));
    const { phase, held } = await grace.ok('call:get', { callId: first });
    expect([phase, held !== undefined]).toEqual(['connecting', accepted === 'ok']);
    if (accepted === 'ok') await grace.ok('call:hold', { callId: first, held: false });
  }
});

test('a page of an earlier build, and who has switched it off, are busy on another call', async () => {
  await using server = await TestServer.start();
  const { ada, grace, elsewhere, mary } = await talking(server);
  expect((await mary.place(ada)).end).toMatchObject({ reason: 'busy' });
  await elsewhere.ok('settings:set', { busyOnAnotherCall: true });
  expect((await mary.place(grace)).end).toMatchObject({ reason: 'busy' });
  await elsewhere.ok('settings:set', { busyOnAnotherCall: false });
  expect((await mary.place(grace)).phase).toBe('calling');
});
