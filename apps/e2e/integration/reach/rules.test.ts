import type { RulesChange, SettingsChange, UserId } from '@ringback/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, TestCluster, until, type TestClient } from '../testCluster.ts';

const minuteMs = 60_000;

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await TestCluster.start({ RING_TIMEOUT_MS: '2500' });
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** Each user on two devices. */
interface Cast {
  readonly ada: TestClient;
  readonly ada2: TestClient;
  readonly grace: TestClient;
  readonly grace2: TestClient;
}

async function cast(n: number): Promise<Cast> {
  const [ada, ada2] = [await cluster.person(`Ada ${n}`), await cluster.person(`Ada ${n}`)];
  const [grace, grace2] = [await cluster.person(`Grace ${n}`), await cluster.person(`Grace ${n}`)];
  return { ada, ada2, grace, grace2 };
}

function idOf({ engine }: TestClient): UserId {
  const account = engine.account.getState();
  if (account.state !== 'signedIn') throw new Error('Not signed in.');
  return account.me.id;
}

async function decide(by: TestClient, about: TestClient, change: RulesChange): Promise<void> {
  expect(await by.engine.people.setRules(idOf(about), change)).toMatchObject({ ok: true });
}

async function set(by: TestClient, change: SettingsChange): Promise<void> {
  expect(await by.engine.settings.change(change)).toMatchObject({ ok: true });
}

const ringing = (client: TestClient) => client.current(({ status }) => status.kind === 'ringing');
const calling = (client: TestClient) => client.current(({ status }) => status.kind === 'calling');

/** The caller sees that no one was reached, and the callee's devices show nothing until then. */
async function expectUnreached({ ada, grace, grace2 }: Cast): Promise<void> {
  const shown: string[] = [];
  const stops = [grace, grace2].map(({ engine }) =>
    engine.calls.subscribe(({ incoming }) => incoming !== null && shown.push(incoming.id)),
  );
  await calling(ada);
  const { outcome } = await ada.sees((screen) => screen.outcome !== null);
  expect(outcome?.reason).toBe('unreachable');
  expect(await ada.history(1)).toEqual(['outgoing canceled']);
  expect(shown).toEqual([]);
  for (const stop of stops) stop();
}

async function expectNoEntry(...clients: readonly TestClient[]): Promise<void> {
  for (const { engine } of clients) {
    await engine.history.load('all');
    expect(engine.history.getState().all.entries).toEqual([]);
    expect(engine.notices.getState()).toEqual([]);
  }
}

