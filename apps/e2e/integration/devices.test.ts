import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, TestCluster, until } from './testCluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start();
});
afterAll(() => cluster[Symbol.asyncDispose]());

describe('several devices of one user', longTimeout, () => {
  test('one answers: the other stops, says where the call is, and nothing is missed', async () => {
    const ada = await cluster.person('Ada 1');
    const here = await cluster.person('Grace 1');
    const there = await cluster.person('Grace 1');
    ada.call(here);
    const incoming = await here.incoming();
    await there.incoming();
    incoming.accept();
    await there.sees((screen) => screen.incoming === null);
    expect(there.screen.toasts.map(({ kind }) => kind)).toEqual(['answeredElsewhere']);
    expect(here.screen.toasts).toEqual([]);
    await ada.current(({ status }) => status.kind === 'talking');
    ada.screen.current?.hangUp?.();
    expect(await there.history(1)).toEqual(['incoming answered']);
    expect(there.engine.notices.getState()).toEqual([]);
  });

  test('one declines: the other stops and says so; its own late decline changes nothing', async () => {
    const ada = await cluster.person('Ada 2');
    const here = await cluster.person('Grace 2');
    const there = await cluster.person('Grace 2');
    ada.call(here);
    const incoming = await here.incoming();
    const late = await there.incoming();
    incoming.decline();
    await there.sees((screen) => screen.incoming === null);
    expect(there.screen.toasts.map(({ kind }) => kind)).toEqual(['declinedElsewhere']);
    late.decline();
    await ada.sees(({ outcome }) => outcome?.reason === 'declined');
    expect(await here.history(1)).toEqual(['incoming declined']);
  });

  test('both accept at once: one talks, the other says where the call is', async () => {
    const ada = await cluster.person('Ada 3');
    const clients = [await cluster.person('Grace 3'), await cluster.person('Grace 3')] as const;
    ada.call(clients[0]);
    const incoming = await Promise.all(clients.map((client) => client.incoming()));
    for (const { accept } of incoming) accept();
    await ada.current(({ status }) => status.kind === 'talking');
    await Promise.race(clients.map((client) => client.sees(({ current }) => current === null)));
    const [loser] = clients.filter((client) => client.screen.current === null);
    expect(loser?.screen.toasts.map(({ kind }) => kind)).toEqual(['answeredElsewhere']);
    expect(loser?.capture.live()).toEqual([]);
    ada.screen.current?.hangUp?.();
    for (const client of clients) await client.sees(({ current }) => current === null);
  });

  test('both users call each other at once, each with two devices: two talk, the others are quiet', async () => {
    for (const round of [1, 2, 3, 4, 5]) {
      const adas = [await cluster.person(`Ada 6.${round}`), await cluster.person(`Ada 6.${round}`)] as const;
      const graces = [
        await cluster.person(`Grace 6.${round}`),
        await cluster.person(`Grace 6.${round}`),
      ] as const;
      adas[0].call(graces[0]);
      if (graces[0].screen.place !== undefined) graces[0].call(adas[0]);
      const call = await adas[0].current(({ status }) => status.kind === 'talking');
      const other = await graces[0].current(({ status }) => status.kind === 'talking');
      expect(call.id).toBe(other.id);
      for (const client of [adas[1], graces[1]]) {
        await client.sees(({ current, incoming }) => current === null && incoming === null);
        expect(client.screen.outcome).toBeNull();
      }
      call.hangUp?.();
      await graces[0].sees(({ current }) => current === null);
      expect(await adas[1].history(1)).toHaveLength(1);
      expect(await graces[1].history(1)).toHaveLength(1);
      for (const client of [...adas, ...graces]) client.engine.close();
    }
  });

  test('a duplicated tab becomes a device of its own, and both ring', async () => {
    const ada = await cluster.person('Ada 4');
    const grace = await cluster.person('Grace 4');
    const copy = cluster.client({ storage: grace.storage.copy(), locks: grace.locks });
    await copy.online();
    const mine = grace.engine.account.getState();
    const other = copy.engine.account.getState();
    if (mine.state !== 'signedIn' || other.state !== 'signedIn') throw new Error('Not signed in');
    expect(other.me).toEqual(mine.me);
    expect(other.deviceId).not.toBe(mine.deviceId);
    ada.call(grace);
    await grace.incoming();
    (await copy.incoming()).decline();
    await grace.sees(({ incoming }) => incoming === null);
  });

  test('what one device has seen or deleted, the other knows', async () => {
    const ada = await cluster.person('Ada 5');
    const here = await cluster.person('Grace 5');
    const there = await cluster.person('Grace 5');
    for (const round of [1, 2]) {
      ada.call(here);
      await here.incoming();
      ada.screen.current?.cancel?.();
      await here.history(round);
      await there.history(round);
    }
    await until(there.engine.notices, ({ length }) => length === 2);
    const [newest, oldest] = here.engine.history.getState().all.entries;
    if (newest === undefined || oldest === undefined) throw new Error('There are two.');
    here.engine.history.markSeen([newest.callId]);
    expect(here.engine.history.getState().unseen).toBe(1);
    await until(there.engine.history, ({ unseen }) => unseen === 1);
    await until(there.engine.notices, ({ length }) => length === 1);
    await here.engine.history.delete([oldest.callId]).outcome;
    await until(there.engine.history, ({ all, unseen }) => all.entries.length === 1 && unseen === 0);
    await here.engine.history.clear(newest.placedAt).outcome;
    await until(there.engine.history, ({ all }) => all.entries.length === 0);
    await here.engine.history.load('missed');
    expect(here.engine.history.getState().missed).toEqual({ entries: [], state: 'complete' });
  });
});
