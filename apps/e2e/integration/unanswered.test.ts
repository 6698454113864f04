import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, TestCluster, until, type TestClient } from './testCluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start({ RING_TIMEOUT_MS: '4000', CALLER_GONE_TIMEOUT_MS: '1500' });
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function pair(names: readonly [string, string]): Promise<readonly [TestClient, TestClient]> {
  return [await cluster.person(names[0]), await cluster.person(names[1])];
}

describe('unanswered calls', longTimeout, () => {
  test('canceled in the tick of placing: canceled for the caller, missed for the callee, and nothing rings', async () => {
    const [ada, grace] = await pair(['Ada 1', 'Grace 1']);
    const call = ada.call(grace);
    call.cancel?.();
    expect(ada.screen.current).toBeNull();
    expect(ada.screen.toasts.map(({ kind }) => kind)).toEqual(['canceled']);
    expect(await ada.history(1)).toEqual(['outgoing canceled']);
    expect(await grace.history(1)).toEqual(['incoming missed']);
    await grace.sees(({ incoming }) => incoming === null);
    expect(ada.screen.outcome).toBeNull();
  });

  test('canceled while it rings: it stops there, is missed, and can be called back from the notice', async () => {
    const [ada, grace] = await pair(['Ada 2', 'Grace 2']);
    ada.call(grace, 'video');
    await grace.incoming();
    const ringing = await ada.current(({ status }) => status.kind === 'ringing');
    ringing.cancel?.();
    await grace.sees(({ incoming }) => incoming === null);
    const [notice] = await until(grace.engine.notices, ({ length }) => length === 1);
    expect(notice).toMatchObject({ peer: { name: 'Ada 2' }, media: 'video' });
    expect(grace.engine.history.getState().unseen).toBe(1);
    notice?.callBack?.();
    expect(grace.screen.current).toMatchObject({ direction: 'outgoing', media: 'video' });
    expect(grace.engine.notices.getState()).toEqual([]);
    await ada.incoming();
    grace.screen.current?.cancel?.();
    await ada.sees(({ incoming }) => incoming === null);
  });

  test('declined: a dialog tells the caller, and both histories say so', async () => {
    const [ada, grace] = await pair(['Ada 3', 'Grace 3']);
    ada.call(grace);
    (await grace.incoming()).decline();
    expect(grace.screen.incoming).toBeNull();
    const { outcome } = await ada.sees((screen) => screen.outcome !== null);
    expect(outcome?.reason).toBe('declined');
    expect(await ada.history(1)).toEqual(['outgoing declined']);
    expect(await grace.history(1)).toEqual(['incoming declined']);
    expect(grace.engine.notices.getState()).toEqual([]);
  });

  test('the callee does not answer: the callee stops ringing, the caller sees why, and can call again', async () => {
    const [ada, grace] = await pair(['Ada 4', 'Grace 4']);
    ada.call(grace);
    await grace.incoming();
    await grace.sees(({ incoming }) => incoming === null);
    const { outcome } = await ada.sees((screen) => screen.outcome !== null);
    expect(outcome?.reason).toBe('noAnswer');
    outcome?.callAgain?.();
    await grace.incoming();
    ada.screen.current?.cancel?.();
    expect(await ada.history(2)).toEqual(['outgoing canceled', 'outgoing noAnswer']);
    expect(await grace.history(2)).toEqual(['incoming missed', 'incoming missed']);
  });

  test('the callee has no device: unreachable, and missed once one connects', async () => {
    const [ada, grace] = await pair(['Ada 5', 'Grace 5']);
    const them = grace.engine.account.getState();
    await grace.engine.account.signOut();
    if (them.state !== 'signedIn') throw new Error('Not signed in');
    ada.screen.place?.(them.me, 'audio');
    const { outcome } = await ada.sees((screen) => screen.outcome !== null);
    expect(outcome?.reason).toBe('unreachable');
    expect(await ada.history(1)).toEqual(['outgoing canceled']);
    const later = await cluster.person('Grace 5');
    expect(await later.history(1)).toEqual(['incoming missed']);
    await until(later.engine.notices, ({ length }) => length === 1);
  });

  test('the callee’s tab opens while it rings: it rings there', async () => {
    const [ada, grace] = await pair(['Ada 6', 'Grace 6']);
    grace.engine.close();
    ada.call(grace);
    const late = await cluster.person('Grace 6');
    (await late.incoming()).accept();
    await ada.current(({ status }) => status.kind === 'talking');
    ada.screen.current?.hangUp?.();
    await late.sees(({ current }) => current === null);
  });

  test('the callee is on another call and takes no second one: busy for the caller, missed for the callee', async () => {
    const [ada, grace] = await pair(['Ada 7', 'Grace 7']);
    const kay = await cluster.person('Kay 7');
    await grace.engine.settings.change({ busyOnAnotherCall: true });
    ada.call(grace);
    (await grace.incoming()).accept();
    await grace.current(({ status }) => status.kind === 'talking');
    kay.call(grace);
    const { outcome } = await kay.sees((screen) => screen.outcome !== null);
    expect(outcome?.reason).toBe('busy');
    expect(grace.screen).toMatchObject({ incoming: null, current: { peer: { name: 'Ada 7' } } });
    expect(await grace.history(1)).toEqual(['incoming missed']);
    await until(grace.engine.notices, ({ length }) => length === 1);
    grace.screen.current?.hangUp?.();
    await ada.sees(({ current }) => current === null);
  });

  test('the microphone is refused: the call takes place, listening only', async () => {
    const [ada, grace] = await pair(['Ada 8', 'Grace 8']);
    ada.capture.setPermission('audio', 'prompt');
    ada.capture.fail('audio', 'notAllowed');
    ada.call(grace);
    await ada.current(({ microphone }) => microphone.state === 'none');
    (await grace.incoming()).accept();
    await ada.current(({ status }) => status.kind === 'talking');
    await grace.current(({ remoteMicrophone }) => remoteMicrophone === 'none');
    grace.screen.current?.hangUp?.();
    await ada.sees(({ current }) => current === null);
  });

  test('the caller’s page goes away while it rings: the call ends as canceled', async () => {
    const [ada, grace] = await pair(['Ada 9', 'Grace 9']);
    ada.call(grace);
    await grace.incoming();
    ada.engine.pageHidden();
    await grace.sees(({ incoming }) => incoming === null);
    expect(await grace.history(1)).toEqual(['incoming missed']);
  });
});
