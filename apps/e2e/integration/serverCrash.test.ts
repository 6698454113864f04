import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { longTimeout, type TestClient, talk, TestCluster, until } from './testCluster.ts';

let cluster: TestCluster;
beforeAll(async () => {
  // A caller must find its call again after a restart, however slow the machine is.
  cluster = await TestCluster.start({ CALLER_GONE_TIMEOUT_MS: '8000' });
});
beforeEach(() => cluster.server.start());
afterAll(() => cluster[Symbol.asyncDispose]());

async function pair(names: readonly [string, string]): Promise<readonly [TestClient, TestClient]> {
  return [await cluster.person(names[0]), await cluster.person(names[1])];
}

const isOffline = ({ state }: { readonly state: string }): boolean => state === 'offline';

describe('the server dies', longTimeout, () => {
  test('in a call: media continues, and the call can be hung up once the server is back', async () => {
    const [ada, grace] = await pair(['Ada 1', 'Grace 1']);
    await talk(ada, grace);
    await cluster.server.kill();
    await until(ada.engine.connection, isOffline);
    expect(ada.screen.current?.status.kind).toBe('talking');
    await cluster.server.start();
    await Promise.all([ada.online(), grace.online()]);
    expect(ada.screen.current?.status.kind).toBe('talking');
    ada.screen.current?.hangUp?.();
    await grace.sees(({ current }) => current === null);
    expect(await ada.history(1)).toEqual(['outgoing answered']);
    expect(await grace.history(1)).toEqual(['incoming answered']);
  });

  test('and one hangs up: both screens end at once, and the server learns of it once it is back', async () => {
    const [ada, grace] = await pair(['Ada 2', 'Grace 2']);
    await talk(ada, grace);
    await cluster.server.kill();
    await until(ada.engine.connection, isOffline);
    ada.screen.current?.hangUp?.();
    expect(ada.screen.current).toBeNull();
    await grace.sees(({ current }) => current === null);
    expect([...ada.capture.live(), ...grace.capture.live()]).toEqual([]);
    await cluster.server.start();
    expect(await ada.history(1)).toEqual(['outgoing answered']);
    expect(await grace.history(1)).toEqual(['incoming answered']);
    const ended = [ada, grace].map((client) => client.engine.history.getState().all.entries[0]?.endedAt);
    expect(ended[0]).toBe(ended[1]);
  });

  test('while it rings: the call continues to ring, and is answered', async () => {
    const [ada, grace] = await pair(['Ada 3', 'Grace 3']);
    ada.call(grace);
    await grace.incoming();
    await cluster.server.kill();
    await until(grace.engine.connection, isOffline);
    expect(grace.screen.incoming).not.toBeNull();
    await cluster.server.start();
    await Promise.all([ada.online(), grace.online()]);
    await ada.current(({ status }) => status.kind === 'ringing');
    grace.screen.incoming?.accept();
    await ada.current(({ status }) => status.kind === 'talking');
    ada.screen.current?.hangUp?.();
    await grace.sees(({ current }) => current === null);
  });

  test('and the caller cancels, then reloads: the server learns of it from the next page', async () => {
    const [ada, grace] = await pair(['Ada 4', 'Grace 4']);
    ada.call(grace);
    await grace.incoming();
    await ada.current(({ status }) => status.kind === 'ringing');
    await cluster.server.kill();
    await until(ada.engine.connection, isOffline);
    ada.screen.current?.cancel?.();
    const again = ada.reload();
    await cluster.server.start();
    await grace.sees(({ incoming }) => incoming === null);
    await again.online();
    expect(again.screen.current).toBeNull();
    expect(await again.history(1)).toEqual(['outgoing canceled']);
    expect(await grace.history(1)).toEqual(['incoming missed']);
  });

  test('without a server no call can be placed, and it says why', async () => {
    const ada = await cluster.person('Ada 5');
    await cluster.server.kill();
    await until(ada.engine.connection, isOffline);
    expect(ada.screen).toMatchObject({ cannotPlace: 'offline' });
    expect(ada.screen.place).toBeUndefined();
    await cluster.server.start();
    await ada.online();
    await ada.sees(({ place }) => place !== undefined);
  });
});
