import type { Account } from '@ringback/client';
import { DeviceId, fail, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import {
  addressWithoutName,
  isSameName,
  nameInAddress,
  signInByAddress,
  type SwitchQuestion,
} from './addressSignIn.ts';

function signedIn(name: string): Account {
  const me = { id: v.parse(UserId, '00000000-0000-4000-8000-000000000001'), name };
  return { state: 'signedIn', me, deviceId: v.parse(DeviceId, '00000000-0000-4000-8000-000000000002') };
}

function openTab(first: Account, remembered: readonly { name: string }[] = []) {
  const account = createStore<Account>()(() => first);
  const questions = createStore<SwitchQuestion | null>()(() => null);
  const attempts: string[] = [];
  const signIn = (name: string) => {
    attempts.push(name);
    account.setState({ state: 'signingIn', name }, true);
    return Promise.resolve(fail('internal'));
  };
  const engine = { account: { ...account, signIn, remembered: createStore(() => remembered) } };
  signInByAddress(engine, 'Ada', questions);
  return { account, questions, attempts };
}

describe('an address for Ada', () => {
  test('signs a new tab in once, even if that is refused', () => {
    const { account, attempts } = openTab({ state: 'restoring' });
    expect(attempts).toEqual([]);
    account.setState({ state: 'signedOut' }, true);
    account.setState({ state: 'signedOut', error: { code: 'tooMany', message: '' } }, true);
    expect(attempts).toEqual(['Ada']);
  });

  test('changes nothing in a tab that is signed in as Ada, not even after she signs out', () => {
    const { account, questions, attempts } = openTab(signedIn('ada'));
    account.setState({ state: 'signedOut' }, true);
    expect(questions.getState()).toBeNull();
    expect(attempts).toEqual([]);
  });

  test('asks in a tab that is signed in as someone else, and signs in once confirmed', () => {
    const { questions, attempts } = openTab(signedIn('Grace'));
    expect(questions.getState()).toMatchObject({ now: { kind: 'signedIn', name: 'Grace' }, wanted: 'Ada' });
    questions.getState()?.confirm();
    expect(questions.getState()).toBeNull();
    expect(attempts).toEqual(['Ada']);
  });

  test('asks in a signed-out tab of a browser that remembers someone', () => {
    const { questions, attempts } = openTab({ state: 'signedOut' }, [{ name: 'Grace' }]);
    expect(questions.getState()).toMatchObject({ now: { kind: 'remembered', name: 'Grace' } });
    expect(attempts).toEqual([]);
    questions.getState()?.confirm();
    expect(attempts).toEqual(['Ada']);
  });

  test('is ignored once declined', () => {
    const { account, questions, attempts } = openTab(signedIn('Grace'));
    questions.getState()?.keep();
    account.setState({ state: 'signedOut' }, true);
    expect(questions.getState()).toBeNull();
    expect(attempts).toEqual([]);
  });
});

test.each([
  ['?as=Ada', 'Ada'],
  ['?x=1&as=Ada%20Lovelace', 'Ada Lovelace'],
  ['?as=+Ada+', 'Ada'],
  ['?as=', undefined],
  ['?as=%20', undefined],
  ['', undefined],
])('the address %s has the name %s', (search, name) => {
  expect(nameInAddress(search)).toBe(name);
});

test.each([
  ['/', '?as=Ada', '', '/'],
  ['/calls', '?as=Ada&x=1', '#top', '/calls?x=1#top'],
  ['/', '?x=1', '', '/?x=1'],
])('%s%s%s becomes %s', (pathname, search, hash, rest) => {
  expect(addressWithoutName({ pathname, search, hash })).toBe(rest);
});

test('names that differ only in case or surrounding white space are the same', () => {
  expect(isSameName('ada ', 'Ada')).toBe(true);
  expect(isSameName('Ada', 'Adah')).toBe(false);
});