const always = { on: true, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', timeZone: 'Asia/Tokyo' };

describe('a call that does not reach the callee', longTimeout, () => {
  test.each<[string, (people: Cast) => Promise<void>]>([
    ['calls are blocked', ({ grace, ada }) => decide(grace, ada, { blocksCalls: true })],
    ['only contacts may call', ({ grace }) => set(grace, { callsFrom: 'contacts' })],
    [
      'contacts may call, except this one',
      async ({ grace, ada }) => {
        await grace.engine.people.setContact(idOf(ada), {});
        await decide(grace, ada, { exceptCalls: true });
        await set(grace, { callsFrom: 'contactsExcept' });
      },
    ],
  ])('%s: nothing rings on either device, and nothing is left of it', async (title, hide) => {
    const people = await cast(title.length);
    await hide(people);
    people.ada.call(people.grace);
    await expectUnreached(people);
    await expectNoEntry(people.grace, people.grace2);
  });

  test.each(['silence', 'refuse'] as const)('strangers: %s: it leaves an entry', async (strangers) => {
    const people = await cast(strangers === 'silence' ? 101 : 102);
    await set(people.grace, { strangers });
    people.ada.call(people.grace);
    await expectUnreached(people);
    for (const client of [people.grace, people.grace2]) {
      expect(await client.history(1)).toEqual(['incoming missed']);
      expect(client.engine.history.getState().all.entries[0]?.detail).toBe('silenced');
    }
  });

  test('the callee calls back while it rings nowhere: the two are connected', async () => {
    const people = await cast(103);
    const { ada, grace, ada2 } = people;
    await set(grace, { callsFrom: 'contacts' });
    ada.call(grace);
    await calling(ada);
    grace.call(ada);
    for (const client of [ada, grace]) await client.current(({ status }) => status.kind === 'talking');
    expect(ada2.screen.incoming).toBeNull();
    ada.screen.current?.hangUp?.();
    await grace.sees(({ current }) => current === null);
    expect(await ada.history(1)).toEqual(['outgoing answered']);
    expect(await grace.history(1)).toEqual(['incoming answered']);
  });

  test('who calls somebody they have blocked is asked, and unblocks them to call', async () => {
    const { ada, grace, grace2 } = await cast(104);
    await decide(grace, ada, { blocksCalls: true });
    await until(grace2.engine.people, ({ known }) => known.some(({ rules }) => rules?.blocksCalls === true));
    grace2.screen.place?.({ id: idOf(ada), name: 'Ada 104' }, 'audio');
    const question = await until(grace2.engine.unblockPrompt, (asked) => asked !== null);
    expect(question?.peer.id).toBe(idOf(ada));
    expect(grace2.screen.current).toBeNull();
    question?.unblockAndCall();
    await ada.incoming();
    expect(grace2.engine.unblockPrompt.getState()).toBeNull();
    grace2.screen.current?.cancel?.();
  });
});

describe('a call without sound', longTimeout, () => {
  test.each<[string, number, (people: Cast) => Promise<void>]>([
    ['the caller is muted', 201, ({ grace, ada }) => decide(grace, ada, { isMuted: true })],
    ['quiet hours', 202, ({ grace }) => set(grace, { quietHours: always })],
    ['do not disturb', 203, ({ grace }) => set(grace, { doNotDisturbUntil: Date.now() + 60 * minuteMs })],
  ])('%s: both devices show it, and the caller sees that it rings', async (_, n, quieten) => {
    const people = await cast(n);
    const { ada, grace, grace2 } = people;
    await quieten(people);
    ada.call(grace);
    for (const client of [grace, grace2]) expect(await client.incoming()).toMatchObject({ isMuted: true });
    await ringing(ada);
    (await grace2.incoming()).decline();
    await ada.sees((screen) => screen.outcome !== null);
  });

  test.each<[string, number, (people: Cast) => Promise<void>]>([
    [
      'someone who is always let through, in quiet hours',
      204,
      async ({ grace, ada }) => {
        await set(grace, { quietHours: always });
        await decide(grace, ada, { alwaysThrough: true });
      },
    ],
    ['do not disturb is over', 205, ({ grace }) => set(grace, { doNotDisturbUntil: Date.now() - minuteMs })],
    [
      'quiet hours are switched off',
      206,
      ({ grace }) => set(grace, { quietHours: { ...always, on: false } }),
    ],
  ])('%s: it is heard', async (_, n, prepare) => {
    const people = await cast(n);
    const { ada, grace, grace2 } = people;
    await prepare(people);
    ada.call(grace);
    for (const client of [grace, grace2]) expect(await client.incoming()).not.toHaveProperty('isMuted');
    ada.screen.current?.cancel?.();
    await grace.sees(({ incoming }) => incoming === null);
  });
});

describe('a rule changes while it rings', longTimeout, () => {
  test('blocked: both devices stop and keep nothing, and the caller sees the devices go away', async () => {
    const { ada, grace, grace2 } = await cast(301);
    ada.call(grace);
    for (const client of [grace, grace2]) await client.incoming();
    await ringing(ada);
    await decide(grace2, ada, { blocksCalls: true });
    for (const client of [grace, grace2]) await client.sees(({ incoming }) => incoming === null);
    await calling(ada);
    const { outcome } = await ada.sees((screen) => screen.outcome !== null);
    expect(outcome?.reason).toBe('noAnswer');
    expect(await ada.history(1)).toEqual(['outgoing noAnswer']);
    await expectNoEntry(grace, grace2);
  });

  test('muted: only the sound stops, on both devices', async () => {
    const { ada, grace, grace2 } = await cast(302);
    ada.call(grace);
    for (const client of [grace, grace2]) expect(await client.incoming()).not.toHaveProperty('isMuted');
    await ringing(ada);
    await decide(grace, ada, { isMuted: true });
    for (const client of [grace, grace2]) await client.sees(({ incoming }) => incoming?.isMuted === true);
    (await grace2.incoming()).accept();
    for (const client of [ada, grace2]) await client.current(({ status }) => status.kind === 'talking');
    ada.screen.current?.hangUp?.();
  });

  test('only contacts may call: it goes on, and holds from the next call', async () => {
    const people = await cast(303);
    const { ada, grace, grace2 } = people;
    ada.call(grace);
    await ringing(ada);
    await set(grace, { callsFrom: 'contacts' });
    expect(grace2.screen.incoming).not.toBeNull();
    ada.screen.current?.cancel?.();
    for (const client of [grace, grace2]) await client.sees(({ incoming }) => incoming === null);
    ada.call(grace);
    await calling(ada);
    const { outcome } = await ada.sees((screen) => screen.outcome !== null);
    expect(outcome?.reason).toBe('unreachable');
    expect(await grace.history(1)).toEqual(['incoming missed']);
  });
});

describe('a stranger rings', longTimeout, () => {
  test('a contact gets through, and the stranger goes on beside the call', async () => {
    const { ada: stranger, grace, grace2 } = await cast(401);
    const kay = await cluster.person('Kay 401');
    await grace.engine.people.setContact(idOf(kay), {});
    stranger.call(grace);
    await ringing(stranger);
    kay.call(grace);
    await ringing(kay);
    for (const { screen } of [grace, grace2]) expect(screen.incoming?.peer.name).toBe('Kay 401');
    (await grace.incoming()).accept();
    for (const client of [kay, grace]) await client.current(({ status }) => status.kind === 'talking');
    const { second } = await grace.sees((screen) => screen.second !== null);
    expect(second?.peer.name).toBe('Ada 401');
    await grace2.sees(({ incoming }) => incoming === null);
    second?.decline();
    await stranger.sees((screen) => screen.outcome !== null);
    kay.screen.current?.hangUp?.();
  });

  test('the contact’s call is declined: the stranger’s, which rang first, is on the screen again', async () => {
    const { ada: stranger, grace, grace2 } = await cast(402);
    const kay = await cluster.person('Kay 402');
    await grace.engine.people.setContact(idOf(kay), {});
    stranger.call(grace);
    await ringing(stranger);
    kay.call(grace);
    await ringing(kay);
    for (const { screen } of [grace, grace2]) expect(screen.incoming?.peer.name).toBe('Kay 402');
    (await grace.incoming()).decline();
    await kay.sees((screen) => screen.outcome !== null);
    for (const client of [grace, grace2])
      await client.sees(({ incoming }) => incoming?.peer.name === 'Ada 402');
    (await grace.incoming()).accept();
    for (const client of [stranger, grace]) await client.current(({ status }) => status.kind === 'talking');
    stranger.screen.current?.hangUp?.();
  });
});
