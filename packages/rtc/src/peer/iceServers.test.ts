import { fail, ok, type Data, type Result } from '@ringback/protocol';
import { expect, it } from 'vitest';
import { createIceServerSource } from './iceServers.ts';

type Answer = Result<Data<'ice:servers'>>;

function servers(name: string): Answer {
  return ok({ iceServers: [{ urls: [`turn:${name}.example`] }], expiresAt: 0 });
}

/** A server that gives these answers, one a question, and a clock. */
function source(...answers: readonly Answer[]) {
  let asked = 0;
  const clock = { now: 0 };
  const fetch = (): Promise<Answer> => {
    const answer = answers[asked] ?? fail('internal');
    asked += 1;
    return Promise.resolve(answer);
  };
  const made = createIceServerSource(fetch, () => clock.now);
  const urls = async () => (await made.next())?.map((server) => server.urls[0]);
  return { ...made, urls, clock, asked: () => asked };
}

it('links that are made in a row share what was asked ahead, and the next ones get fresh credentials', async () => {
  const { prefetch, urls, asked, clock } = source(servers('one'), servers('two'));
  await Promise.all([prefetch(), prefetch()]);
  expect(await urls()).toEqual(['turn:one.example']);
  clock.now = 59_999;
  expect(await urls()).toEqual(['turn:one.example']);
  expect(asked()).toBe(1);
  clock.now = 60_000;
  expect(await urls()).toEqual(['turn:two.example']);
});

it('asks another server that came in its place', async () => {
  const { urls, renew } = source(servers('one'), servers('two'));
  await urls();
  renew();
  expect(await urls()).toEqual(['turn:two.example']);
});

it('asks again where what was asked ahead found the server away', async () => {
  const { prefetch, urls } = source(fail('offline'), servers('two'));
  await prefetch();
  expect(await urls()).toEqual(['turn:two.example']);
});

it('has none while the server is away', async () => {
  const { urls, clock } = source(servers('one'), fail('offline'), fail('offline'));
  await urls();
  clock.now = 60_000;
  expect(await urls()).toBeUndefined();
});

it('goes on with the last ones, or with none, where the server refuses, and asks again for the next link', async () => {
  const { urls, clock } = source(fail('tooMany'), servers('one'), fail('tooMany'));
  expect(await urls()).toEqual([]);
  expect(await urls()).toEqual(['turn:one.example']);
  clock.now = 60_000;
  expect(await urls()).toEqual(['turn:one.example']);
});

it('knows the network that the server named last', async () => {
  const { network, prefetch } = source(ok({ iceServers: [], expiresAt: 0, network: 'home' }));
  expect(network()).toBeUndefined();
  await prefetch();
  expect(network()).toBe('home');
});
