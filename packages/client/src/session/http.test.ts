import { expect, test } from 'vitest';
import { createHttp } from './http.ts';

function httpOf(respond: () => Promise<Response>) {
  const asked: { url: string; method: string | undefined; authorization: string | null }[] = [];
  const http = createHttp({
    baseUrl: 'https://calls.example',
    fetch: (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      asked.push({
        url,
        method: init?.method,
        authorization: new Headers(init?.headers).get('authorization'),
      });
      return respond();
    },
  });
  return { http, asked };
}

const json = (status: number, body: unknown) => () =>
  Promise.resolve(new Response(JSON.stringify(body), { status }));

test('an answer is checked as the contract has it', async () => {
  expect(await httpOf(json(200, { guests: 'open' })).http.fetchConfig()).toEqual({
    ok: true,
    data: { guests: 'open' },
  });
  const wrong = await httpOf(json(200, { guests: 'maybe' })).http.fetchConfig();
  expect(wrong).toMatchObject({ ok: false, error: { code: 'internal' } });
});

test('the server’s own words are kept', async () => {
  const error = { code: 'conflict', message: 'That name is taken.' };
  const { http } = httpOf(json(409, { error }));
  expect(await http.signIn({ name: 'Ada' })).toEqual({ ok: false, error });
});

test.each([
  [401, 'unauthorized'],
  [404, 'badRequest'],
  [413, 'tooLarge'],
  [429, 'tooMany'],
  [502, 'unavailable'],
] as const)('a proxy answers %i in its place: %s', async (status, code) => {
  const { http } = httpOf(() => Promise.resolve(new Response('<h1>No</h1>', { status })));
  expect(await http.fetchConfig()).toMatchObject({ ok: false, error: { code } });
});

test('nobody answers: offline', async () => {
  const { http } = httpOf(() => Promise.reject(new TypeError('fetch failed')));
  expect(await http.fetchConfig()).toMatchObject({ ok: false, error: { code: 'offline' } });
});

test('the token goes as a bearer, and an empty answer is enough to a sign-out', async () => {
  const { http, asked } = httpOf(() => Promise.resolve(new Response(null, { status: 204 })));
  expect(await http.signOut('secret')).toMatchObject({ ok: true });
  expect(asked).toEqual([
    { url: 'https://calls.example/api/session', method: 'DELETE', authorization: 'Bearer secret' },
  ]);
});
