import { describe, expect, it, test } from 'vitest';
import {
  at,
  broken,
  carrying,
  connecting,
  fail,
  first,
  fresh,
  poll,
  sample,
  second,
  session,
  silent,
} from './fixtures.testing.ts';
import { transition } from './mediaSession.ts';
import type { SessionInput, SessionState } from './sessionState.ts';
import { describeSession, failureEntry, traceEntry, type MediaTraceEntry } from './trace.ts';

/** The entry of one transition. */
function traceOf(before: SessionState, input: SessionInput): MediaTraceEntry | undefined {
  const { session: after, effects } = transition(before, input);
  return traceEntry(at, input, [describeSession(before), describeSession(after)], effects);
}

describe('the trace', () => {
  it('has the event, its link and cause, the states before and after, and the effects', () => {
    expect(traceOf(session('caller', [carrying(first)]), fail(first, 'peerClosed'))).toEqual({
      at,
      event: 'failed',
      linkId: first,
      cause: 'peerClosed',
      before: 'live, up, idle, 00000004 main/all carrying direct/udp',
      after: 'live, fading, timer 0',
      effects: ['closeLink', 'startRetryTimer'],
    });
  });

  it('has a poll only if it changed a state', () => {
    const talking = session('caller', [carrying(first)]);
    expect(traceOf(talking, { ...poll, samples: [sample(first, 11)] })).toBeUndefined();
    const connectingSession = broken('caller', 'link', [silent(first), connecting(second)]);
    expect(traceOf(connectingSession, { ...poll, samples: [sample(second, 1)] })).toMatchObject({
      event: 'statsPolled',
      effects: ['renderMedia', 'recordDirect', 'reportUp'],
    });
  });

  test('describes a closed session', () => {
    expect(describeSession({ state: 'closed' })).toBe('closed');
    expect(traceOf(session('callee', []), { type: 'closed' })).toMatchObject({ after: 'closed' });
  });

  it('names the effect that threw and the error, without its message', () => {
    const effect = { type: 'closeLink', linkId: first } as const;
    const error = new TypeError('The candidate 192.0.2.7 is malformed.');
    expect(failureEntry(at, { type: 'closed' }, 'closed', effect, error)).toEqual({
      at,
      event: 'closed',
      before: 'closed',
      after: 'closed',
      effects: [],
      failed: 'closeLink TypeError',
    });
  });

  it('holds no description or address of an offer', () => {
    const plan = { purpose: 'main', candidates: 'all' } as const;
    const entry = traceOf(session('callee', []), { type: 'offered', at, linkId: fresh, plan });
    expect(Object.keys(entry ?? {})).toEqual(['at', 'event', 'linkId', 'before', 'after', 'effects']);
  });
});
