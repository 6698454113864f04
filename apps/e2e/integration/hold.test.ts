import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, talk, TestCluster } from './testCluster.ts';

describe('a call on hold', longTimeout, () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await TestCluster.start();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test('both sides see it, through a reload and a server crash, and resume as they were', async () => {
    const ada = await cluster.person('Ada');
    const grace = await cluster.person('Grace');
    await talk(ada, grace);
    grace.screen.current?.hold?.();
    expect(grace.screen.current?.holdState).toBe('mine');
    await ada.current((call) => call.holdState === 'theirs' && call.status.kind === 'held');
    expect(grace.capture.live().map(({ enabled }) => enabled)).toEqual([false]);

    const reloaded = grace.reload();
    await reloaded.current((call) => call.holdState === 'mine' && call.status.kind === 'held');
    expect(reloaded.capture.live().map(({ enabled }) => enabled)).toEqual([false]);

    await cluster.server.kill();
    await cluster.server.start();
    await Promise.all([ada.online(), reloaded.online()]);
    await ada.current((call) => call.holdState === 'theirs');
    reloaded.screen.current?.resume?.();
    await ada.current((call) => call.holdState === 'none' && call.status.kind === 'talking');
    expect(reloaded.capture.live().map(({ enabled }) => enabled)).toEqual([true]);
    ada.screen.current?.hangUp?.();
    expect(await ada.history(1)).toEqual(['outgoing answered']);
  });
});
