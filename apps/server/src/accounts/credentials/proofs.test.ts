import { NewPasskeyOptions, proofMs, SignedIn } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { TestServer } from '../../testing/testServer.ts';
import { addPasskey, askFromPage, signed, TestAuthenticator } from '../passkeys/passkeys.testing.ts';
import { ask, becomeAccount, password, signInByPassword } from './credentials.testing.ts';

/** A server whose clocks a test moves ahead. */
async function startWithClock(): Promise<{ server: TestServer; ahead: (ms: number) => void }> {
  let uptimeMs = 1_000;
  const machineClock = { wall: () => 1_800_000_000_000, uptime: () => uptimeMs, bootId: undefined };
  const server = await TestServer.start({ limits: { signInsPerMinute: 1_000 } }, { machineClock });
  return { server, ahead: (ms) => (uptimeMs += ms) };
}

const firstPassword = { password: 'a first password', signOutOthers: false };

/** What gives or ends access for good. */
const guarded = [
  ['POST', 'account/recovery-codes', {}],
  ['POST', 'account/passkeys/options', {}],
  ['PUT', 'account/password', firstPassword],
  ['DELETE', 'data', undefined],
] as const;

/** An account with a passkey alone, signed in on one device, and its authenticator and recovery codes. */
async function passkeyAccount(server: TestServer) {
  const [ada] = await server.devices('Ada');
  const authenticator = new TestAuthenticator(server);
  const added = await addPasskey(server, authenticator, ada.signedIn.token);
  const { recoveryCodes } = v.parse(v.object({ recoveryCodes: v.array(v.string()) }), added.data);
  return { ada, authenticator, recoveryCodes };
}

test.each(guarded)(
  'a tab stays open and falls into wrong hands: %s %s needs a proof after 10 minutes',
  async (method, path, body) => {
    const { server, ahead } = await startWithClock();
    await using _ = server;
    const { ada, authenticator } = await passkeyAccount(server);
    const { token } = ada.signedIn;
    ahead(proofMs + 1);
    const refused = await ask(server, method, path, body, { token });
    expect(refused).toMatchObject({ status: 403, data: { error: { code: 'forbidden', needsProof: true } } });
    const assertion = await signed(server, authenticator, 'account/proof/options', token);
    const proof = await askFromPage(server, 'account/proof', { kind: 'passkey', assertion }, token);
    expect(proof).toMatchObject({ status: 200, data: { account: { hasPassword: false } } });
    expect((await ask(server, method, path, body, { token })).status).toBeLessThan(300);
  },
);

test('a fresh sign-in counts as a proof on its own device only, and not on those that it adds', async () => {
  const { server, ahead } = await startWithClock();
  await using _ = server;
  const [ada] = await server.devices('Ada');
  await becomeAccount(server, ada.signedIn);
  ahead(proofMs + 1);
  const laptop = await signInByPassword(server, 'Ada');
  const copied = await ask(server, 'POST', 'devices', {}, laptop);
  const copy = v.parse(SignedIn, copied.data);
  const renew = async ({ token }: SignedIn) =>
    (await ask(server, 'POST', 'account/recovery-codes', {}, { token })).status;
  expect(await renew(laptop)).toBe(200);
  expect(await renew(copy)).toBe(403);
  expect(await renew(ada.signedIn)).toBe(403);
});

test('a password or a recovery code proves it, and the code is spent', async () => {
  const { server, ahead } = await startWithClock();
  await using _ = server;
  const [ada] = await server.devices('Ada');
  const { recoveryCodes } = await becomeAccount(server, ada.signedIn);
  const prove = (proof: object) => ask(server, 'POST', 'account/proof', proof, ada.signedIn);
  for (const proof of [
    { kind: 'password', password },
    { kind: 'code', code: recoveryCodes[0] },
  ]) {
    ahead(proofMs + 1);
    expect((await addPasskey(server, new TestAuthenticator(server), ada.signedIn.token)).status).toBe(403);
    expect((await prove(proof)).status).toBe(200);
    expect((await addPasskey(server, new TestAuthenticator(server), ada.signedIn.token)).status).toBe(200);
  }
  expect(await prove({ kind: 'code', code: recoveryCodes[0] })).toMatchObject({
    status: 403,
    code: 'forbidden',
  });
});

test('a passkey that was asked for in time is added a minute later, on that device only', async () => {
  const { server, ahead } = await startWithClock();
  await using _ = server;
  const { ada } = await passkeyAccount(server);
  const { token } = ada.signedIn;
  const copied = await ask(server, 'POST', 'devices', {}, ada.signedIn);
  const copy = v.parse(SignedIn, copied.data).token;
  ahead(proofMs - 1_000);
  const made = async () => {
    const options = await askFromPage(server, 'account/passkeys/options', {}, token);
    return new TestAuthenticator(server).make(v.parse(NewPasskeyOptions, options.data));
  };
  const [first, second] = [await made(), await made()];
  ahead(60_000);
  const add = async (attestation: typeof first, by: string) =>
    (await askFromPage(server, 'account/passkeys', { attestation, name: 'Test' }, by)).status;
  expect(await add(first, copy)).toBe(400);
  expect(await add(second, token)).toBe(200);
});

test("somebody else's passkey, a sign-in's challenge and that of another device prove nothing", async () => {
  const { server, ahead } = await startWithClock();
  await using _ = server;
  const { ada, authenticator } = await passkeyAccount(server);
  const { token } = ada.signedIn;
  const [mallory] = await server.devices('Mallory');
  const foreign = new TestAuthenticator(server);
  await addPasskey(server, foreign, mallory.signedIn.token);
  const copied = await ask(server, 'POST', 'devices', {}, ada.signedIn);
  const copy = v.parse(SignedIn, copied.data).token;
  ahead(proofMs + 1);
  for (const assertion of [
    await signed(server, foreign, 'account/proof/options', token),
    await signed(server, authenticator, 'session/passkey/options'),
    await signed(server, authenticator, 'account/proof/options', copy),
  ]) {
    const proof = await askFromPage(server, 'account/proof', { kind: 'passkey', assertion }, token);
    expect(proof).toMatchObject({ status: 403, code: 'forbidden' });
  }
  expect((await ask(server, 'POST', 'account/recovery-codes', {}, ada.signedIn)).status).toBe(403);
});

test('a thief of a tab guesses the password: ten tries by whatever request, and the owner still signs in', async () => {
  const { server } = await startWithClock();
  await using _ = server;
  const [ada] = await server.devices('Ada');
  await becomeAccount(server, ada.signedIn);
  const statuses: number[] = [];
  for (let n = 0; n < 7; n++) {
    const guess = `guess number ${n}`;
    const proof = { kind: 'password', password: guess };
    const change = { old: guess, ...firstPassword };
    statuses.push((await ask(server, 'POST', 'account/proof', proof, ada.signedIn)).status);
    statuses.push((await ask(server, 'PUT', 'account/password', change, ada.signedIn)).status);
  }
  expect(statuses).toEqual([
    ...Array.from({ length: 10 }, () => 403),
    ...Array.from({ length: 4 }, () => 429),
  ]);
  expect((await signInByPassword(server, 'Ada')).me.id).toBe(ada.userId);
});
