import { expect, test } from 'vitest';
import { screenFailureOf } from './browserScreen.ts';

test.each([
  ['the dialog is closed', new DOMException('Permission denied', 'NotAllowedError'), 'canceled'],
  [
    'the system blocks the browser',
    new DOMException('Permission denied by system', 'NotAllowedError'),
    'blockedBySystem',
  ],
  ['there is nothing to share', new DOMException('', 'NotFoundError'), 'notFound'],
  ['the press is too long ago', new DOMException('', 'InvalidStateError'), 'failed'],
  ['the system cannot capture it', new DOMException('', 'NotReadableError'), 'failed'],
  ['the options are refused', new TypeError('no'), 'failed'],
])('%s', (_situation, error, failure) => {
  expect(screenFailureOf(error)).toBe(failure);
});
