import * as v from 'valibot';
import { expect, test } from 'vitest';
import { Handle, InvitationCode } from './accountCredentials.ts';
import { NewPassword } from './passwords.ts';

const messageOf = (schema: v.GenericSchema, text: string): string | undefined =>
  v.safeParse(schema, text).issues?.[0].message;

test.each([
  ['nine chars', 'x23456789', 'Use at least 10 characters.'],
  ['nine emoji', '😀'.repeat(8) + 'x', 'Use at least 10 characters.'],
  ['257 characters', `${'ab'.repeat(128)}c`, 'Use at most 256 characters.'],
  ['a leaked one', 'Password123', 'This password is too easy to guess. Choose another one.'],
  [
    'one character again and again',
    'aaaaaaaaaaaa',
    'This password is too easy to guess. Choose another one.',
  ],
  ['a pair again and again', '12121212121', 'This password is too easy to guess. Choose another one.'],
])('refused: %s', (_, password, message) => {
  expect(messageOf(NewPassword, password)).toBe(message);
});

test('a sentence, other scripts and 256 characters are fine', () => {
  for (const password of ['correct horse battery', 'пароль для звонков', `${'xyz'.repeat(85)}w`])
    expect(messageOf(NewPassword, password)).toBeUndefined();
});

test('composed and decomposed letters are the same password', () => {
  expect(v.parse(NewPassword, 'cafe\u0301 au lait')).toBe(v.parse(NewPassword, 'caf\u00E9 au lait'));
});

test('a handle is 3-30 of a-z 0-9 . _ -, in any case, with or without @', () => {
  expect(v.parse(Handle, ' @Ada.L-1_x ')).toBe('ada.l-1_x');
  for (const bad of ['ab', 'x'.repeat(31), 'ada love', 'аda', 'ada/..'])
    expect(messageOf(Handle, bad)).toBe('Handles have 3 to 30 of these: a-z, 0-9, dot, hyphen, underscore.');
});

test('an invitation is 128 bits', () => {
  expect(messageOf(InvitationCode, 'A'.repeat(22))).toBeUndefined();
  expect(messageOf(InvitationCode, 'A'.repeat(21))).toBe('This invitation is not valid. Ask for a new one.');
});
