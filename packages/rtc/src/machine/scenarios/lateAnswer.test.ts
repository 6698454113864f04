import type { Role } from '@ringback/protocol';
import { describe, expect, it } from 'vitest';
import { ringingStrangers, type TwoSessions } from './twoSessions.testing.ts';

// One end learns of the answer seconds after the other, as when the push of it is lost. Until then it sends nothing.

function ringing(): TwoSessions {
  const sessions = ringingStrangers(5_000);
  expect(sessions.caller.linksFor('main')).toHaveLength(1);
  return sessions;
}

describe.each<[Role, number]>([
  ['caller', 1_500],
  ['caller', 3_500],
  ['caller', 5_000],
  ['callee', 3_500],
  ['callee', 5_000],
])('the %s learns of the answer %i ms late', (role, lateMs) => {
  it('they talk at once then, over the link that was ready before', () => {
    const sessions = ringing();
    const { caller } = sessions;
    const late = sessions[role];
    const early = sessions.other(late);
    const [ready] = caller.linksFor('main');
    sessions.answer(early);
    sessions.advance(lateMs);
    expect(caller.linksFor('main')).toContain(ready);
    sessions.answer(late);
    sessions.advance(150);
    expect(late.carrying).toBeDefined();
    expect(early.carrying).toBe(late.carrying);
  });
});
