import { fail } from '@ringback/protocol';
import { describe, expect, test } from 'vitest';
import { reduce } from '../reducers/callsReducer.ts';
import {
  activeBy,
  adaToGrace,
  CallsHarness,
  grace,
  graceDevice,
  graceToAda,
} from '../scenarios/callsHarness.testing.ts';
import type { CallAction } from './callAction.ts';
import { describeCalls, traceAction } from './callTrace.ts';
import { signedOutState } from './callsState.ts';

function traceOf({ state, now }: CallsHarness, action: CallAction) {
  return traceAction(action, state, reduce(state, action, now), now);
}

describe('the trace of an action', () => {
  test('tells the call, the states before and after, and the effects', () => {
    const harness = CallsHarness.inCall();
    const key = adaToGrace().id;
    expect(traceOf(harness, { type: 'endPressed', key })).toEqual({
      source: 'calls',
      at: harness.now,
      action: 'endPressed',
      callId: key,
      before: 'online, 00000000 outgoing talking (active v4) link up, microphone open, camera closed',
      after: 'online, 00000000 unconfirmed call:end',
      effects: ['sendPeerMessage', 'serverRequest', 'stopTrack', 'closeMediaSession', 'releaseMediaSessions'],
    });
  });

  test('names the request that the server refused, and its error code', () => {
    const harness = CallsHarness.online();
    harness.place();
    const [request] = harness.requests('call:place');
    if (request === undefined) throw new Error('The call was not placed.');
    const action = {
      type: 'serverResponded',
      request,
      sentAt: harness.now,
      result: fail('conflict'),
    } as const;
    expect(traceOf(harness, action)).toMatchObject({
      request: 'call:place',
      error: 'conflict',
      after: 'online',
    });
  });

  test('contains no name of a person', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.place();
    const entries = [
      traceOf(harness, { type: 'callChanged', call: adaToGrace(activeBy(graceDevice)) }),
      traceOf(harness, { type: 'timerFired' }),
    ];
    expect(JSON.stringify(entries)).not.toMatch(new RegExp(`${grace.name}|Ada`));
  });
});

test('describes the signed-out state', () => {
  expect(describeCalls(signedOutState)).toBe('signedOut');
});
