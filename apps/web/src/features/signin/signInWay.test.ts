import { expect, test } from 'vitest';
import { canJoin, firstWay, invitationIn, oidcAnswerIn } from './signInWay.ts';

const ways = { accounts: 'open', passkeys: { rpId: 'localhost' } } as const;

test('guests start with a name, servers without guests ask for a password, invitations lead to an account', () => {
  expect(firstWay(undefined, false)).toBe('name');
  expect(firstWay({ guests: 'on', ways }, false)).toBe('name');
  expect(firstWay({ guests: 'off', ways }, false)).toBe('password');
  expect(firstWay({ guests: 'off', ways }, true)).toBe('join');
});

test('newcomers create an account at sign-in where no one else may come in, or if they are invited', () => {
  expect(canJoin({ guests: 'on', ways }, false)).toBe(false);
  expect(canJoin({ guests: 'off', ways }, false)).toBe(true);
  expect(canJoin({ guests: 'off', ways: { ...ways, accounts: 'invite' } }, false)).toBe(false);
  expect(canJoin({ guests: 'off', ways: { ...ways, accounts: 'invite' } }, true)).toBe(true);
});

test('an invitation and the answer of a provider are fragments of their own addresses', () => {
  expect(invitationIn({ pathname: '/join', hash: '#abc' })).toBe('abc');
  expect(invitationIn({ pathname: '/', hash: '#abc' })).toBeUndefined();
  expect(invitationIn({ pathname: '/join', hash: '' })).toBeUndefined();
  expect([oidcAnswerIn('#oidc=failed'), oidcAnswerIn('#oidc='), oidcAnswerIn('#abc')]).toEqual([
    'failed',
    undefined,
    undefined,
  ]);
});
