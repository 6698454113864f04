import { describe, expect, test } from 'vitest';
import { readPersistedCalls, savePersistedCalls } from '../state/callStorage.ts';
import { createFakeStorage } from '../../testing/storage.ts';
import {
  activeBy,
  ada,
  adaHere,
  adaToGrace,
  CallsHarness,
  grace,
  graceDevice,
  linkId,
} from './callsHarness.testing.ts';

const active = (held?: readonly (typeof ada.id)[], version = 5) =>
  adaToGrace({ ...activeBy(graceDevice, version), ...(held !== undefined && { held: [...held] }) });

/** The tracks that were sent last. */
const sent = (harness: CallsHarness) => {
  const effect = harness.effects.findLast(({ type }) => type === 'sendTracks');
  return effect?.type === 'sendTracks' ? effect.tracks : undefined;
};

/** The last message to the other device. */
const said = (harness: CallsHarness): unknown => {
  const effect = harness.effects.findLast(({ type }) => type === 'sendPeerMessage');
  return effect?.type === 'sendPeerMessage' ? effect.message : undefined;
};

const enabled = (harness: CallsHarness): readonly boolean[] =>
  harness.effects.flatMap((effect) => (effect.type === 'enableTrack' ? [effect.isEnabled] : []));

describe('a call on hold', () => {
  test('sends silence and no picture at once, closes the camera, and tells both the server and the peer', () => {
    const harness = CallsHarness.inCall();
    harness.current.turnCameraOn?.();
    const camera = harness.openInput('video');
    harness.clear();
    harness.current.hold?.();
    expect(enabled(harness)).toEqual([false]);
    expect(sent(harness)).toMatchObject({ audio: { kind: 'audio' }, video: null });
    expect(harness.stopped).toEqual([camera]);
    expect(said(harness)).toMatchObject({ microphone: 'muted', camera: 'off', held: true });
    expect(harness.requests('call:hold')).toMatchObject([{ payload: { held: true } }]);
    expect(harness.current).toMatchObject({
      holdState: 'mine',
      phase: 'active',
      status: { kind: 'held' },
      remoteStream: null,
    });
  });

  test('has no buttons for what is not sent, and resumes with the camera that was on', () => {
    const harness = CallsHarness.inCall();
    harness.current.turnCameraOn?.();
    harness.openInput('video');
    harness.current.hold?.();
    const { mute, unmute, turnCameraOn, turnCameraOff, hold, hangUp } = harness.current;
    expect([mute, unmute, turnCameraOn, turnCameraOff, hold]).toEqual(Array.from({ length: 5 }));
    expect(hangUp).toBeDefined();
    harness.clear();
    harness.current.resume?.();
    expect(enabled(harness)).toEqual([true]);
    const camera = harness.openInput('video');
    expect(sent(harness)?.video).toBe(camera);
    expect(said(harness)).toMatchObject({ kind: 'sending', microphone: 'on', camera: 'on' });
    expect(harness.current.holdState).toBe('none');
  });

  test('a muted user stays muted after it, and a camera that was off stays off', () => {
    const harness = CallsHarness.inCall();
    harness.current.mute?.();
    harness.current.hold?.();
    harness.clear();
    harness.current.resume?.();
    expect(enabled(harness)).toEqual([false]);
    expect(harness.count('openInput')).toBe(0);
    expect(harness.current.unmute).toBeDefined();
  });

  test('a camera that opens after the press is stopped, and opens again with the resume', () => {
    const harness = CallsHarness.inCall();
    harness.current.turnCameraOn?.();
    const request = harness.inputRequest('video');
    harness.current.hold?.();
    const late = harness.openInputFor(request);
    expect(harness.stopped).toEqual([late]);
    harness.clear();
    harness.current.resume?.();
    expect(harness.count('openInput')).toBe(1);
  });

  test('a microphone that is plugged in during the hold sends silence too', () => {
    const harness = CallsHarness.inCall();
    harness.current.hold?.();
    const { microphone } = harness.state.currentCall ?? {};
    if (microphone?.state !== 'open') throw new Error('The microphone is not open.');
    harness.clear();
    harness.dispatch({ type: 'inputEnded', track: microphone.track });
    harness.openInput('audio', 'another');
    expect(enabled(harness)).toEqual([false]);
  });

  test('the other side is on hold as soon as it says so, or as the server says where its page cannot', () => {
    const harness = CallsHarness.inCall();
    harness.push(active([grace.id]));
    expect(harness.current).toMatchObject({ holdState: 'theirs', status: { kind: 'held' } });
    harness.push(active([], 6));
    expect(harness.current.holdState).toBe('none');
    const message = { kind: 'sending', microphone: 'muted', camera: 'off', held: true } as const;
    harness.sessionEvent({ type: 'message', message });
    expect(harness.current).toMatchObject({ holdState: 'theirs', remoteMicrophone: 'on' });
    harness.current.hold?.();
    expect(harness.current.holdState).toBe('both');
  });

  test('the link breaks during it: the screen says that, not the hold', () => {
    const harness = CallsHarness.inCall();
    harness.current.hold?.();
    harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' });
    expect(harness.current).toMatchObject({ holdState: 'mine', status: { kind: 'reconnecting' } });
  });

  test('the other side resumes while the link is broken: the server says so', () => {
    const harness = CallsHarness.inCall();
    const message = { kind: 'sending', microphone: 'muted', camera: 'off', held: true } as const;
    harness.sessionEvent({ type: 'message', message });
    harness.push(active([grace.id], 6));
    harness.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' });
    expect(harness.current.holdState).toBe('theirs');
    harness.push(active([], 7));
    expect(harness.current).toMatchObject({ holdState: 'none', status: { kind: 'reconnecting' } });
  });
});

