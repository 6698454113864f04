import type { LinkId, Role } from '@ringback/protocol';
import { describe, expect, it } from 'vitest';
import { ringingStrangers, type TwoSessions, type End } from './twoSessions.testing.ts';

// One end receives nothing over a link that works in every other respect, while the other end is content with it.

const roles = ['caller', 'callee'] as const satisfies readonly Role[];

/** Strangers who have just answered: media flows over the relay, and a direct link is on its way. */
function strangers(): TwoSessions {
  const sessions = ringingStrangers(5_000);
  sessions.answer();
  sessions.advance(60);
  expect(sessions.caller.linksFor('main')).toHaveLength(2);
  return sessions;
}

/** A settled call over a direct link, with a standby. */
function settled(): TwoSessions {
  const sessions = strangers();
  sessions.advance(8_000);
  expect(sessions.caller.linksFor('standby')).toHaveLength(1);
  return sessions;
}

function newestLink({ caller }: TwoSessions): LinkId {
  return caller.linksFor('main').at(-1) ?? expect.fail('There is no main link.');
}

function expectMended({ caller, callee }: TwoSessions, deaf: LinkId, maxGapMs: number): void {
  expect(caller.carrying).toBeDefined();
  expect(callee.carrying).toBe(caller.carrying);
  expect(caller.carrying).not.toBe(deaf);
  const gaps = ({ gaps: all }: End): number => Math.max(0, ...all);
  expect(Math.max(gaps(caller), gaps(callee))).toBeLessThanOrEqual(maxGapMs);
}

const faults = ['deaf', 'uncounted'] as const;
const words = {
  deaf: 'receives nothing over it',
  uncounted: 'has a browser that tells nothing of what it receives over it',
} as const satisfies Record<(typeof faults)[number], string>;

describe.each(roles.flatMap((role) => faults.map((fault) => ({ role, fault, says: words[fault] }))))(
  'the $role $says',
  ({ role, fault }) => {
    it('the direct link that takes over from the relayed one: they talk over another link within 3 s', () => {
      const sessions = strangers();
      const deaf = newestLink(sessions);
      sessions[fault].add(`${deaf} ${role}`);
      sessions.advance(6_000);
      expectMended(sessions, deaf, 2_500);
    });

    it('the direct link, from some second on: the standby takes over at once', () => {
      const sessions = settled();
      const deaf = newestLink(sessions);
      sessions[fault].add(`${deaf} ${role}`);
      sessions.advance(600);
      expectMended(sessions, deaf, 450);
    });

    it('the direct link and the standby: they talk over a third link within 2 s', () => {
      const sessions = settled();
      const deaf = newestLink(sessions);
      for (const id of sessions.caller.peers.keys()) sessions[fault].add(`${id} ${role}`);
      sessions.advance(3_000);
      expectMended(sessions, deaf, 1_500);
    });
  },
);
