import { fail, ok, type Data, type Result } from '@ringback/protocol';
import { expect, it } from 'vitest';
import { createIceServerSource } from './iceServers.ts';

type Answer = Result<Data<'ice:servers'>>;

function servers(name: string): Answer {
  return ok({ iceServers: [{ urls: [`turn:${name}.example`] }], expiresAt: 0 });
}

/** A server that gives these answers, one a question. */
function source(...answers: readonly Answer[]) {
  let asked = 0;
  const made = createIceServerSource(() => {
    const answer = answers[asked] ?? fail('internal');
    asked += 1;
    return Promise.resolve(answer);
  });
  const urls = async () => (await made.next())?.map((server) => server.urls[0]);
  return { ...made, urls, asked: () => asked };
}

it('asks anew for each link', async () => {
  const { urls } = source(servers('one'), servers('two'));
  expect(await urls()).toEqual(['turn:one.example']);
  expect(await urls()).toEqual(['turn:two.example']);
});

it('uses what was asked ahead for the first link only', async () => {
  const { prefetch, urls, asked } = source(servers('one'), servers('two'));
  prefetch();
  prefetch();
  expect(await urls()).toEqual(['turn:one.example']);
  expect(asked()).toBe(1);
  expect(await urls()).toEqual(['turn:two.example']);
});

it('asks again where what was asked ahead found the server away', async () => {
  const { prefetch, urls } = source(fail('offline'), servers('two'));
  prefetch();
  expect(await urls()).toEqual(['turn:two.example']);
});

it('has none while the server is away', async () => {
  const { urls } = source(servers('one'), fail('offline'));
  await urls();
  expect(await urls()).toBeUndefined();
});

it('goes on with the last ones, or with none, where the server refuses', async () => {
  const { urls } = source(fail('tooMany'), servers('one'), fail('tooMany'));
  expect(await urls()).toEqual([]);
  expect(await urls()).toEqual(['turn:one.example']);
  expect(await urls()).toEqual(['turn:one.example']);
});
