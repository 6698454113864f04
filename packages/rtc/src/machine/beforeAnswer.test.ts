import { describe, expect, test } from 'vitest';
import type { Role } from '@ringback/protocol';
import { defaultPlan, type Link } from './link.ts';
import {
  at,
  carrying,
  connecting,
  fail,
  first,
  fresh,
  recovering,
  offered,
  session,
  ready,
  sample,
  relayed,
  second,
  effectNames,
  poll,
} from './fixtures.testing.ts';
import { answeredPacketTimeoutMs, firstPacketTimeoutMs } from './policy.ts';
import type { OpenSession, SessionInput, SessionStep } from './sessionState.ts';
import { openSession, transition } from './mediaSession.ts';

describe('before the answer', () => {
  const ringing = (role: Role, links: readonly Link[], more: Partial<OpenSession> = {}): OpenSession =>
    session(role, links, {
      stage: 'warm',
      reported: { state: 'starting' },
      renderedLink: null,
      recovery: recovering('link'),
      ...more,
    });
  const answered: SessionInput = { type: 'answered', at, newLinkId: fresh };

  test('the caller makes the first link, relayed for strangers, and the callee waits for it', () => {
    const { effects } = openSession('caller', 'warm', { relays: 'untilAnswer' }, at, fresh);
    expect(effects).toMatchObject([{ type: 'openLink', plan: relayed }]);
    expect(effectNames(openSession('callee', 'warm', { relays: 'untilAnswer' }, at, fresh))).toEqual([]);
  });

  test('the callee narrows the offered plan', () => {
    const before = ringing('callee', [], { rules: { relays: 'untilAnswer' } });
    const { effects } = transition(before, { type: 'offered', at, linkId: second, plan: defaultPlan });
    expect(effects).toMatchObject([{ type: 'openLink', plan: relayed }]);
  });

  test.each<[string, OpenSession, SessionInput, readonly string[]]>([
    [
      'a ready link idles as long as the call rings',
      ringing('caller', [ready(first)]),
      { ...poll, at: at + 40_000 },
      [],
    ],
    [
      'incoming packets are not rendered',
      ringing('caller', [ready(first)]),
      { ...poll, samples: [sample(first, 5)] },
      [],
    ],
    [
      'there is no relay: nothing is reported or tried',
      ringing('caller', [offered(first, at, relayed)]),
      { type: 'failed', at, linkId: first, cause: 'noCandidates' },
      ['closeLink 1'],
    ],
    [
      'the link fails: another one is tried',
      ringing('caller', [offered(first)]),
      fail(first, 'connectTimeout'),
      ['closeLink 1', 'startRetryTimer 1'],
    ],
    [
      'the server is back: the callee requests nothing',
      ringing('callee', []),
      { type: 'signalingRestored', at, newLinkId: fresh },
      [],
    ],
    ['answered, and a link is ready', ringing('caller', [ready(first)]), answered, []],
    [
      'answered, and the relayed link is still pending: another one beside it',
      ringing('caller', [connecting(first, at, relayed)]),
      answered,
      ['openLink fresh'],
    ],
    [
      'answered, and the relayed link is pending, where direct links failed before',
      ringing('caller', [connecting(first, at, relayed)], { rules: { relays: 'first' } }),
      answered,
      [],
    ],
    [
      'answered, and a link with all candidates is pending',
      ringing('caller', [connecting(first)]),
      answered,
      [],
    ],
    [
      'answered, and there is no link',
      ringing('caller', [], { recovery: recovering('server') }),
      answered,
      ['openLink fresh'],
    ],
    [
      'answered while the next attempt was due',
      ringing('caller', [], { recovery: recovering('timer') }),
      answered,
      ['stopRetryTimer', 'openLink fresh'],
    ],
    [
      'answered by this device, without an offer',
      ringing('callee', []),
      answered,
      ['requestLink', 'startRetryTimer 1'],
    ],
    ['answered a second time', session('caller', [carrying(first)]), answered, []],
  ])('%s', (_name, before, input, expected) => {
    expect(effectNames(transition(before, input))).toEqual(expected);
  });

  test('a direct link is tried beside a pending relayed one, and all candidates where none is pending', () => {
    const openedBeside = (...links: readonly Link[]) =>
      transition(ringing('caller', links), answered).effects;
    expect(openedBeside(connecting(first, at, relayed))).toMatchObject([
      { type: 'openLink', plan: { purpose: 'main', candidates: 'direct' } },
    ]);
    expect(openedBeside()).toMatchObject([{ type: 'openLink', plan: defaultPlan }]);
  });

  describe('the other device learns of the answer late', () => {
    const after = (...inputs: readonly SessionInput[]) =>
      inputs.reduce<SessionStep>(({ session: before }, input) => transition(before, input), {
        session: ringing('callee', [ready(first)]),
        effects: [],
      });
    const polledAfter = (ms: number): SessionInput => ({ ...poll, at: at + ms });

    test('another link is requested in time, and the first one is kept', () => {
      expect(effectNames(after(answered, polledAfter(firstPacketTimeoutMs - 1)))).toEqual([]);
      expect(effectNames(after(answered, polledAfter(firstPacketTimeoutMs)))).toEqual(['startRetryTimer 0']);
    });

    test('its packets come over the link that was ready', () => {
      const arrived: SessionInput = { ...poll, at: at + 5_000, samples: [sample(first, 5)] };
      const done = after(answered, polledAfter(firstPacketTimeoutMs), arrived);
      expect(effectNames(done)).toContain('reportUp 1');
    });

    test('it never sends anything: the link is closed', () => {
      const done = after(answered, polledAfter(answeredPacketTimeoutMs));
      expect(effectNames(done)).toContain('closeLink 1');
    });
  });

  test('neither link that was pending at the answer connects: the next one uses all candidates', () => {
    const inputs: readonly SessionInput[] = [
      answered,
      fail(fresh, 'connectTimeout'),
      fail(first, 'connectTimeout'),
      { type: 'retryDue', at, newLinkId: second },
    ];
    const done = inputs.reduce<SessionStep>(({ session: before }, input) => transition(before, input), {
      session: ringing('caller', [connecting(first, at, relayed)]),
      effects: [],
    });
    expect(done.effects.at(-1)).toMatchObject({ type: 'openLink', linkId: second, plan: defaultPlan });
  });

  test('packets that came before the answer count after it', () => {
    const early = transition(ringing('caller', [ready(first)]), {
      ...poll,
      samples: [sample(first, 5)],
    }).session;
    expect(effectNames(transition(early, answered))).toEqual([
      'renderMedia 1',
      'recordDirect true',
      'reportUp 1',
    ]);
  });
});
