import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, TestCluster, type TestClient } from './testCluster.ts';

const rounds = 20;

let cluster: TestCluster;
let ada: TestClient;
let grace: TestClient;
beforeAll(async () => {
  cluster = await TestCluster.start();
  ada = await cluster.person('Ada');
  grace = await cluster.person('Grace');
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** Each pair of labels that one call may leave, caller's first. */
const fitting = new Set(['canceled/missed', 'answered/answered', 'declined/declined']);

/** Labels of the newest calls in both histories, once both have that many. */
async function verdicts(count: number): Promise<readonly string[]> {
  await Promise.all([ada.history(count), grace.history(count)]);
  const theirs = grace.engine.history.getState().all.entries;
  return ada.engine.history.getState().all.entries.map((mine) => {
    const other = theirs.find(({ callId }) => callId === mine.callId);
    const [caller, callee] = mine.direction === 'outgoing' ? [mine, other] : [other, mine];
    return `${caller?.label}/${callee?.label}`;
  });
}

async function quiet(): Promise<void> {
  for (const client of [ada, grace]) {
    client.screen.current?.cancel?.();
    client.screen.current?.hangUp?.();
  }
  for (const client of [ada, grace])
    await client.sees(({ current, incoming }) => current === null && incoming === null);
}

/** Waits until both calls are over, or Grace's rings at Ada because the server got it after Ada's cancel. */
async function cancelSettled(): Promise<void> {
  const isSettled = (): boolean => ada.screen.incoming?.id === grace.screen.current?.id;
  await expect.poll(isSettled, { interval: 5 }).toBe(true);
}

describe('at the same instant', longTimeout, () => {
  test(`accept and cancel, ${rounds} times: one wins, and both sides tell the same story`, async () => {
    for (let round = 1; round <= rounds; round++) {
      ada.call(grace);
      const incoming = await grace.incoming();
      const cancel = async (): Promise<void> => {
        await delay(cluster.random.below(4));
        ada.screen.current?.cancel?.();
      };
      const accept = async (): Promise<void> => {
        await delay(cluster.random.below(4));
        incoming.accept();
      };
      await Promise.all([cancel(), accept()]);
      await quiet();
      const said = await verdicts(round);
      expect(said).toHaveLength(round);
      expect(fitting).toContain(said[0]);
    }
    expect([...ada.capture.live(), ...grace.capture.live()]).toEqual([]);
  });

  test(`both call, ${rounds} times: both are in one and the same call`, async () => {
    const before = (await verdicts(1)).length;
    for (let round = 1; round <= rounds; round++) {
      ada.call(grace);
      await delay(cluster.random.below(3));
      if (grace.screen.place !== undefined) grace.call(ada);
      const mine = await ada.current(({ status }) => status.kind === 'talking');
      const theirs = await grace.current(({ status }) => status.kind === 'talking');
      expect(mine.id).toBe(theirs.id);
      expect(ada.screen.incoming).toBeNull();
      expect(grace.screen.incoming).toBeNull();
      mine.hangUp?.();
      await quiet();
      const said = await verdicts(before + round);
      expect(said).toHaveLength(before + round);
      expect(said[0]).toBe('answered/answered');
    }
    expect(cluster.media.openSessions()).toHaveLength(0);
  });

  test(`both call and one cancels at once, ${rounds} times: no one is left ringing or waiting`, async () => {
    for (let round = 1; round <= rounds; round++) {
      ada.call(grace);
      if (grace.screen.place !== undefined) grace.call(ada);
      await delay(cluster.random.below(5));
      ada.screen.current?.cancel?.();
      ada.screen.current?.hangUp?.();
      expect(ada.screen.current).toBeNull();
      await cancelSettled();
      await quiet();
    }
    // The last action may still be on its way to the server and to the other history.
    const unfitting = async () => (await verdicts(1)).filter((verdict) => !fitting.has(verdict));
    await expect.poll(unfitting).toEqual([]);
    expect([...ada.capture.live(), ...grace.capture.live()]).toEqual([]);
    expect(cluster.media.openSessions()).toHaveLength(0);
  });
});