describe('a hold that the server refuses', () => {
  test('the user talks on another device: the call stays on hold, silent, and it is said once', () => {
    const harness = CallsHarness.inCall();
    harness.current.hold?.();
    harness.push(active([ada.id], 6));
    harness.current.resume?.();
    harness.reject('call:hold', 'conflict');
    expect(harness.current.holdState).toBe('mine');
    expect(enabled(harness)).toEqual([false, true, false]);
    expect(harness.toasts).toEqual(['refused']);
  });

  test('the user holds a call on another device: this one goes on', () => {
    const harness = CallsHarness.inCall();
    harness.current.hold?.();
    harness.reject('call:hold', 'conflict');
    expect(harness.current).toMatchObject({ holdState: 'none', status: { kind: 'talking' } });
  });
});

describe('a hold that the server does not know', () => {
  test('offline: takes effect at once, and is reported with the next hello', () => {
    const harness = CallsHarness.inCall();
    harness.detach();
    harness.current.hold?.();
    expect(harness.current.holdState).toBe('mine');
    expect(harness.requestNames).toEqual([]);
    harness.attach([active()]);
    expect(harness.requests('call:hold')).toMatchObject([{ payload: { held: true } }]);
  });

  test('a busy server: is reported again until the server knows, and not after', () => {
    const harness = CallsHarness.inCall();
    harness.current.hold?.();
    harness.reject('call:hold', 'unavailable');
    harness.advance(5_000);
    expect(harness.requests('call:hold')).toHaveLength(2);
    harness.resolve('call:hold', active([ada.id]));
    harness.clear();
    harness.advance(60_000);
    expect(harness.requestNames).toEqual([]);
  });
});

describe('a page that is reloaded during the hold', () => {
  const storage = createFakeStorage();

  test('is on hold again by what the tab kept, with its camera closed until the resume', () => {
    const before = CallsHarness.inCall();
    before.current.turnCameraOn?.();
    before.openInput('video');
    before.current.hold?.();
    savePersistedCalls(storage, before.state);
    const harness = CallsHarness.offline(readPersistedCalls(storage, adaHere));
    harness.attach([active([ada.id])]);
    expect(harness.effects.filter(({ type }) => type === 'openInput')).toMatchObject([{ kind: 'audio' }]);
    harness.openInput('audio');
    expect(enabled(harness)).toEqual([false]);
    expect(harness.current.holdState).toBe('mine');
    harness.clear();
    harness.current.resume?.();
    expect(harness.effects.filter(({ type }) => type === 'openInput')).toMatchObject([{ kind: 'video' }]);
  });

  test('is on hold again by what the server says where the tab kept nothing', () => {
    const harness = CallsHarness.offline();
    harness.attach([active([ada.id])]);
    expect(harness.current.holdState).toBe('mine');
  });
});
