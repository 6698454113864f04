import type { PeerMessage } from '@ringback/rtc';
import { FakeStream, FakeTrack } from '@ringback/rtc/testing';
import { describe, expect, test } from 'vitest';
import type { ScreenFailure } from '../../media/screen/screenPorts.ts';
import { savePersistedCalls, readPersistedCalls } from '../state/callStorage.ts';
import { createFakeStorage } from '../../testing/storage.ts';
import {
  activeBy,
  ada,
  adaHere,
  adaToGrace,
  callId,
  CallsHarness,
  grace,
  graceDevice,
  linkId,
} from './callsHarness.testing.ts';

const key = callId('1');

/** Ada, whose browser can share, in a call with Grace, whose page shows screens. */
function inCall(theirs: Partial<PeerMessage & { kind: 'sending' }> = { screen: 'off' }): CallsHarness {
  const harness = CallsHarness.inCall();
  harness.state = { ...harness.state, me: { person: ada, deviceId: adaHere, canShare: true } };
  say(harness, theirs);
  harness.clear();
  return harness;
}

/** What Grace's device says that it sends. */
function say(harness: CallsHarness, more: Partial<PeerMessage & { kind: 'sending' }>): void {
  harness.sessionEvent({
    type: 'message',
    message: { kind: 'sending', microphone: 'on', camera: 'off', ...more },
  });
}

/** The user picks a window in the browser's dialog. */
function pick(harness: CallsHarness, hasSound = true): { video: FakeTrack; audio: FakeTrack } {
  const video = new FakeTrack('video', 'screen');
  const audio = new FakeTrack('audio', 'sound of the screen');
  harness.dispatch({
    type: 'screenOpened',
    key,
    result: {
      ok: true,
      video,
      audio: hasSound ? audio : null,
      stream: new FakeStream('screen', [video]),
      surface: 'window',
    },
  });
  return { video, audio };
}

function share(harness: CallsHarness): { video: FakeTrack; audio: FakeTrack } {
  harness.current.shareScreen?.();
  return pick(harness);
}

/** What is sent, and what Grace is told of it, by the last effects. */
function sent(harness: CallsHarness) {
  const { effects } = harness;
  const tracks = effects.findLast((effect) => effect.type === 'sendTracks')?.tracks;
  const message = effects.findLast((effect) => effect.type === 'sendPeerMessage')?.message;
  return { tracks, message };
}

describe('a screen is shared', () => {
  test('beside the microphone, and the other side is told so on each new link', () => {
    const harness = inCall();
    const { video, audio } = share(harness);
    expect(harness.effects[0]).toEqual({ type: 'openScreen', key, content: 'text' });
    const expected = {
      tracks: { screen: video, screenAudio: audio },
      message: { screen: 'on', screenTurn: 1 },
    };
    expect(sent(harness)).toMatchObject(expected);
    expect(harness.current.share).toMatchObject({ state: 'on', surface: 'window', hasSound: true });
    expect(harness.current.shareScreen).toBeUndefined();
    harness.clear();
    harness.linkUp(linkId('12'));
    expect(sent(harness).message).toMatchObject({ screen: 'on' });
  });

  test.each<[string, (harness: CallsHarness, video: FakeTrack) => void]>([
    ['the user stops it', (harness) => harness.current.stopSharing?.()],
    [
      'it is ended in the browser’s own bar',
      (harness, track) => harness.dispatch({ type: 'screenEnded', track }),
    ],
  ])('until %s', (_situation, end) => {
    const harness = inCall();
    const { video, audio } = share(harness);
    harness.clear();
    end(harness, video);
    expect(sent(harness)).toMatchObject({
      tracks: { screen: null, screenAudio: null },
      message: { screen: 'off' },
    });
    expect(harness.stopped).toEqual([video, audio]);
    expect(harness.current.share).toEqual({ state: 'off' });
  });

  test('until the call ends', () => {
    const harness = inCall();
    const { video, audio } = share(harness);
    harness.clear();
    harness.current.hangUp?.();
    expect(harness.stopped).toEqual(expect.arrayContaining([video, audio]));
  });

  test('and the call is held: the other side does not see it until it is resumed', () => {
    const harness = inCall();
    const { video, audio } = share(harness);
    harness.current.hold?.();
    expect(sent(harness)).toMatchObject({
      tracks: { screen: null, screenAudio: null },
      message: { screen: 'off' },
    });
    expect(harness.stopped).toEqual([]);
    harness.current.resume?.();
    expect(sent(harness)).toMatchObject({
      tracks: { screen: video, screenAudio: audio },
      message: { screen: 'on' },
    });
  });

  test('as a film: the picture is tuned and sent with other limits', () => {
    const harness = inCall();
    const { video } = share(harness);
    harness.clear();
    harness.current.chooseShareContent?.('motion');
    expect(harness.effects.map(({ type }) => type)).toEqual(['tuneScreen', 'sendTracks', 'sendPeerMessage']);
    expect(harness.effects[0]).toMatchObject({ track: video, content: 'motion' });
    expect(harness.current.share).toMatchObject({ content: 'motion' });
  });

  test('and the page is reloaded: the next page says that it is over', () => {
    const harness = inCall();
    share(harness);
    const storage = createFakeStorage();
    savePersistedCalls(storage, harness.state);
    const next = CallsHarness.offline(readPersistedCalls(storage, adaHere));
    next.attach([adaToGrace(activeBy(graceDevice))]);
    expect(next.toasts).toContain('shareLost');
    expect(next.current.share).toEqual({ state: 'off' });
  });
});

