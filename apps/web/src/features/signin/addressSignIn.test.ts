import type { Account } from '@ringback/client';
import { DeviceId, fail, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { signInByAddress, type Question } from './addressSignIn.ts';

function signedIn(name: string): Account {
  const me = { id: v.parse(UserId, '00000000-0000-4000-8000-000000000001'), name };
  return { state: 'signedIn', me, deviceId: v.parse(DeviceId, '00000000-0000-4000-8000-000000000002') };
}

function tab(first: Account) {
  const account = createStore<Account>()(() => first);
  const questions = createStore<Question | null>()(() => null);
  const tried: string[] = [];
  const engine = {
    account,
    signIn: (name: string) => {
      tried.push(name);
      account.setState({ state: 'signingIn', name }, true);
      return Promise.resolve(fail('internal'));
    },
  };
  signInByAddress(engine, 'Ada', questions);
  return { account, questions, tried };
}

describe('an address for Ada', () => {
  test('signs a fresh tab in, once, even if that is refused', () => {
    const { account, tried } = tab({ state: 'restoring' });
    expect(tried).toEqual([]);
    account.setState({ state: 'signedOut' }, true);
    account.setState({ state: 'signedOut', error: { code: 'tooMany', message: '' } }, true);
    expect(tried).toEqual(['Ada']);
  });

  test('changes nothing in a tab that is Ada already, also after she signs out', () => {
    const { account, questions, tried } = tab(signedIn('ada'));
    account.setState({ state: 'signedOut' }, true);
    expect(questions.getState()).toBeNull();
    expect(tried).toEqual([]);
  });

  test('asks in a tab that is someone else, and signs in on a yes', () => {
    const { questions, tried } = tab(signedIn('Grace'));
    expect(questions.getState()).toMatchObject({ now: 'Grace', wanted: 'Ada' });
    questions.getState()?.confirm();
    expect(questions.getState()).toBeNull();
    expect(tried).toEqual(['Ada']);
  });

  test('is forgotten on a no', () => {
    const { account, questions, tried } = tab(signedIn('Grace'));
    questions.getState()?.keep();
    account.setState({ state: 'signedOut' }, true);
    expect(questions.getState()).toBeNull();
    expect(tried).toEqual([]);
  });
});
