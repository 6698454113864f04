import { OidcStart, SignedIn } from '@ringback/protocol';
import { LocalIssuer } from '@ringback/testkit';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { newToken, secretHash } from '../../platform/secrets.ts';
import { TestServer } from '../../testing/testServer.ts';
import { ask, becomeAccount } from '../credentials/credentials.testing.ts';

function serverFor(issuer: LocalIssuer): Promise<TestServer> {
  return TestServer.start({
    guests: 'off',
    oidc: { issuer: issuer.url, clientId: 'ringback', clientSecret: 'secret', name: 'Example' },
  });
}

/** Goes to the provider and back like a browser; returns the fragment that the page then has. */
async function goThere(server: TestServer, issuer: LocalIssuer, secret: string): Promise<string> {
  const started = await ask(server, 'POST', 'session/oidc/start', { binding: secretHash(secret) });
  const back = issuer.authorize(v.parse(OidcStart, started.data).url);
  const response = await fetch(back, { redirect: 'manual' });
  expect(response.status).toBe(303);
  return (response.headers.get('location') ?? '').replace('/#oidc=', '');
}

const signIn = (server: TestServer, ticket: string, secret: string) =>
  ask(server, 'POST', 'session/oidc', { ticket, secret });

test('whom the provider signs in becomes an account, and is the same person the next time', async () => {
  await using issuer = await LocalIssuer.start();
  await using server = await serverFor(issuer);
  const come = async (): Promise<SignedIn> => {
    const secret = newToken();
    const ticket = await goThere(server, issuer, secret);
    return v.parse(SignedIn, (await signIn(server, ticket, secret)).data);
  };
  const first = await come();
  expect(first.me).toMatchObject({ name: 'Ada', account: {} });
  issuer.options.name = 'Countess';
  expect((await come()).me).toMatchObject({ id: first.me.id, name: 'Ada' });
  issuer.options.subject = 'subject-2';
  issuer.options.name = 'Ada';
  expect((await come()).me.name).toBe('Ada 2');
});

test('a ticket works once, and only for the tab that began', async () => {
  await using issuer = await LocalIssuer.start();
  await using server = await serverFor(issuer);
  const secret = newToken();
  const stolen = await goThere(server, issuer, secret);
  expect((await signIn(server, stolen, newToken())).status).toBe(401);
  expect((await signIn(server, stolen, secret)).status).toBe(401);
  const ticket = await goThere(server, issuer, secret);
  expect((await signIn(server, ticket, secret)).status).toBe(200);
  expect((await signIn(server, ticket, secret)).status).toBe(401);
});

test('a new person comes in two browsers at once: both are signed in as one person', async () => {
  await using issuer = await LocalIssuer.start();
  await using server = await serverFor(issuer);
  const secrets = [newToken(), newToken()];
  const tickets = await Promise.all(secrets.map((secret) => goThere(server, issuer, secret)));
  const answers = await Promise.all(tickets.map((ticket, n) => signIn(server, ticket, secrets[n] ?? '')));
  const people = answers.map(({ data }) => v.parse(SignedIn, data).me);
  expect(new Set(people.map(({ id }) => id)).size).toBe(1);
  expect(people.map(({ name }) => name)).toEqual(['Ada', 'Ada']);
});

test('a wrong nonce, a forged state and a repeated answer are refused', async () => {
  await using issuer = await LocalIssuer.start();
  await using server = await serverFor(issuer);
  issuer.options.nonce = 'another';
  expect(await goThere(server, issuer, newToken())).toBe('failed');
  issuer.options.nonce = undefined;
  const started = await ask(server, 'POST', 'session/oidc/start', { binding: secretHash(newToken()) });
  const back = issuer.authorize(v.parse(OidcStart, started.data).url);
  const forged = new URL(back);
  forged.searchParams.set('state', newToken());
  const arrive = async (url: URL) => (await fetch(url, { redirect: 'manual' })).headers.get('location');
  expect(await arrive(forged)).toBe('/#oidc=failed');
  expect(await arrive(back)).not.toBe('/#oidc=failed');
  expect(await arrive(back)).toBe('/#oidc=failed');
});

test('where accounts need an invitation, a new person needs one here too', async () => {
  await using issuer = await LocalIssuer.start();
  await using server = await serverFor(issuer);
  await server.restart({ guests: 'open', accountsMode: 'open' });
  const member = await server.signIn('Grace');
  await becomeAccount(server, member);
  await server.restart({ accountsMode: 'invite' });
  const secret = newToken();
  const ticket = await goThere(server, issuer, secret);
  expect((await signIn(server, ticket, secret)).status).toBe(403);
});

test('a provider that cannot be reached is told apart from a wrong sign-in', async () => {
  const issuer = await LocalIssuer.start();
  await using server = await serverFor(issuer);
  await issuer[Symbol.asyncDispose]();
  const started = await ask(server, 'POST', 'session/oidc/start', { binding: secretHash(newToken()) });
  expect(started).toMatchObject({
    status: 503,
    message: expect.stringContaining('cannot be reached') as string,
  });
});
