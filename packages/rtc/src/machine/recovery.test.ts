import { linkCauses, type Role } from '@ringback/protocol';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  at,
  broken,
  carrying,
  connecting,
  effectNames,
  fail,
  first,
  fresh,
  poll,
  sample,
  second,
  session,
  silent,
} from './fixtures.testing.ts';
import type { Carrying } from './link.ts';
import { transition } from './mediaSession.ts';
import { createRetryPolicy } from './recovery.ts';
import type { OpenSession, SessionInput } from './sessionState.ts';

const withoutJitter = createRetryPolicy(() => 0.5);

describe('the retry policy', () => {
  it('tries at once where a network failed, and later where a page closed', () => {
    for (const cause of linkCauses)
      expect(withoutJitter(0, 0, cause)).toBe(cause === 'peerClosed' ? 1_500 : 0);
  });

  it('waits twice as long each time, up to four seconds', () => {
    expect([1, 2, 3, 4, 5, 50].map((attempt) => withoutJitter(attempt, 1, 'silent'))).toEqual([
      500, 1_000, 2_000, 4_000, 4_000, 4_000,
    ]);
  });

  it('stops two minutes on, when every deadline of a call has passed', () => {
    expect(withoutJitter(20, 119_999, 'silent')).not.toBe('stop');
    expect(withoutJitter(20, 120_000, 'silent')).toBe('stop');
  });

  it('varies by a quarter at most, so that two devices do not retry in lockstep', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(chance, fc.integer({ min: 1, max: 9 }), (fraction, attempt) => {
        const pause = createRetryPolicy(() => fraction)(attempt, 0, 'silent');
        const mean = Number(withoutJitter(attempt, 0, 'silent'));
        expect(pause).toBeGreaterThanOrEqual(mean * 0.75);
        expect(pause).toBeLessThanOrEqual(mean * 1.25);
      }),
    );
  });
});

describe('ICE fails', () => {
  const failed: SessionInput = { type: 'iceFailed', at, linkId: first };
  test.each<[string, OpenSession, SessionInput, readonly string[]]>([
    [
      'on a link that carried: it is restarted',
      broken('caller', 'timer', [silent(first)]),
      failed,
      ['restartIce 1'],
    ],
    [
      'at the callee: it requests that',
      broken('callee', 'timer', [silent(first)]),
      failed,
      ['requestRestart 1'],
    ],
    [
      'once more: the link is closed',
      broken('caller', 'timer', [silent(first, 'tried')]),
      failed,
      ['closeLink 1'],
    ],
    [
      'on a link that never carried: it is closed',
      broken('caller', 'link', [silent(first), connecting(second)]),
      { ...failed, linkId: second },
      ['closeLink 2', 'startRetryTimer 1'],
    ],
    [
      'the callee requests a restart',
      broken('caller', 'timer', [silent(first)]),
      { type: 'restartRequested', linkId: first },
      ['restartIce 1'],
    ],
    [
      'both restart',
      broken('caller', 'timer', [silent(first, 'tried')]),
      { type: 'restartRequested', linkId: first },
      [],
    ],
  ])('%s', (_name, before, input, expected) => {
    expect(effectNames(transition(before, input))).toEqual(expected);
  });
});

describe('announced media does not come in', () => {
  const lacking = (
    role: Role,
    received: Carrying['received'],
    more: Partial<OpenSession> = {},
  ): OpenSession =>
    session(role, [carrying(first, at, { received })], {
      expected: { audio: true, video: true, since: 47_000 },
      ...more,
    });
  const noPicture = { ...sample(first, 11), decodedFrames: 0 };
  const polled: SessionInput = { type: 'statsPolled', at, samples: [noPicture], newLinkId: fresh };

  test('no picture for three seconds: another link is tried, once', () => {
    const step = transition(lacking('caller', { audio: true, video: false }), polled);
    expect(effectNames(step)).toEqual(['openLink fresh']);
    expect(effectNames(transition(step.session, fail(fresh, 'iceFailed')))).toEqual(['closeLink fresh']);
  });

  test('at the callee: it requests one', () => {
    expect(effectNames(transition(lacking('callee', { audio: true, video: false }), polled))).toEqual([
      'requestLink',
    ]);
  });

  test('it was announced a moment ago', () => {
    const before = lacking(
      'caller',
      { audio: true, video: false },
      { expected: { audio: true, video: true, since: 47_001 } },
    );
    expect(effectNames(transition(before, polled))).toEqual([]);
  });

  test('no audio, but heartbeats: the other device has none to send', () => {
    const before = session('caller', [
      carrying(first, at, { received: { audio: false, video: false }, lastKind: 'heartbeat', packets: 0 }),
    ]);
    const samples = [{ ...sample(first, 0), heartbeats: 1 }];
    expect(effectNames(transition(before, { ...poll, samples }))).toEqual([]);
  });
});
