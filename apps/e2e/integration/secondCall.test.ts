import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, talk, TestCluster, type TestClient } from './testCluster.ts';

describe('a second call', longTimeout, () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await TestCluster.start();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  /** Ada talks with Grace, and Mary calls Grace. */
  async function ringing(round: number): Promise<readonly [TestClient, TestClient, TestClient]> {
    const ada = await cluster.person(`Ada ${round}`);
    const grace = await cluster.person(`Grace ${round}`);
    const mary = await cluster.person(`Mary ${round}`);
    await talk(ada, grace);
    await mary.sees(({ place }) => place !== undefined);
    mary.call(grace);
    await grace.sees(({ second }) => second !== null);
    await mary.current(({ status }) => status.kind === 'ringing');
    return [ada, grace, mary];
  }

  const isTalkingWith = (name: string) => (call: NonNullable<TestClient['screen']['current']>) =>
    call.peer.name === name && call.status.kind === 'talking';

  test('is accepted while the first is held, both are swapped, and each ends by itself', async () => {
    const [ada, grace, mary] = await ringing(1);
    grace.screen.second?.holdAndAccept();
    await grace.current(isTalkingWith('Mary 1'));
    await ada.current(({ holdState }) => holdState === 'theirs');
    expect(grace.screen.held?.peer.name).toBe('Ada 1');

    grace.screen.swap?.();
    await mary.current(({ holdState }) => holdState === 'theirs');
    await ada.current(isTalkingWith('Grace 1'));
    expect(grace.screen.held?.peer.name).toBe('Mary 1');

    const reloaded = grace.reload();
    await reloaded.current(isTalkingWith('Ada 1'));
    expect(reloaded.screen.held?.peer.name).toBe('Mary 1');
    await mary.current(({ status }) => status.kind === 'held');

    await cluster.server.kill();
    await cluster.server.start();
    await Promise.all([ada.online(), reloaded.online(), mary.online()]);
    ada.screen.current?.hangUp?.();
    await reloaded.current(({ peer, holdState }) => peer.name === 'Mary 1' && holdState === 'mine');
    reloaded.screen.current?.resume?.();
    await mary.current(isTalkingWith('Grace 1'));
    mary.screen.current?.hangUp?.();
    await reloaded.sees(({ current, held }) => current === null && held === null);
    expect(await reloaded.history(2)).toEqual(['incoming answered', 'incoming answered']);
    expect(reloaded.capture.live()).toEqual([]);
  });

  test('is accepted instead of the first, which ends for both', async () => {
    const [ada, grace, mary] = await ringing(2);
    grace.screen.second?.endAndAccept();
    await mary.current(isTalkingWith('Grace 2'));
    await ada.sees(({ current }) => current === null);
    expect(ada.screen.toasts.map(({ kind }) => kind)).toEqual(['callEnded']);
    await grace.current(isTalkingWith('Mary 2'));
    expect(grace.screen.held).toBeNull();
    grace.screen.current?.hangUp?.();
    await mary.sees(({ current }) => current === null);
  });

  test('is canceled in the moment of the accept: the first goes on as it was, or is held for it', async () => {
    const [ada, grace, mary] = await ringing(3);
    mary.screen.current?.cancel?.();
    grace.screen.second?.holdAndAccept();
    await mary.sees(({ current }) => current === null);
    await grace.sees(
      ({ current, held, second }) => current?.peer.name === 'Ada 3' && held === null && second === null,
    );
    // If the accept was faster, the first one is on hold.
    grace.screen.current?.resume?.();
    await grace.current(isTalkingWith('Ada 3'));
    await ada.current(isTalkingWith('Grace 3'));
    ada.screen.current?.hangUp?.();
    await grace.sees(({ current }) => current === null);
  });

  test('a third caller is busy, and other tabs of the callee stay quiet', async () => {
    const [ada, grace, mary] = await ringing(4);
    const elsewhere = await cluster.person('Grace 4');
    const linus = await cluster.person('Linus 4');
    grace.screen.second?.holdAndAccept();
    await grace.current(isTalkingWith('Mary 4'));
    await linus.sees(({ place }) => place !== undefined);
    linus.call(grace);
    const { outcome } = await linus.sees((screen) => screen.outcome !== null);
    expect(outcome?.reason).toBe('busy');
    expect(elsewhere.screen).toMatchObject({ incoming: null, second: null, toasts: [] });
    for (const client of [mary, ada]) client.screen.current?.hangUp?.();
    await grace.sees(({ current }) => current === null);
  });
});
