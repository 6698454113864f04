import { insightDays } from '@ringback/protocol';
import { expect, test } from 'vitest';
import {
  direct,
  newCallId,
  newLinkId,
  TestServer,
  until,
  type ConfigOverrides,
  type Device,
} from '../testing/testServer.ts';
import { watchedStorage } from '../testing/watchedStorage.ts';
import { StorageError } from '../storage/storage.ts';
import { hourMs, hourOf } from './figures.ts';
import { adminToken, bearer, readInsight, sumsOf, totalOf } from './insight.testing.ts';

const relayed = { path: 'relay', transport: 'tcp' } as const;
type Route = typeof direct | typeof relayed;

const settings: ConfigOverrides = { adminToken };

/** A call that is answered and carries media. */
async function talk(from: Device, to: Device, route: Route) {
  const { id: callId } = await from.place(to, 'video');
  await to.ok('call:ringing', { callId });
  await to.ok('call:accept', { callId, media: 'audio' });
  const linkId = newLinkId();
  await from.ok('call:linkUp', { callId, linkId, route });
  await to.ok('call:linkUp', { callId, linkId, route });
  return { callId, linkId };
}

/** One call of each kind that needs no deadline. Two of the calls are short, one right after the other. */
async function scriptedCalls(ada: Device, grace: Device): Promise<void> {
  const first = await talk(ada, grace, direct);
  await ada.ok('call:linkDown', { ...first, cause: 'iceFailed' });
  const linkId = newLinkId();
  await ada.ok('call:linkUp', {
    callId: first.callId,
    linkId,
    route: direct,
    gapMs: 1_800,
    cause: 'iceFailed',
  });
  await ada.ok('call:end', { callId: first.callId });
  const second = await talk(grace, ada, relayed);
  await grace.ok('call:end', { callId: second.callId });
  const declined = await ada.place(grace);
  await grace.ok('call:ringing', { callId: declined.id });
  await grace.ok('call:decline', { callId: declined.id });
  const canceled = await ada.place(grace);
  await ada.ok('call:end', { callId: canceled.id });
}

const expected = {
  placed: { video: 2, audio: 2 },
  answered: { '': 2 },
  ended: { hungUp: 2, declined: 1, canceled: 1 },
  route: { 'direct/udp': 1, 'relay/tcp': 1 },
  interrupted: { iceFailed: 1 },
  gap: { '2000': 1 },
  shortAgain: { '': 1 },
};

async function expectScriptedCalls(server: TestServer, times = 1): Promise<void> {
  const insight = await readInsight(server.url);
  for (const [figure, labels] of Object.entries(expected))
    expect([figure, sumsOf(insight, figure)]).toEqual([
      figure,
      Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, value * times])),
    ]);
  expect(totalOf(insight, 'placeToRing')).toBe(3 * times);
  expect(totalOf(insight, 'answerToMedia')).toBe(2 * times);
}

test('a scripted run of calls shows with exactly its numbers, also after a restart', async () => {
  await using server = await TestServer.start(settings);
  const [ada, grace] = await server.devices('Ada', 'Grace');
  await scriptedCalls(ada, grace);
  await expectScriptedCalls(server);
  await server.restart();
  await expectScriptedCalls(server);
  const [again, graceAgain] = await server.devices('Ada', 'Grace');
  await scriptedCalls(again, graceAgain);
  await expectScriptedCalls(server, 2);
});

test('what calls add is stored with them, so nothing of it waits for an interval', async () => {
  const openStorage = watchedStorage((name, run) => {
    if (name === 'insight:add') throw new StorageError('SQLITE_FULL', 'full');
    return run();
  });
  await using server = await TestServer.start(settings, { openStorage });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const { callId } = await talk(ada, grace, direct);
  await ada.ok('call:end', { callId });
  const insight = await readInsight(server.url);
  expect(sumsOf(insight, 'ended')).toEqual({ hungUp: 1 });
  expect(totalOf(insight, 'request')).toBe(0);
});

test('calls that no one takes, that reach no one, and that never connect have their own names', async () => {
  await using server = await TestServer.start({ ...settings, timeouts: { ringMs: 60, connectMs: 60 } });
  const [ada, grace] = await server.devices('Ada', 'Grace');
  const rings = await ada.place(grace);
  await grace.ok('call:ringing', { callId: rings.id });
  await ada.pushedCall(rings.id, 'ended');
  const away = await server.signIn('Edith');
  const { id: reachesNobody } = await ada.ok('call:place', {
    callId: newCallId(),
    to: away.me.id,
    media: 'audio',
  });
  await ada.pushedCall(reachesNobody, 'ended');
  const fails = await ada.place(grace);
  await grace.ok('call:accept', { callId: fails.id, media: 'audio' });
  await ada.ok('call:linkDown', { callId: fails.id, linkId: newLinkId(), cause: 'noCandidates' });
  await ada.pushedCall(fails.id, 'ended');
  expect(sumsOf(await readInsight(server.url), 'ended')).toEqual({
    noAnswer: 1,
    unreachable: 1,
    'connectFailed/noCandidates': 1,
  });
});

test('refusals are counted by code, and sockets at their peak', async () => {
  await using server = await TestServer.start(settings);
  const ada = await server.device('Ada');
  expect((await ada.raw('call:place', {})).ok).toBe(false);
  expect((await ada.raw('no such request', {})).ok).toBe(false);
  expect((await fetch(`${server.url}api/nothing`)).status).toBe(404);
  const insight = await readInsight(server.url);
  expect(sumsOf(insight, 'error')).toMatchObject({ 'socket/badRequest': 2, 'http/404': 1 });
  expect(totalOf(insight, 'sockets')).toBe(1);
  expect(totalOf(insight, 'request')).toBeGreaterThanOrEqual(3);
});

test('a database that is busy for a while gets the figures later', async () => {
  let isBusy = true;
  const openStorage = watchedStorage((name, run) => {
    if (name === 'insight:add' && isBusy) throw new StorageError('SQLITE_BUSY', 'busy');
    return run();
  });
  await using server = await TestServer.start(settings, { openStorage });
  const ada = await server.device('Ada');
  await ada.raw('no such request', {});
  expect(sumsOf(await readInsight(server.url), 'error')).toEqual({});
  isBusy = false;
  expect(sumsOf(await readInsight(server.url), 'error')).toMatchObject({ 'socket/badRequest': 1 });
});

test('after 30 days the sums are gone', async () => {
  const now = Date.now();
  let isOld = true;
  const openStorage = watchedStorage((_name, run) => run());
  await using server = await TestServer.start(settings, {
    openStorage: async (dataDir, onLost) => {
      const storage = await openStorage(dataDir, onLost);
      if (isOld)
        await storage.run('insight:add', [
          { hour: hourOf(now) - insightDays * 24 - 2, figure: 'answered', label: '', value: 7 },
          { hour: hourOf(now) - 2, figure: 'answered', label: '', value: 3 },
        ]);
      isOld = false;
      return storage;
    },
  });
  const ask = `from=${now - insightDays * 24 * hourMs}&to=${now}`;
  await until(async () => {
    const response = await fetch(`${server.url}api/insight?${ask}`, { headers: bearer(adminToken) });
    return JSON.stringify(await response.json()).includes('"value":3');
  }, 'the younger sum shows');
  const older = `from=${now - (insightDays + 2) * 24 * hourMs}&to=${now - (insightDays - 2) * 24 * hourMs}`;
  const response = await fetch(`${server.url}api/insight?${older}`, { headers: bearer(adminToken) });
  expect(await response.json()).toMatchObject({ rows: [] });
});
