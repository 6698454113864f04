import { describe, expect, test } from 'vitest';
import { createFakeStorage } from '../../testing/storage.ts';
import { readPersistedCalls, savePersistedCalls } from '../state/callStorage.ts';
import {
  activeBy,
  ada,
  adaElsewhere,
  adaHere,
  adaToGrace,
  answeredBy,
  callId,
  CallsHarness,
  endedBy,
  grace,
  graceDevice,
  kayDevice,
  kayToAda,
  linkId,
} from './callsHarness.testing.ts';

/** Ada talks with Grace, and Kay calls Ada. */
function ringing(media: 'audio' | 'video' = 'audio'): CallsHarness {
  const harness = CallsHarness.inCall();
  harness.push(kayToAda({ media }));
  harness.resolve('call:ringing', kayToAda({ media, version: 2, phase: 'ringing' }));
  harness.clear();
  return harness;
}

/** Ada has accepted Kay's call while Grace is on hold. */
function swappable(): CallsHarness {
  const harness = ringing();
  harness.screen.second?.holdAndAccept();
  harness.resolve('call:accept', kayToAda(answeredBy(adaHere)));
  harness.openInput('audio');
  harness.sessionEvent({ type: 'up', linkId: linkId('21'), route: direct }, callId('3'), kayDevice);
  harness.resolve('call:linkUp', kayToAda(activeBy(adaHere)));
  harness.push(adaToGrace({ ...activeBy(graceDevice, 6), held: [ada.id] }));
  harness.clear();
  return harness;
}

const direct = { path: 'direct', transport: 'udp' } as const;

const peers = ({ screen: { current, held } }: CallsHarness): readonly (string | undefined)[] => [
  current?.peer.name,
  held?.peer.name,
];

describe('a second call rings', () => {
  test('beside the first one, which goes on, and nothing is captured for it', () => {
    const harness = ringing('video');
    expect(harness.screen).toMatchObject({
      incoming: null,
      second: { peer: { name: 'Kay' }, media: 'video' },
    });
    expect(harness.current).toMatchObject({ peer: grace, holdState: 'none' });
    expect(harness.count('openInput')).toBe(0);
  });

  test('and is from a stranger, who says why after they were asked', () => {
    const harness = CallsHarness.inCall();
    harness.push(kayToAda({ request: {}, attempts: 4 }));
    expect(harness.screen.second).toMatchObject({ request: { isAsked: false }, attempts: 4 });
    harness.clear();
    harness.screen.second?.askWhy?.();
    expect(harness.requestNames).toEqual(['call:askReason']);
    harness.push(kayToAda({ version: 3, request: {}, asked: true, muted: true, reason: 'A parcel' }));
    expect(harness.screen.second).toMatchObject({
      request: { isAsked: true },
      isMuted: true,
      reason: 'A parcel',
    });
    expect(harness.screen.second?.askWhy).toBeUndefined();
  });

  test('and is declined: the first one goes on', () => {
    const harness = ringing();
    harness.screen.second?.decline();
    expect(harness.requestNames).toEqual(['call:decline']);
    expect(harness.screen.second).toBeNull();
    expect(harness.current.peer).toEqual(grace);
  });

  test('and goes on as an ordinary one when the first one ends', () => {
    const harness = ringing();
    harness.push(adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(harness.screen).toMatchObject({
      current: null,
      second: null,
      incoming: { peer: { name: 'Kay' } },
    });
  });
});

describe('"Hold and accept"', () => {
  test('changes nothing until the server has confirmed; then the first one is held', () => {
    const harness = ringing();
    harness.screen.second?.holdAndAccept();
    expect(harness.requests('call:accept')).toMatchObject([
      { payload: { callId: callId('3'), current: 'hold' } },
    ]);
    expect(harness.effects.map(({ type }) => type)).toEqual(['serverRequest']);
    expect(peers(harness)).toEqual(['Grace', undefined]);
    harness.resolve('call:accept', kayToAda(answeredBy(adaHere)));
    expect(peers(harness)).toEqual(['Kay', 'Grace']);
    expect(harness.requests('call:hold')).toEqual([]);
    const silenced = harness.effects.findLast(({ type }) => type === 'enableTrack');
    expect(silenced).toMatchObject({ isEnabled: false });
    const microphone = harness.openInput('audio');
    const sent = harness.effects.findLast(({ type }) => type === 'sendTracks');
    expect(sent).toMatchObject({ callId: callId('3'), tracks: { audio: microphone } });
  });

  test.each(['ended', 'answeredElsewhere'] as const)('is refused as %s: the first one goes on', (code) => {
    const harness = ringing();
    harness.screen.second?.holdAndAccept();
    harness.reject('call:accept', code);
    expect(peers(harness)).toEqual(['Grace', undefined]);
    expect(harness.current.holdState).toBe('none');
    expect(harness.count('enableTrack')).toBe(0);
  });

  test('the second one is canceled before the response: the first one goes on', () => {
    const harness = ringing();
    harness.screen.second?.endAndAccept();
    harness.push(kayToAda(endedBy({ reason: 'canceled' })));
    harness.reject('call:accept', 'ended');
    expect(peers(harness)).toEqual(['Grace', undefined]);
    expect(harness.requests('call:end')).toEqual([]);
  });

  test('the server dies before the response: asks again, and resumes nothing meanwhile', () => {
    const harness = ringing();
    harness.screen.second?.holdAndAccept();
    harness.detach();
    harness.clear();
    const held = adaToGrace({ ...activeBy(graceDevice, 6), held: [ada.id] });
    harness.attach([held, kayToAda({ version: 2, phase: 'ringing' })]);
    expect(harness.requestNames).toContain('call:accept');
    expect(harness.requestNames).not.toContain('call:hold');
    harness.resolve('call:accept', kayToAda(answeredBy(adaHere)));
    expect(peers(harness)).toEqual(['Kay', 'Grace']);
  });

  test('the first one ends before the response: the second becomes the only one', () => {
    const harness = ringing();
    harness.screen.second?.holdAndAccept();
    harness.push(adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'hungUp' }) }));
    expect(peers(harness)).toEqual(['Kay', undefined]);
    harness.resolve('call:accept', kayToAda(answeredBy(adaHere)));
    expect(harness.count('openInput')).toBe(1);
    expect(harness.current.phase).toBe('connecting');
  });

  test('another device of the user was faster: the first one goes on', () => {
    const harness = ringing();
    harness.screen.second?.holdAndAccept();
    harness.push(kayToAda(answeredBy(adaElsewhere)));
    expect(peers(harness)).toEqual(['Grace', undefined]);
    expect(harness.toasts).toEqual(['answeredElsewhere']);
  });
});

