import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, type TestClient, talk, TestCluster, until } from './testCluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start({ REJOIN_TIMEOUT_MS: '4000' });
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function talking(names: readonly [string, string]): Promise<readonly [TestClient, TestClient]> {
  const [caller, callee] = [await cluster.person(names[0]), await cluster.person(names[1])];
  await talk(caller, callee);
  return [caller, callee];
}

describe('a page goes away in a call', longTimeout, () => {
  test('the callee reloads: the caller waits, they talk on, and both histories keep one entry', async () => {
    const [ada, grace] = await talking(['Ada 1', 'Grace 1']);
    grace.screen.current?.mute?.();
    const again = grace.reload();
    await ada.current(({ status }) => status.kind === 'waiting');
    const back = await again.current(
      ({ status, microphone }) => status.kind === 'talking' && microphone.state === 'off',
    );
    await ada.current(({ status }) => status.kind === 'talking');
    back.hangUp?.();
    await ada.sees(({ current }) => current === null);
    expect(await ada.history(1)).toEqual(['outgoing answered']);
    expect(await again.history(1)).toEqual(['incoming answered']);
  });

  test('the caller reloads: it rejoins by itself', async () => {
    const [ada, grace] = await talking(['Ada 2', 'Grace 2']);
    const again = ada.reload();
    await again.current(({ status }) => status.kind === 'talking');
    const call = await grace.current(({ status }) => status.kind === 'talking');
    call.hangUp?.();
    await again.sees(({ current }) => current === null);
    expect(await again.history(1)).toEqual(['outgoing answered']);
  });

  test('it closes for good: the other person waits, then is told that the connection was lost', async () => {
    const [ada, grace] = await talking(['Ada 3', 'Grace 3']);
    grace.engine.pageHidden();
    await ada.current(({ status }) => status.kind === 'waiting');
    const { outcome } = await ada.sees((screen) => screen.outcome !== null);
    expect(outcome?.reason).toBe('connectionLost');
    expect(ada.capture.live()).toEqual([]);
  });

  test('one person signs out: the call ends like a hang-up', async () => {
    const [ada, grace] = await talking(['Ada 4', 'Grace 4']);
    await ada.engine.account.signOut();
    expect(ada.engine.account.getState()).toEqual({ state: 'signedOut' });
    await grace.sees(({ current, toasts }) => current === null && toasts[0]?.kind === 'callEnded');
    expect(await grace.history(1)).toEqual(['incoming answered']);
    const reloaded = cluster.client({ storage: ada.storage, locks: ada.locks });
    await until(reloaded.engine.account, ({ state }) => state === 'signedOut');
  });

  test('the caller reloads while it rings: the call is restored, and is answered', async () => {
    const [ada, grace] = [await cluster.person('Ada 5'), await cluster.person('Grace 5')];
    ada.call(grace);
    const incoming = await grace.incoming();
    const again = ada.reload();
    await again.current(({ status }) => status.kind === 'ringing');
    incoming.accept();
    await again.current(({ status }) => status.kind === 'talking');
    again.screen.current?.hangUp?.();
    await grace.sees(({ current }) => current === null);
  });

  test('its user calls again from a new tab: the old call ends, and the new one rings', async () => {
    const [ada, grace] = await talking(['Ada 6', 'Grace 6']);
    ada.engine.pageHidden();
    await grace.current(({ status }) => status.kind === 'waiting');
    const again = await cluster.person('Ada 6');
    again.call(grace);
    const incoming = await grace.incoming();
    expect(grace.screen.current).toBeNull();
    incoming.accept();
    await again.current(({ status }) => status.kind === 'talking');
    again.screen.current?.hangUp?.();
    await grace.sees(({ current }) => current === null);
    expect(await again.history(2)).toEqual(['outgoing answered', 'outgoing answered']);
    expect(await grace.history(2)).toEqual(['incoming answered', 'incoming answered']);
    expect(grace.engine.notices.getState()).toEqual([]);
  });

  test('its user calls again while it rang: one ring follows the other, and no missed call is reported', async () => {
    const [ada, grace] = [await cluster.person('Ada 7'), await cluster.person('Grace 7')];
    ada.call(grace);
    const first = await grace.incoming();
    ada.engine.pageHidden();
    const again = await cluster.person('Ada 7');
    again.call(grace);
    await grace.sees(({ incoming }) => incoming !== null && incoming.id !== first.id);
    expect(grace.engine.notices.getState()).toEqual([]);
    grace.screen.incoming?.decline();
    await again.sees(({ outcome }) => outcome?.reason === 'declined');
  });
});
