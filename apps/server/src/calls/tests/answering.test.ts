import { expect, test } from 'vitest';
import { aboutCall, newCallId, TestServer } from '../../testing/testServer.ts';

test('answered on one device: the other stops ringing, and both entries say how it went', async () => {
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
  expect(await there.told(callId, 'connecting')).toMatchObject({ answeredBy: here.id });
  expect(await there.codeOf('call:accept', { callId, media: 'audio' })).toBe('answeredElsewhere');
  expect(await there.codeOf('call:decline', { callId })).toBe('answeredElsewhere');
  expect(await there.codeOf('call:end', { callId })).toBe('answeredElsewhere');
  expect(await here.ok('call:accept', { callId, media: 'audio' })).toMatchObject({ phase: 'connecting' });

  await ada.ok('call:end', { callId });
  expect(await here.history()).toMatchObject([{ label: 'answered', durationMs: 0, deviceId: here.id }]);
});

test('declined on one device: the other stops ringing, and nothing is missed', async () => {
  await using server = await TestServer.start();
  const [ada, here, there] = await server.devices('Ada', 'Grace', 'Grace');
  const { id: callId } = await ada.place(here);
  await here.ok('call:ringing', { callId });
  await there.ok('call:ringing', { callId });
  await here.ok('call:decline', { callId });
  await there.told(callId, 'ended');
  expect(await ada.told(callId, 'ended')).toMatchObject({ end: { reason: 'declined', by: here.userId } });
  expect(await there.codeOf('call:decline', { callId })).toBe('ended');
  expect(await here.codeOf('call:decline', { callId })).toBe('ok');
  expect(await there.push('history:changed')).toMatchObject({
    label: 'declined',
    deviceId: here.id,
    missed: 0,
  });
  expect(await ada.history()).toMatchObject([{ label: 'declined' }]);
});

test('the caller cancels at the same instant at which the callee accepts: one wins, both are told the same', async () => {
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
    const [hers, his] = [await ada.ok('call:get', { callId }), await grace.ok('call:get', { callId })];
    expect(his).toEqual({ ...hers });
    expect(hers.phase).toBe('ended');
    const [[outgoing], [incoming]] = [await ada.history(), await grace.history()];
    outcomes.add(`${outgoing?.label} ${incoming?.label}`);
    expect(hers.end?.reason === 'canceled' ? 'canceled missed' : 'answered answered').toBe(
      `${outgoing?.label} ${incoming?.label}`,
    );
  }
  expect([...outcomes].toSorted()).toEqual(['answered answered', 'canceled missed']);
});

test('nobody answers: by the server’s clock, and whether it rang tells the two histories apart', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 1_500 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const rung = await ada.place(grace);
  await grace.ok('call:ringing', { callId: rung.id });
  const noAnswer = await ada.told(rung.id, 'ended');
  expect(noAnswer.end).toMatchObject({ reason: 'noAnswer' });
  expect(noAnswer.end?.at).toBeGreaterThanOrEqual(rung.ringDeadlineAt);
  const unheard = await ada.place(grace);
  expect((await ada.told(unheard.id, 'ended')).end).toMatchObject({ reason: 'unreachable' });
  expect(await ada.history()).toMatchObject([
    { label: 'canceled', detail: 'notReached' },
    { label: 'noAnswer' },
  ]);
  expect(await grace.history()).toMatchObject([{ label: 'missed' }, { label: 'missed' }]);
  expect(await grace.push('history:changed', ({ missed }) => missed === 2)).toMatchObject({ seen: false });
});

test('a callee who was offline learns of the miss at its true time', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 100 } });
  const ada = await server.device('Ada');
  const grace = await server.device('Grace');
  await grace.leave();
  const placed = await ada.place(grace);
  await ada.told(placed.id, 'ended');
  expect(await grace.hello()).toMatchObject({ calls: [], missed: 1 });
  expect(await grace.history()).toMatchObject([{ label: 'missed', placedAt: placed.placedAt, seen: false }]);
});

test('a callee who comes online in mid-ring gets the call with the hello', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await grace.leave();
  const { id: callId } = await ada.place(grace);
  expect((await grace.hello()).calls).toMatchObject([{ id: callId, phase: 'calling' }]);
  await grace.ok('call:ringing', { callId });
  await ada.told(callId, 'ringing');
});

test('the last ringing device goes away: the caller sees it, and the call goes on to its deadline', async () => {
  await using server = await TestServer.start({ timeouts: { ringMs: 2_000 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  await grace.ok('call:ringing', { callId });
  await ada.push('call:changed', ({ ringing }) => ringing?.length === 1);
  await grace.leave();
  expect(await ada.push('call:changed', ({ ringing }) => ringing?.length === 0)).toMatchObject({
    phase: 'ringing',
  });
  expect((await ada.told(callId, 'ended')).end).toMatchObject({ reason: 'noAnswer' });
});

test('a caller answers, declines or rings their own call: forbidden', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { id: callId } = await ada.place(grace);
  expect(await ada.codeOf('call:accept', { callId, media: 'audio' })).toBe('forbidden');
  expect(await ada.codeOf('call:decline', { callId })).toBe('forbidden');
  expect(await ada.codeOf('call:ringing', { callId })).toBe('forbidden');
});

test('a stranger finds in every request about a call what an unknown id finds', async () => {
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
