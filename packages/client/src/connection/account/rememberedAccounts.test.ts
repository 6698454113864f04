import { fail, ok, SignedIn, type Result } from '@ringback/protocol';
import { createFakeStorage, type FakeStorage } from '../../testing/storage.ts';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { RememberedAccounts } from './rememberedAccounts.ts';

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function signedIn(user: number, device: number): SignedIn {
  return v.parse(SignedIn, {
    token: String(device).padStart(43, 't'),
    me: { id: uuid(user), name: `User ${user}` },
    device: { id: uuid(device) },
  });
}

function browser(storage: FakeStorage = createFakeStorage()) {
  const revoked: string[] = [];
  let next: Result<SignedIn> = fail('offline');
  const accounts = new RememberedAccounts(storage, {
    addDevice: () => Promise.resolve(next),
    signOut: (token) => {
      revoked.push(token);
      return Promise.resolve(ok({}));
    },
  });
  const remember = async (answer: Result<SignedIn>, isWanted = () => true): Promise<void> => {
    next = answer;
    await accounts.remember('the tab’s own', isWanted);
  };
  return { accounts, revoked, storage, remember, names: () => namesIn(accounts) };
}

function namesIn(accounts: RememberedAccounts): string[] {
  return accounts.people.getState().map(({ name }) => name);
}

test('the latest sign-in comes first; signing in again revokes the older token', async () => {
  const { remember, names, revoked, accounts } = browser();
  await remember(ok(signedIn(1, 11)));
  await remember(ok(signedIn(2, 12)));
  expect(names()).toEqual(['User 2', 'User 1']);
  await remember(ok(signedIn(1, 13)));
  expect(names()).toEqual(['User 1', 'User 2']);
  expect(revoked).toEqual([signedIn(1, 11).token]);
  expect(accounts.tokenOf(signedIn(1, 13).me.id)).toBe(signedIn(1, 13).token);
});

test('past the limit, the least recent sign-in is forgotten, and its token revoked', async () => {
  const { remember, names, revoked } = browser();
  for (let user = 1; user <= 6; user += 1) await remember(ok(signedIn(user, 10 + user)));
  expect(names()).toEqual(['User 6', 'User 5', 'User 4', 'User 3', 'User 2']);
  expect(revoked).toEqual([signedIn(1, 11).token]);
});

test('a user who signed out before the server answered is not remembered', async () => {
  const { remember, names, revoked } = browser();
  await remember(ok(signedIn(1, 11)), () => false);
  expect(names()).toEqual([]);
  expect(revoked).toEqual([signedIn(1, 11).token]);
});

test('signing out forgets the account in every tab of the browser', async () => {
  const one = browser();
  await one.remember(ok(signedIn(1, 11)));
  const other = browser(one.storage);
  expect(other.names()).toEqual(['User 1']);
  one.accounts.forget(signedIn(1, 11).me.id);
  expect(one.revoked).toEqual([signedIn(1, 11).token]);
  expect(other.names()).toEqual([]);
});

test('invalid stored sign-ins are ignored', () => {
  const storage = createFakeStorage(new Map([['ringback.remembered', '[{"me":"Ada"}]']]));
  expect(browser(storage).names()).toEqual([]);
});
