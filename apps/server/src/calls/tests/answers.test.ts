import { expect, test } from 'vitest';
import { aboutCall, newCallId, TestServer } from '../../testing/testServer.ts';

test('a call answered on one device stops ringing on the other, and both histories have an entry', async () => {
  await using server = await TestServer.start();
  const [ada, here, there] = await server.devices('Ada', 'Grace', 'Grace');
  const { id: callId } = await ada.place(here);
  await here.ok('call:ringing', { callId });
  await there.ok('call:ringing', { callId });
  expect((await ada.push('call:changed', (call) => call.ringing?.length === 2)).ringing).toEqual([
    here.id,
    there.id,
  ]);

  await here.ok('call:accept', { callId, media: 'audio' });
  expect(await there.pushedCall(callId, 'connecting')).toMatchObject({ answeredBy: here.id });
  expect(await there.codeOf('call:accept', { callId, media: 'audio' })).toBe('answeredElsewhere');
  expect(await there.codeOf('call:decline', { callId })).toBe('answeredElsewhere');
  expect(await there.codeOf('call:end', { callId })).toBe('answeredElsewhere');
  expect(await here.ok('call:accept', { callId, media: 'audio' })).toMatchObject({ phase: 'connecting' });

  await ada.ok('call:end', { callId });
  expect(await here.history()).toMatchObject([{ label: 'answered', durationMs: 0, deviceId: here.id }]);
});

test('a call declined on one device stops ringing on the other and is not missed', async () => {
  await using server = await TestServer.start();
  const [ada, here, there] = await server.devices('Ada', 'Grace', 'Grace');
  const { id: callId } = await ada.place(here);
  await here.ok('call:ringing', { callId });
  await there.ok('call:ringing', { callId });
  await here.ok('call:decline', { callId });
  await there.pushedCall(callId, 'ended');
  expect(await ada.pushedCall(callId, 'ended')).toMatchObject({
    end: { reason: 'declined', by: here.userId },
  });
  expect(await there.codeOf('call:decline', { callId })).toBe('ended');
  expect(await here.codeOf('call:decline', { callId })).toBe('ok');
  expect(await there.push('history:changed')).toMatchObject({
    label: 'declined',
    deviceId: here.id,
    missed: 0,
  });
  expect(await ada.history()).toMatchObject([{ label: 'declined' }]);
});

test('the caller cancels while the callee accepts: one of them wins, and both get the same result', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const outcomes = new Set<string>();
  for (let round = 0; round < 20; round++) {
    const { id: callId } = await ada.place(grace);
    await grace.ok('call:ringing', { callId });
    const [first, second] = round % 2 === 0 ? [ada, grace] : [grace, ada];
    const press = (device: typeof ada): Promise<unknown> =>
      device === ada ? ada.ask('call:end', { callId }) : grace.ask('call:accept', { callId, media: 'audio' });
    await Promise.all([press(first), press(second)]);
    const [callersView, calleesView] = [
      await ada.ok('call:get', { callId }),
      await grace.ok('call:get', { callId }),
    ];
    expect(calleesView).toEqual({ ...callersView });
    expect(callersView.phase).toBe('ended');
    const [[outgoing], [incoming]] = [await ada.history(), await grace.history()];
    outcomes.add(`${outgoing?.label} ${incoming?.label}`);
    expect(callersView.end?.reason === 'canceled' ? 'canceled missed' : 'answered answered').toBe(
      `${outgoing?.label} ${incoming?.label}`,
    );
  }
  expect([...outcomes].toSorted()).toEqual(['answered answered', 'canceled missed']);
});

test('an unanswered call ends by the server’s clock, as no answer if it rang and as unreachable if not', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 1_500 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const rung = await ada.place(grace);
  await grace.ok('call:ringing', { callId: rung.id });
  const noAnswer = await ada.pushedCall(rung.id, 'ended');
  expect(noAnswer.end).toMatchObject({ reason: 'noAnswer' });
  expect(noAnswer.end?.at).toBeGreaterThanOrEqual(rung.ringDeadlineAt);
  const notRung = await ada.place(grace);
  expect((await ada.pushedCall(notRung.id, 'ended')).end).toMatchObject({ reason: 'unreachable' });
  expect(await ada.history()).toMatchObject([
    { label: 'canceled', detail: 'notReached' },
    { label: 'noAnswer' },
  ]);
  expect(await grace.history()).toMatchObject([{ label: 'missed' }, { label: 'missed' }]);
  expect(await grace.push('history:changed', ({ missed }) => missed === 2)).toMatchObject({ seen: false });
});

test('a callee who was offline gets the missed call with its true time', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 100 } });
  const ada = await server.device('Ada');
  const grace = await server.device('Grace');
  await grace.leave();
  const placed = await ada.place(grace);
  await ada.pushedCall(placed.id, 'ended');
  expect(await grace.hello()).toMatchObject({ calls: [], missed: 1 });
  expect(await grace.history()).toMatchObject([{ label: 'missed', placedAt: placed.placedAt, seen: false }]);
});

test('a callee who connects during the ring gets the call with the hello', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await grace.leave();
  const { id: callId } = await ada.place(grace);
  expect((await grace.hello()).calls).toMatchObject([{ id: callId, phase: 'calling' }]);
  await grace.ok('call:ringing', { callId });
  await ada.pushedCall(callId, 'ringing');
});

test('the last ringing device disconnects: the caller sees it, and the call rings until its deadline', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 2_000 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  await ada.push('call:changed', ({ ringing }) => ringing?.length === 1);
  await grace.leave();
  expect(await ada.push('call:changed', ({ ringing }) => ringing?.length === 0)).toMatchObject({
    phase: 'ringing',
  });
  expect((await ada.pushedCall(callId, 'ended')).end).toMatchObject({ reason: 'noAnswer' });
});

test('a caller must not answer, decline or ring their own call', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  expect(await ada.codeOf('call:accept', { callId, media: 'audio' })).toBe('forbidden');
  expect(await ada.codeOf('call:decline', { callId })).toBe('forbidden');
  expect(await ada.codeOf('call:ringing', { callId })).toBe('forbidden');
});

test('every request of a stranger about a call is answered as for an unknown id', async () => {
  await using server = await TestServer.start();
  const [ada, grace, mallory] = await server.devices('Ada', 'Grace', 'Mallory');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:accept', { callId, media: 'audio' });
  const unknown = await mallory.ask('call:get', { callId: newCallId() });
  const requests = aboutCall(callId, grace.id);
  const asked = await Promise.all(requests.map(([name, payload]) => mallory.raw(name, payload)));
  expect(unknown).toMatchObject({ ok: false, error: { code: 'notFound' } });
  for (const answer of asked) expect(answer).toEqual(unknown);
  expect(await ada.ok('call:get', { callId })).toMatchObject({ phase: 'connecting' });
});
