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

  test('two tabs of one user each call somebody: the first answer counts, and both histories say so', async () => {
    const [ada, ada2] = [await cluster.person('Ada 5'), await cluster.person('Ada 5')];
    const [grace, mary] = [await cluster.person('Grace 5'), await cluster.person('Mary 5')];
    ada.call(grace);
    await grace.incoming();
    ada2.call(mary);
    (await mary.incoming()).accept();
    await ada2.current(isTalkingWith('Mary 5'));
    await ada.sees(({ current }) => current === null);
    await grace.sees(({ incoming }) => incoming === null);
    expect(await ada.history(1)).toEqual(['outgoing canceled']);
    expect(await grace.history(1)).toEqual(['incoming missed']);

    ada.call(grace);
    await ada.sees(({ toasts }) =>
      toasts.some((toast) => toast.kind === 'refused' && /on another device/.test(toast.message)),
    );
    ada2.screen.current?.hold?.();
    await mary.current(({ holdState }) => holdState === 'theirs');
    ada.call(grace);
    (await grace.incoming()).accept();
    await ada.current(isTalkingWith('Grace 5'));
    ada2.screen.current?.resume?.();
    await ada2.current(({ holdState }) => holdState === 'none');
    await ada2.current(({ holdState }) => holdState === 'mine');
  });

  test('a user who holds a call calls back from another tab: that answers the call that rings', async () => {
    const [ada, grace, mary] = await ringing(6);
    grace.screen.current?.hold?.();
    await ada.current(({ holdState }) => holdState === 'theirs');
    const grace2 = await cluster.person('Grace 6');
    grace2.call(mary);
    await grace2.current(isTalkingWith('Mary 6'));
    await mary.current(isTalkingWith('Grace 6'));
    await grace.sees(({ second }) => second === null);
    expect(grace.screen.current).toMatchObject({ peer: { name: 'Ada 6' }, holdState: 'mine' });
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