describe('"End and accept"', () => {
  test('ends the first one once the server has confirmed, and stops its inputs', () => {
    const harness = ringing();
    const { microphone } = harness.state.currentCall ?? {};
    harness.screen.second?.endAndAccept();
    expect(harness.stopped).toEqual([]);
    harness.resolve('call:accept', kayToAda(answeredBy(adaHere)));
    expect(peers(harness)).toEqual(['Kay', undefined]);
    expect(harness.stopped).toEqual([microphone?.state === 'open' && microphone.track]);
    expect(harness.requests('call:end')).toMatchObject([{ payload: { callId: callId('1') } }]);
    expect(harness.toasts).toEqual(['callEnded']);
  });
});

describe('two calls', () => {
  test('are swapped with one request, and each sends with its own inputs', () => {
    const harness = swappable();
    harness.screen.swap?.();
    expect(peers(harness)).toEqual(['Grace', 'Kay']);
    expect(harness.requests('call:hold')).toMatchObject([{ payload: { callId: callId('1'), held: false } }]);
    const switched = harness.effects.flatMap((each) => (each.type === 'enableTrack' ? [each.isEnabled] : []));
    expect(switched).toEqual([false, true]);
    expect(harness.current.holdState).toBe('none');
  });

  test('have no Hold: a device holds at most one', () => {
    const { hold, resume } = swappable().current;
    expect([hold, resume]).toEqual([undefined, undefined]);
  });

  test('the active one ends: the held one is left, on hold until its user resumes it', () => {
    const harness = swappable();
    harness.current.hangUp?.();
    expect(peers(harness)).toEqual(['Grace', undefined]);
    expect(harness.current.holdState).toBe('mine');
    expect(harness.count('enableTrack')).toBe(0);
    harness.current.resume?.();
    expect(harness.requests('call:hold')).toMatchObject([{ payload: { callId: callId('1'), held: false } }]);
  });

  test('the held one ends by its peer: the active one goes on', () => {
    const harness = swappable();
    const message = { kind: 'ended', callId: callId('1'), agoMs: 0 } as const;
    harness.sessionEvent({ type: 'message', message }, callId('1'), graceDevice);
    expect(peers(harness)).toEqual(['Kay', undefined]);
    expect(harness.toasts).toEqual(['callEnded']);
  });

  test('the held one is lost: a line beside the active one instead of a dialog over it', () => {
    const harness = swappable();
    harness.push(
      adaToGrace({ ...activeBy(graceDevice), ...endedBy({ reason: 'connectionLost', cause: 'silent' }) }),
    );
    expect(harness.screen).toMatchObject({ outcome: null, held: null, toasts: [{ kind: 'refused' }] });
  });

  test('a third call does not ring', () => {
    const harness = swappable();
    harness.push(kayToAda({ id: callId('7') }));
    expect(harness.screen).toMatchObject({ incoming: null, second: null });
    expect(harness.requestNames).toEqual([]);
  });

  test('the page is reloaded: both are back, and the one that was active is on the screen', () => {
    const before = swappable();
    before.screen.current?.mute?.();
    const storage = createFakeStorage();
    savePersistedCalls(storage, before.state);
    const harness = CallsHarness.offline(readPersistedCalls(storage, adaHere));
    harness.attach([
      adaToGrace({ ...activeBy(graceDevice, 6), held: [ada.id] }),
      kayToAda(activeBy(adaHere, 5)),
    ]);
    expect(peers(harness)).toEqual(['Kay', 'Grace']);
    expect(harness.current.unmute).toBeDefined();
    harness.screen.swap?.();
    expect(harness.current.mute).toBeDefined();
    expect(peers(harness)).toEqual(['Grace', 'Kay']);
  });

  test('signing out leaves both', () => {
    const harness = swappable();
    harness.dispatch({ type: 'signedOut' });
    expect(harness.stopped).toHaveLength(2);
    expect(harness.count('closeMediaSession')).toBe(2);
  });
});
