import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, TestCluster } from './testCluster.ts';

describe('an answered call', longTimeout, () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await TestCluster.start();
  });
  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
  });

  test('rings, is answered, talks and is hung up: both screens and both histories agree', async () => {
    const ada = await cluster.person('Ada');
    const grace = await cluster.person('Grace');
    ada.call(grace);
    expect(ada.screen.current?.status.kind).toBe('calling');
    const incoming = await grace.incoming();
    await ada.current((call) => call.status.kind === 'ringing');
    expect(grace.capture.live()).toHaveLength(0);
    incoming.accept();
    expect(grace.screen.current?.status.kind).toBe('connecting');
    await ada.current((call) => call.status.kind === 'talking');
    const call = await grace.current((call) => call.status.kind === 'talking');
    expect(call.route).toEqual({ path: 'direct', transport: 'udp' });
    call.hangUp?.();
    expect(grace.screen.current).toBeNull();
    await ada.sees(({ current }) => current === null);
    expect(ada.screen.toasts.map(({ kind }) => kind)).toEqual(['callEnded']);
    expect(grace.screen.toasts.map(({ kind }) => kind)).toEqual(['callEnded']);
    expect(await ada.history(1)).toEqual(['outgoing answered']);
    expect(await grace.history(1)).toEqual(['incoming answered']);
    expect([...ada.capture.live(), ...grace.capture.live()]).toHaveLength(0);
    expect(cluster.media.openSessions()).toHaveLength(0);
    const trace = ada.engine.trace.entries();
    const actions = trace.flatMap((entry) => (entry.source === 'calls' ? [entry.action] : []));
    expect(actions).toEqual(expect.arrayContaining(['placePressed', 'callChanged', 'mediaSessionEvent']));
    expect(JSON.stringify(trace)).not.toMatch(/Ada|Grace/);
  });
});
