import { expect, test } from 'vitest';
import { commandOf, type KeyContext, type KeyPress } from './keyCommand.ts';

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  const none = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
  return { key, code: '', repeat: false, isComposing: false, ...none, ...more };
}

const idle: KeyContext = { areLettersOn: true, focus: 'none', isOverlayOpen: false };
const command = (pressed: KeyPress, more: Partial<KeyContext> = {}) =>
  commandOf(pressed, { ...idle, ...more });

test.each([
  ['m', 'microphone'],
  ['v', 'camera'],
  ['s', 'share'],
  ['f', 'fullScreen'],
  ['h', 'hold'],
  [' ', 'talk'],
  ['Escape', 'shrink'],
] as const)('%o means %s', (key, meaning) => {
  expect(command(press(key))).toBe(meaning);
});

test('a letter counts with Caps Lock, which is no modifier', () => {
  expect(command(press('M'))).toBe('microphone');
  expect(command(press('M', { shiftKey: true }))).toBeUndefined();
});

test('the question mark counts by its character, with or without Shift', () => {
  expect(command(press('?', { shiftKey: true, code: 'Slash' }))).toBe('shortcuts');
  expect(command(press('?', { code: 'KeyM' }))).toBe('shortcuts');
});

test('a French keyboard has M elsewhere, and its letter counts', () => {
  expect(command(press('m', { code: 'Semicolon' }))).toBe('microphone');
  expect(command(press(',', { code: 'KeyM' }))).toBeUndefined();
});

test('a keyboard without Latin letters counts by the place of the key', () => {
  expect(command(press('ь', { code: 'KeyM' }))).toBe('microphone');
  expect(command(press('м', { code: 'KeyV' }))).toBe('camera');
});

test.each(['ctrlKey', 'altKey', 'metaKey'] as const)('with %s, a key belongs to the browser', (modifier) => {
  for (const key of ['m', '?', ' ', 'Escape'])
    expect(command(press(key, { [modifier]: true }))).toBeUndefined();
});

test('a held key acts once', () => {
  for (const key of ['m', ' ', 'Escape', '?']) expect(command(press(key, { repeat: true }))).toBeUndefined();
});

test('keys go to the text that is typed or composed', () => {
  for (const key of ['m', ' ', 'Escape', '?']) {
    expect(command(press(key), { focus: 'field' })).toBeUndefined();
    expect(command(press(key, { isComposing: true }))).toBeUndefined();
  }
});

test('an open dialog or menu has all keys', () => {
  for (const key of ['m', ' ', 'Escape', '?'])
    expect(command(press(key), { isOverlayOpen: true })).toBeUndefined();
});

test('Space presses the focused button, while letters act beside it', () => {
  expect(command(press(' '), { focus: 'control' })).toBeUndefined();
  expect(command(press('m'), { focus: 'control' })).toBe('microphone');
});

test('switched off: characters do nothing, Space and Escape still act', () => {
  for (const key of ['m', 'v', 's', 'f', 'h', '?'])
    expect(command(press(key), { areLettersOn: false })).toBeUndefined();
  expect(command(press(' '), { areLettersOn: false })).toBe('talk');
  expect(command(press('Escape'), { areLettersOn: false })).toBe('shrink');
});
