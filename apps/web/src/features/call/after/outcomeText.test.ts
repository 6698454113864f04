import type { Outcome } from '@ringback/client';
import { CallId, endCauses, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { outcomeText } from './outcomeText.ts';

function outcome(reason: Outcome['reason'], cause?: Outcome['cause']): Outcome {
  return {
    callId: v.parse(CallId, '00000000-0000-4000-8000-000000000001'),
    peer: { id: v.parse(UserId, '00000000-0000-4000-8000-000000000002'), name: 'Grace' },
    media: 'audio',
    reason,
    ...(cause !== undefined && { cause }),
    close: () => {},
  };
}

test.each([
  ['noAnswer', 'No answer'],
  ['declined', 'Grace declined'],
  ['busy', 'Grace is busy'],
  ['unreachable', "Couldn't reach Grace"],
  ['connectFailed', 'Call failed'],
  ['connectionLost', 'Connection lost'],
] as const)('%s reads “%s”', (reason, happened) => {
  expect(outcomeText(outcome(reason)).happened).toBe(happened);
});

describe.each(['connectFailed', 'connectionLost'] as const)('%s', (reason) => {
  test.each([undefined, ...endCauses])('because of %s: the help says what to do', (cause) => {
    expect(outcomeText(outcome(reason, cause)).help).toMatch(/again|another network/);
  });
});

test('the help for a failed voice call mentions no picture', () => {
  expect(outcomeText(outcome('connectFailed')).help).toMatch(/^The sound didn't get through/);
});

test('an unreachable callee is not said to see the call, because blocked callers leave no trace', () => {
  expect(outcomeText(outcome('unreachable')).help).not.toMatch(/will see/);
});
