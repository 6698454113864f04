import { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createFakeStorage } from '../../testing/storage.ts';
import { BrowserSignOuts } from './browserSignOuts.ts';

const ada = v.parse(UserId, '5f0c3c1e-8f43-4c57-9d0a-0d6f5e6f7a01');

function marks() {
  const profile = createFakeStorage();
  let count = 0;
  const random = { uuid: () => `${++count}` };
  const tab = (storage = createFakeStorage()) => new BrowserSignOuts(profile, storage, random);
  return { profile, tab };
}

test('a tab that slept while its person was signed out in the browser finds out when it comes back', () => {
  const { tab } = marks();
  const sleeping = tab();
  sleeping.remember(ada);
  expect(sleeping.isSignedOut(ada)).toBe(false);
  tab().announce(ada);
  expect(sleeping.isSignedOut(ada)).toBe(true);
});

test('a sign-in after a sign-out stays, also after the browser has lost what its tabs share', () => {
  const { profile, tab } = marks();
  tab().announce(ada);
  const stored = createFakeStorage();
  tab(stored).remember(ada);
  expect(tab(stored).isSignedOut(ada)).toBe(false);
  profile.remove(`ringback.signOut.${ada}`);
  expect(tab(stored).isSignedOut(ada)).toBe(false);
});
