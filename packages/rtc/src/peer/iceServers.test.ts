import { fail, ok, type Data, type Result } from '@ringback/protocol';
import { expect, it } from 'vitest';
import { createIceServerSource } from './iceServers.ts';

type Answer = Result<Data<'ice:servers'>>;

function servers(name: string): Answer {
  return ok({ iceServers: [{ urls: [`turn:${name}.example`] }], expiresAt: 0 });
}

/** A server that gives these answers in order, and a clock. */
function source(...answers: readonly Answer[]) {
  let requests = 0;
  const clock = { now: 0 };
  const fetch = (): Promise<Answer> => {
    const answer = answers[requests] ?? fail('internal');
    requests += 1;
    return Promise.resolve(answer);
  };
  const iceServers = createIceServerSource(fetch, () => clock.now);
  const urls = async () => (await iceServers.next())?.map((server) => server.urls[0]);
  return { ...iceServers, urls, clock, requests: () => requests };
}

it('links made in a row share what was fetched ahead, and later ones get fresh credentials', async () => {
  const { prefetch, urls, requests, clock } = source(servers('one'), servers('two'));
  await Promise.all([prefetch(), prefetch()]);
  expect(await urls()).toEqual(['turn:one.example']);
  clock.now = 59_999;
  expect(await urls()).toEqual(['turn:one.example']);
  expect(requests()).toBe(1);
  clock.now = 60_000;
  expect(await urls()).toEqual(['turn:two.example']);
});

it('fetches again after the server was unreachable', async () => {
  const { urls, renew } = source(servers('one'), servers('two'));
  await urls();
  renew();
  expect(await urls()).toEqual(['turn:two.example']);
});

it('fetches again where the fetch ahead found the server unreachable', async () => {
  const { prefetch, urls } = source(fail('offline'), servers('two'));
  await prefetch();
  expect(await urls()).toEqual(['turn:two.example']);
});

it('has none while the server is unreachable', async () => {
  const { urls, clock } = source(servers('one'), fail('offline'), fail('offline'));
  await urls();
  clock.now = 60_000;
  expect(await urls()).toBeUndefined();
});

it('uses the last ones, or none, where the server refuses, and fetches again for the next link', async () => {
  const { urls, clock } = source(fail('tooMany'), servers('one'), fail('tooMany'));
  expect(await urls()).toEqual([]);
  expect(await urls()).toEqual(['turn:one.example']);
  clock.now = 60_000;
  expect(await urls()).toEqual(['turn:one.example']);
});

it('fetches again a second later where the server had none, because its relay was restarting', async () => {
  const { urls, clock, requests } = source(ok({ iceServers: [], expiresAt: 0 }), servers('one'));
  expect(await urls()).toEqual([]);
  clock.now = 999;
  expect(await urls()).toEqual([]);
  expect(requests()).toBe(1);
  clock.now = 1_000;
  expect(await urls()).toEqual(['turn:one.example']);
});

it('knows the network that the server named last', async () => {
  const { network, prefetch } = source(ok({ iceServers: [], expiresAt: 0, network: 'home' }));
  expect(network()).toBeUndefined();
  await prefetch();
  expect(network()).toBe('home');
});
