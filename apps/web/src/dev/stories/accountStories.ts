import { ownAccount } from '../fixtures/credentials.ts';
import { aunt, grace, longName, me, myDevice } from '../fixtures/people.ts';
import { picture } from '../fixtures/fakeMedia.ts';
import type { GalleryStory } from './galleryStory.ts';

/** Sign-in, and the user's name and picture. */
export const accountStories: Readonly<Record<string, GalleryStory>> = {
  'sign-in': { path: '/', script: () => ({ account: { state: 'signedOut' } }) },
  'sign-in-error': {
    path: '/',
    script: () => ({
      guests: 'on',
      account: {
        state: 'signedOut',
        error: { code: 'conflict', message: 'This name is taken. Choose another one.' },
      },
    }),
  },
  'sign-in-suspended': {
    path: '/',
    script: () => ({
      account: {
        state: 'signedOut',
        error: { code: 'forbidden', message: 'This account is suspended. Ask the host of this server.' },
      },
    }),
  },
  'sign-in-busy': { path: '/', script: () => ({ account: { state: 'signingIn', name: 'Ada' } }) },
  'sign-in-closed': { path: '/', script: () => ({ guests: 'off', account: { state: 'signedOut' } }) },
  'sign-in-no-passkeys': {
    path: '/',
    script: () => ({
      account: { state: 'signedOut' },
      ways: {
        accounts: 'open',
        passkeys: { reason: "Passkeys don't work here: this server's address is an IP address." },
      },
    }),
  },
  'sign-in-invite-only': {
    path: '/',
    script: () => ({
      guests: 'off',
      ways: { accounts: 'invite', passkeys: { rpId: 'localhost' } },
      account: { state: 'signedOut' },
    }),
  },
  'sign-in-oidc': {
    path: '/',
    script: () => ({
      account: { state: 'signedOut' },
      ways: { accounts: 'open', passkeys: { rpId: 'localhost' }, oidc: { name: 'Example' } },
    }),
  },
  'settings-account-invites': {
    path: '/settings',
    script: () => ({
      ownAccount,
      ways: { accounts: 'invite', passkeys: { rpId: 'localhost' }, invites: true },
    }),
  },
  // Opens with "New recovery codes".
  'settings-confirm-identity': { path: '/settings', script: () => ({ ownAccount, needsProof: true }) },
  'settings-account': { path: '/settings', script: () => ({ ownAccount }) },
  'sign-in-remembered': {
    path: '/',
    script: () => ({ account: { state: 'signedOut' }, remembered: [me, longName, grace] }),
  },
  'sign-in-forgotten': {
    path: '/',
    script: () => ({
      account: {
        state: 'signedOut',
        error: {
          code: 'unauthorized',
          message: 'This server does not remember you any more. Type your name to sign in.',
        },
      },
    }),
  },
  'person-contact': { path: `/people/${aunt.id}`, script: () => ({}) },
  'settings-picture': {
    path: '/settings',
    script: () => ({ account: { state: 'signedIn', me: { ...me, picture }, deviceId: myDevice } }),
  },
  'settings-renamed': {
    path: '/settings',
    script: () => ({
      account: { state: 'signedIn', me: { ...longName, handle: 'max' }, deviceId: myDevice },
      connection: { state: 'offline' },
    }),
  },
};
