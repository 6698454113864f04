import { expect, test } from 'vitest';
import { TestServer } from '../../testing/testServer.ts';
import { ask, becomeAccount, password } from './credentials.testing.ts';

const valid = {
  name: 'Ada',
  password,
  code: 'k7f2-9qmx-4tzp-81vc',
  signOutOthers: false,
  handle: 'ada',
  old: password,
  id: 'x'.repeat(43),
  uses: 1,
  days: 1,
  ticket: 'x'.repeat(43),
  secret: 'x'.repeat(43),
  assertion: {
    id: 'AAAA',
    rawId: 'AAAA',
    type: 'public-key',
    response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA', userHandle: 'AAAA' },
    clientExtensionResults: {},
  },
};

const odd: readonly unknown[] = [
  null,
  [],
  'text',
  7,
  {},
  { name: null },
  { ...valid, extra: 1 },
  { name: 'x'.repeat(400), password: 'x'.repeat(1_024) },
  { name: 'Ada', password: { length: 12 } },
  { name: '\u202E', password: '\uD800'.repeat(12), signOutOthers: 'yes' },
  { handle: "'; drop table accounts; --" },
  { ...valid, claim: 'short', invitation: '../..' },
  valid,
];

const routes = [
  ['POST', 'session/password'],
  ['POST', 'session/recovery'],
  ['POST', 'session/passkey/options'],
  ['POST', 'session/passkey'],
  ['POST', 'session/oidc/start'],
  ['POST', 'session/oidc'],
  ['POST', 'join'],
  ['POST', 'join/passkey/options'],
  ['POST', 'join/passkey'],
  ['POST', 'account'],
  ['PUT', 'account/password'],
  ['PUT', 'account/handle'],
  ['POST', 'account/passkeys/options'],
  ['POST', 'account/passkeys'],
  ['POST', 'account/passkeys/remove'],
  ['POST', 'account/proof/options'],
  ['POST', 'account/proof'],
  ['POST', 'account/invitations'],
  ['POST', 'account/invitations/remove'],
] as const;

test('whatever is sent about accounts is refused or answered, and breaks nothing', async () => {
  await using server = await TestServer.start({ limits: { signInsPerMinute: 10_000 } });
  const ada = await server.signIn('Ada');
  await becomeAccount(server, ada);
  for (const [method, path] of routes)
    for (const body of odd)
      for (const by of [{}, { token: ada.token }]) {
        const { status } = await ask(server, method, path, body, by);
        expect([path, body, status < 500]).toEqual([path, body, true]);
      }
  expect((await ask(server, 'GET', 'account', undefined, ada)).status).toBe(200);
});

test('a request about accounts without a token, or with that of somebody else, changes nothing', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = [await server.signIn('Ada'), await server.signIn('Grace')];
  await becomeAccount(server, ada);
  await becomeAccount(server, grace);
  const before = await ask(server, 'GET', 'account', undefined, ada);
  for (const [method, path] of routes.filter(([, name]) => name.startsWith('account'))) {
    expect((await ask(server, method, path, valid)).status).toBe(401);
    await ask(server, method, path, valid, { token: grace.token });
  }
  expect(await ask(server, 'GET', 'account', undefined, ada)).toEqual(before);
});
