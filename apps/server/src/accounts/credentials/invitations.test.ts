import { InvitationList, Joined, NewInvitation } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { TestServer } from '../../testing/testServer.ts';
import { ask, becomeAccount, password, signInByPassword } from './credentials.testing.ts';

test('a newcomer creates an account without being a guest first, also where there are no guests', async () => {
  await using server = await TestServer.start({ guests: 'off' });
  const join = (name: string) => ask(server, 'POST', 'join', { name, password, handle: 'ada' });
  const { signedIn, recoveryCodes, account } = v.parse(Joined, (await join('Ada')).data);
  expect(signedIn.me).toMatchObject({ name: 'Ada', account: { handle: 'ada' } });
  expect([recoveryCodes.length, account.hasPassword]).toEqual([10, true]);
  expect((await join('Ada')).status).toBe(409);
  expect((await join('Bob')).status).toBe(409);
  expect((await ask(server, 'POST', 'join', { name: 'Bob', password })).status).toBe(200);
  expect((await signInByPassword(server, 'Ada')).me.id).toBe(signedIn.me.id);
});

test('ACCOUNTS=invite: an invitation of a member lets as many in as it says, then no one', async () => {
  await using server = await TestServer.start({ guests: 'on' });
  const ada = await server.signIn('Ada', 'a'.repeat(43));
  await becomeAccount(server, ada);
  await server.restart({ accountsMode: 'invite', invitesByMembers: true });
  const member = await signInByPassword(server, 'Ada');
  const made = await ask(server, 'POST', 'account/invitations', { uses: 2, days: 7 }, member);
  const { code } = v.parse(NewInvitation, made.data);
  const guest = await server.signIn('Guest', 'b'.repeat(43));
  const become = (invitation?: string) => ask(server, 'POST', 'account', { password, invitation }, guest);
  expect(await become()).toMatchObject({
    status: 403,
    message: expect.stringContaining('invitation') as string,
  });
  expect((await become('x'.repeat(22))).status).toBe(409);
  expect((await become(code)).status).toBe(200);
  const join = (name: string) => ask(server, 'POST', 'join', { name, password, invitation: code });
  const outcomes = await Promise.all(['Bob', 'Carol', 'Dan'].map(join));
  expect(outcomes.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
  expect((await ask(server, 'POST', 'join', { name: 'Eve', password })).status).toBe(403);
});

test('guests make no invitations, nor do members where the host keeps that', async () => {
  await using server = await TestServer.start({ accountsMode: 'invite', invitesByMembers: true });
  const guest = await server.signIn('Guest');
  const make = (token: string) => ask(server, 'POST', 'account/invitations', { uses: 1, days: 1 }, { token });
  expect((await make(guest.token)).status).toBe(403);
  await server.restart({ accountsMode: 'open' });
  await becomeAccount(server, guest);
  expect((await make(guest.token)).status).toBe(403);
});

test('a member removes an invitation, but not that of another', async () => {
  await using server = await TestServer.start();
  const [ada, grace] = [await server.signIn('Ada'), await server.signIn('Grace')];
  for (const guest of [ada, grace]) await becomeAccount(server, guest);
  await server.restart({ accountsMode: 'invite', invitesByMembers: true });
  await ask(server, 'POST', 'account/invitations', { uses: 1, days: 1 }, ada);
  const listed = await ask(server, 'GET', 'account/invitations', undefined, ada);
  const [invitation] = v.parse(InvitationList, listed.data).invitations;
  const remove = (token: string) =>
    ask(server, 'POST', 'account/invitations/remove', { id: invitation?.id }, { token });
  expect((await remove(grace.token)).status).toBe(404);
  expect(await remove(ada.token)).toMatchObject({ status: 200, data: { invitations: [] } });
});