describe('nothing is shared', () => {
  test.each<[ScreenFailure, readonly string[]]>([
    ['canceled', []],
    ['blockedBySystem', ['shareFailed']],
    ['failed', ['shareFailed']],
  ])('the browser says %s', (failure, toasts) => {
    const harness = inCall();
    harness.current.shareScreen?.();
    harness.dispatch({ type: 'screenOpened', key, result: { ok: false, failure } });
    expect(harness.toasts).toEqual(toasts);
    expect(harness.current.share).toEqual({ state: 'off' });
    expect(harness.current.shareScreen).toBeDefined();
  });

  test('the call ended while the user picked: what was picked is closed', () => {
    const harness = inCall();
    harness.current.shareScreen?.();
    harness.current.hangUp?.();
    harness.clear();
    const { video, audio } = pick(harness);
    expect(harness.stopped).toEqual([video, audio]);
  });

  test.each<[string, Partial<PeerMessage & { kind: 'sending' }>, { readonly canShare?: true }]>([
    ['the other page is of an earlier build', {}, { canShare: true }],
    ['this browser cannot share', { screen: 'off' }, {}],
  ])('%s: it is not offered', (_situation, theirs, me) => {
    const harness = inCall(theirs);
    harness.state = { ...harness.state, me: { person: ada, deviceId: adaHere, ...me } };
    expect(harness.current.shareScreen).toBeUndefined();
    harness.dispatch({ type: 'sharePressed', key, to: 'on' });
    expect(harness.count('openScreen')).toBe(0);
  });
});

describe('the other side shares', () => {
  const screen = new FakeStream('their screen', []);

  function watching(): CallsHarness {
    const harness = inCall();
    harness.sessionEvent({ type: 'media', stream: new FakeStream('their voice', []), screen });
    say(harness, { screen: 'on', screenTurn: 1 });
    return harness;
  }

  test('it is shown until they stop', () => {
    const harness = watching();
    expect(harness.current.remoteScreen).toBe(screen);
    expect(harness.toasts).toEqual(['peerShares']);
    say(harness, { screen: 'off' });
    expect(harness.current.remoteScreen).toBeNull();
    expect(harness.toasts).toContain('peerStoppedSharing');
  });

  test('it is not shown any more once their page has gone', () => {
    const harness = watching();
    harness.push(adaToGrace({ ...activeBy(graceDevice, 5), away: [grace.id] }));
    expect(harness.current.remoteScreen).toBeNull();
    harness.push(adaToGrace(activeBy(graceDevice, 6)));
    expect(harness.current.remoteScreen).toBeNull();
  });

  test('this side shares instead: theirs has to yield', () => {
    const harness = watching();
    share(harness);
    expect(sent(harness).message).toMatchObject({ screen: 'on', screenTurn: 2 });
  });

  test('they share instead: this side’s share ends', () => {
    const harness = inCall();
    const { video, audio } = share(harness);
    harness.clear();
    say(harness, { screen: 'on', screenTurn: 2 });
    expect(harness.stopped).toEqual([video, audio]);
    expect(harness.toasts).toContain('shareReplaced');
  });

  test('both began at once: the share of the caller stays', () => {
    const harness = inCall();
    share(harness);
    harness.clear();
    say(harness, { screen: 'on', screenTurn: 1 });
    expect(harness.current.share).toMatchObject({ state: 'on' });
    expect(harness.stopped).toEqual([]);
  });
});
