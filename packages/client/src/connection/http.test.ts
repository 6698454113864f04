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

test('an answer is validated against the protocol', async () => {
  expect(await httpOf(json(200, { guests: 'open' })).http.fetchConfig()).toEqual({
    ok: true,
    data: { guests: 'open' },
  });
  const wrong = await httpOf(json(200, { guests: 7 })).http.fetchConfig();
  expect(wrong).toMatchObject({ ok: false, error: { code: 'internal' } });
});

test('an error of the server keeps its message', async () => {
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
] as const)('a proxy answers %i instead of the server: %s', async (status, code) => {
  const { http } = httpOf(() => Promise.resolve(new Response('<h1>No</h1>', { status })));
  expect(await http.fetchConfig()).toMatchObject({ ok: false, error: { code } });
});

test('the server does not answer: offline', async () => {
  const { http } = httpOf(() => Promise.reject(new TypeError('fetch failed')));
  expect(await http.fetchConfig()).toMatchObject({ ok: false, error: { code: 'offline' } });
});

test('the network changes during a sign-in: the request is repeated once', async () => {
  const signedIn = {
    token: 's'.repeat(43),
    me: { id: '0d4cbd2e-3d26-4c1b-8a52-0c3a6f2a9f11', name: 'Ada' },
    device: { id: '3b0b5b35-1d9b-4f0e-9f55-6f1c2b3a4d5e' },
  };
  const answers = [() => Promise.reject(new TypeError('network changed')), json(200, signedIn)];
  const { http, asked } = httpOf(() => (answers.shift() ?? json(500, {}))());
  expect(await http.signIn({ name: 'Ada' })).toEqual({ ok: true, data: signedIn });
  expect(asked).toHaveLength(2);
});

test('the server does not answer a sign-out: it is not repeated, since the page may be closing', async () => {
  const { http, asked } = httpOf(() => Promise.reject(new TypeError('fetch failed')));
  expect(await http.signOut('secret')).toMatchObject({ ok: false, error: { code: 'offline' } });
  expect(asked).toHaveLength(1);
});

test('the token is sent as a bearer token, and a sign-out needs no response body', async () => {
  const { http, asked } = httpOf(() => Promise.resolve(new Response(null, { status: 204 })));
  expect(await http.signOut('secret')).toMatchObject({ ok: true });
  expect(asked).toEqual([
    { url: 'https://calls.example/api/session', method: 'DELETE', authorization: 'Bearer secret' },
  ]);
});
