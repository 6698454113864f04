import { expect, test } from 'vitest';
import { causeOfError } from './simplePeer.ts';

test.each([
  ['ERR_CONNECTION_FAILURE', 'iceFailed'],
  ['ERR_ICE_CONNECTION_FAILURE', 'iceFailed'],
  // "User-Initiated Abort": the other side closed, which is not a failure.
  ['ERR_DATA_CHANNEL', 'peerClosed'],
  [undefined, 'peerClosed'],
  ['ERR_SET_REMOTE_DESCRIPTION', 'setupFailed'],
  ['ERR_PC_CONSTRUCTOR', 'setupFailed'],
] as const)('a peer that ends with %s: %s', (code, cause) => {
  expect(causeOfError(code)).toBe(cause);
});
