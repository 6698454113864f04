import type { Session } from '@ringback/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, talk, TestCluster, until, type TestClient } from './testCluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start();
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function sessionsOf({ engine }: TestClient): Promise<readonly Session[]> {
  const list = await engine.sessions.list();
  if (!list.ok) throw new Error(list.error.message);
  return list.data.sessions;
}

async function otherSession(client: TestClient): Promise<Session> {
  const other = (await sessionsOf(client)).find(({ isThis }) => !isThis);
  if (other === undefined) throw new Error('There is no other browser.');
  return other;
}

async function signedOut({ engine }: TestClient): Promise<string | undefined> {
  const account = await until(engine.account, ({ state }) => state === 'signedOut');
  return account.state === 'signedOut' ? account.error?.message : undefined;
}

describe('the browsers of a user', longTimeout, () => {
  test('a browser that is signed out elsewhere leaves its call as if it had hung up, and forgets the person', async () => {
    const [laptop, phone, grace] = [
      cluster.client(),
      await cluster.person('Ada'),
      await cluster.person('Grace'),
    ];
    await until(laptop.engine.account, ({ state }) => state === 'signedOut');
    await laptop.engine.account.signIn('Ada', 'profile');
    await until(laptop.engine.account.remembered, ({ length }) => length === 1);
    await talk(laptop, grace);
    await phone.engine.sessions.signOut((await otherSession(phone)).id);
    expect(await signedOut(laptop)).toBe('You were signed out on another device.');
    await grace.sees(({ current }) => current === null);
    expect(laptop.screen.current).toBeNull();
    expect(cluster.media.openSessions()).toHaveLength(0);
    expect([...laptop.capture.live(), ...grace.capture.live()]).toHaveLength(0);
    expect(await phone.history(1)).toEqual(['outgoing answered']);
    expect(await grace.history(1)).toEqual(['incoming answered']);
    expect(laptop.engine.account.remembered.getState()).toEqual([]);
  });

  test('a new browser is linked by a code and a number, and the call of the one that linked it goes on', async () => {
    const [barbara, alan, fresh] = [
      await cluster.person('Barbara'),
      await cluster.person('Alan'),
      cluster.client(),
    ];
    await talk(barbara, alan);
    await until(fresh.engine.account, ({ state }) => state === 'signedOut');
    const offer = await fresh.engine.sessions.offerLink();
    if (!offer.ok) throw new Error(offer.error.message);
    const { code, secret } = offer.data;
    const shown = new Promise<number>((resolve) => {
      fresh.engine.sessions.watchLink(secret, (status) => {
        if (status.ok && status.data.state === 'scanned') resolve(status.data.number);
      });
    });
    expect(await barbara.engine.sessions.claimLink(code)).toMatchObject({ ok: true });
    expect(await barbara.engine.sessions.confirmLink(code, await shown)).toMatchObject({ ok: true });
    await fresh.online();
    expect(fresh.engine.account.getState()).toMatchObject({ me: { name: 'Barbara' } });
    await until(fresh.engine.account.remembered, ({ length }) => length === 1);
    expect(barbara.screen.current?.status.kind).toBe('talking');
    barbara.screen.current?.hangUp?.();
  });

  test('a browser that stops watching is not signed in by a late confirmation', async () => {
    const [edsger, fresh] = [await cluster.person('Edsger'), cluster.client()];
    await until(fresh.engine.account, ({ state }) => state === 'signedOut');
    const offer = await fresh.engine.sessions.offerLink();
    if (!offer.ok) throw new Error(offer.error.message);
    const { code, secret } = offer.data;
    const watched = Promise.withResolvers<number>();
    const watch = fresh.engine.sessions.watchLink(secret, (status) => {
      if (!status.ok || status.data.state !== 'scanned') return;
      watch.stop();
      watched.resolve(status.data.number);
    });
    await edsger.engine.sessions.claimLink(code);
    await edsger.engine.sessions.confirmLink(code, await watched.promise);
    await expect.poll(async () => (await sessionsOf(edsger)).length).toBe(1);
    expect(fresh.engine.account.getState().state).toBe('signedOut');
  });
});
