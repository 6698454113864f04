import { expect, test } from 'vitest';
import { captureFailureOf } from './browserCapture.ts';

function named(name: string): DOMException {
  return new DOMException('', name);
}

test.each([
  [named('NotAllowedError'), 'notAllowed'],
  [new DOMException('Permission denied', 'NotAllowedError'), 'notAllowed'],
  [new DOMException('Permission dismissed', 'NotAllowedError'), 'notAllowed'],
  [new DOMException('Permission denied by system', 'NotAllowedError'), 'blockedBySystem'],
  [named('SecurityError'), 'notAllowed'],
  [named('NotFoundError'), 'notFound'],
  [named('OverconstrainedError'), 'notFound'],
  [named('NotReadableError'), 'inUse'],
  [named('AbortError'), 'inUse'],
  [named('InvalidStateError'), 'failed'],
  [new TypeError('no mediaDevices at an insecure address'), 'unsupported'],
  ['a string', 'failed'],
] as const)('%s means %s', (error, failure) => {
  expect(captureFailureOf(error)).toBe(failure);
});
