import { defaultSettings } from '@ringback/protocol';
import { describe, expect, test } from 'vitest';
import {
  ada,
  adaElsewhere,
  adaHere,
  answeredBy,
  callId,
  CallsHarness,
  endedBy,
  grace,
  graceDevice,
  graceToAda,
  kayToAda,
  linkId,
} from './callsHarness.testing.ts';

function ringing(call = graceToAda()): CallsHarness {
  const harness = CallsHarness.online();
  harness.push(call);
  harness.resolve('call:ringing', { ...call, version: 2, phase: 'ringing' });
  harness.clear();
  return harness;
}

describe('a browser that cannot make calls', () => {
  const me = { person: ada, deviceId: adaHere, cannotCall: true } as const;

  test('does not ring, reports no ringing, and places no call', () => {
    const harness = new CallsHarness();
    harness.dispatch({ type: 'signedIn', me, persisted: { pendingEnds: [], inputs: null } });
    harness.attach([graceToAda()]);
    harness.push(kayToAda());
    expect(harness.screen).toMatchObject({ incoming: null, cannotPlace: 'unsupported' });
    expect(harness.screen.place).toBeUndefined();
    expect(harness.requestNames).toEqual([]);
  });
});

describe('a call that rings here', () => {
  test('shows the call, reports the ringing once, and captures nothing', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda({ media: 'video' }));
    harness.push(graceToAda({ media: 'video', version: 2, phase: 'ringing' }));
    expect(harness.screen.incoming).toMatchObject({ peer: grace, media: 'video', sinceMs: harness.now });
    expect(harness.screen.incoming?.acceptWithoutVideo).toBeDefined();
    expect(harness.requestNames).toEqual(['call:ringing']);
    expect(harness.count('openInput')).toBe(0);
  });

  test('stops at its deadline without the server, and never rings again', () => {
    const harness = ringing();
    harness.detach();
    harness.advance(44_999);
    expect(harness.screen.incoming).not.toBeNull();
    harness.advance(1);
    expect(harness.screen.incoming).toBeNull();
    harness.push(graceToAda({ version: 3, phase: 'ringing' }));
    expect(harness.screen.incoming).toBeNull();
  });

  test('a push that arrives after the deadline does not ring, and the server is asked', () => {
    const harness = CallsHarness.online();
    harness.now += 45_000;
    harness.push(graceToAda());
    expect(harness.screen.incoming).toBeNull();
    harness.attach([graceToAda({ version: 2 })]);
    expect(harness.screen.incoming).toBeNull();
    expect(harness.requestNames).toEqual(['call:get']);
  });

  test('ignores a call whose start and end reach a tab that slept', () => {
    const harness = CallsHarness.online();
    harness.now += 3_001;
    harness.push(graceToAda());
    harness.push(graceToAda({ version: 2, phase: 'ringing' }));
    expect(harness.screen.incoming).toBeNull();
    expect(harness.requestNames).toEqual(['call:get']);
    harness.push(graceToAda(endedBy({ reason: 'canceled' })));
    harness.resolve('call:get', graceToAda(endedBy({ reason: 'canceled' })));
    expect(harness.screen.incoming).toBeNull();
    expect(harness.screen.toasts).toEqual([]);
  });

  test('a delayed push of a live call: rings as soon as the server confirms it', () => {
    const harness = CallsHarness.online();
    harness.now += 3_001;
    harness.push(graceToAda());
    expect(harness.screen.incoming).toBeNull();
    harness.resolve('call:get', graceToAda());
    expect(harness.screen.incoming?.id).toBe(callId('2'));
    expect(harness.requestNames).toEqual(['call:get', 'call:ringing']);
  });

  test('the connection breaks before a delayed push is confirmed: the next hello decides', () => {
    const harness = CallsHarness.online();
    harness.now += 3_001;
    harness.push(graceToAda());
    harness.detach();
    harness.attach([graceToAda()]);
    expect(harness.screen.incoming?.id).toBe(callId('2'));
  });

  test('a tab that slept past the deadline stops ringing with whatever it receives first', () => {
    const harness = ringing();
    harness.now += 600_000;
    harness.push(kayToAda({ placedAt: harness.now, ringDeadlineAt: harness.now + 45_000 }));
    expect(harness.screen.incoming?.id).toBe(callId('3'));
    expect(harness.requestNames).toEqual(['call:ringing']);
    harness.push(kayToAda(endedBy({ reason: 'canceled' })));
    expect(harness.screen.incoming).toBeNull();
  });

  test("uses the server's deadline on a machine whose clock is wrong", () => {
    const harness = CallsHarness.offline();
    harness.now += 3_600_000;
    const serverTime = harness.now - 3_600_000;
    harness.dispatch({
      type: 'attached',
      attachment: {
        hello: {
          me: { id: graceToAda().callee.userId, name: 'Ada' },
          device: { id: adaHere },
          calls: [graceToAda()],
          settings: defaultSettings,
          canRelay: true,
          missed: 0,
          serverTime,
        },
        sentAt: harness.now,
        receivedAt: harness.now,
        carried: [],
      },
    });
    harness.advance(44_999);
    expect(harness.screen.incoming).not.toBeNull();
    harness.advance(1);
    expect(harness.screen.incoming).toBeNull();
  });

  test('stops silently when the caller cancels, and ignores a late response', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.push(graceToAda(endedBy({ reason: 'canceled' })));
    harness.resolve('call:ringing', graceToAda({ version: 2, phase: 'ringing' }));
    expect(harness.screen.incoming).toBeNull();
    expect(harness.toasts).toEqual([]);
  });

  test('stops when answered on another device, and says so', () => {
    const harness = ringing();
    harness.push(graceToAda(answeredBy(adaElsewhere)));
    expect(harness.screen.incoming).toBeNull();
    expect(harness.toasts).toEqual(['answeredElsewhere']);
  });

  test('stops when declined on another device, and says so for at least four seconds', () => {
    const harness = ringing();
    harness.push(graceToAda(endedBy({ reason: 'declined' })));
    expect(harness.toasts).toEqual(['declinedElsewhere']);
    harness.advance(4_000);
    expect(harness.toasts).toEqual(['declinedElsewhere']);
    harness.advance(4_000);
    expect(harness.toasts).toEqual([]);
  });

  test('ignores a call that was answered before this device knew of it', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda(answeredBy(adaElsewhere)));
    harness.push(graceToAda(endedBy({ reason: 'hungUp' })));
    expect(harness.screen).toMatchObject({ current: null, incoming: null, outcome: null, toasts: [] });
  });

  test('shows the older of two calls first', () => {
    const harness = CallsHarness.online();
    harness.push(kayToAda({ placedAt: harness.now + 5 }));
    harness.push(graceToAda({ placedAt: harness.now + 1 }));
    expect(harness.screen.incoming?.id).toBe(callId('2'));
    harness.screen.incoming?.decline();
    expect(harness.screen.incoming?.id).toBe(callId('3'));
  });

  test('shows a contact before a stranger who rang first, and the stranger after that', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda({ placedAt: harness.now + 1, request: {} }));
    expect(harness.screen.incoming?.id).toBe(callId('2'));
    harness.push(kayToAda({ placedAt: harness.now + 5 }));
    expect(harness.screen.incoming?.id).toBe(callId('3'));
    expect(harness.requestNames).toEqual(['call:ringing', 'call:ringing']);
    harness.screen.incoming?.decline();
    expect(harness.screen.incoming).toMatchObject({ id: callId('2'), request: {} });
  });

  test('rings beside an answered call, and over the screen after it', () => {
    const harness = CallsHarness.inCall();
    harness.push(kayToAda());
    expect(harness.screen).toMatchObject({ incoming: null, second: { id: callId('3') } });
    expect(harness.requestNames).toEqual(['call:ringing']);
    harness.current.hangUp?.();
    expect(harness.screen.incoming?.id).toBe(callId('3'));
    expect(harness.requestNames).toEqual(['call:ringing', 'call:end']);
  });

  test('reports the ringing again after reconnecting, since the server has forgotten it', () => {
    const harness = ringing();
    harness.detach();
    harness.attach([graceToAda({ version: 3, phase: 'ringing' })]);
    expect(harness.requestNames).toEqual(['call:ringing']);
  });

  test('polls every five seconds, since a push may be lost', () => {
    const harness = ringing();
    harness.advance(5_000);
    expect(harness.requestNames).toEqual(['call:get']);
    harness.resolve('call:get', graceToAda(answeredBy(adaElsewhere)));
    expect(harness.toasts).toEqual(['answeredElsewhere']);
  });

  test('repeats a ringing report without a response', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.reject('call:ringing', 'unavailable');
    expect(harness.screen.incoming).not.toBeNull();
    harness.advance(5_000);
    expect(harness.requestNames).toEqual(['call:ringing', 'call:ringing']);
  });

  test('asks for the call when the ringing report is rejected, and shows that it was declined elsewhere', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.reject('call:ringing', 'ended');
    expect(harness.requestNames).toEqual(['call:ringing', 'call:get']);
    harness.resolve('call:get', graceToAda(endedBy({ reason: 'declined' })));
    expect(harness.screen.incoming).toBeNull();
    expect(harness.toasts).toEqual(['declinedElsewhere']);
  });

  test('asks for a call that the hello does not list', () => {
    const harness = ringing();
    harness.detach();
    harness.attach();
    expect(harness.requestNames).toContain('call:get');
    harness.resolve('call:get', graceToAda(endedBy({ reason: 'canceled' })));
    expect(harness.screen.incoming).toBeNull();
  });

  test('stops when the server does not know the call any more', () => {
    const harness = ringing();
    harness.advance(5_000);
    harness.reject('call:get', 'notFound');
    expect(harness.screen.incoming).toBeNull();
  });
});

describe('accepting', () => {
  test('shows the call and opens the inputs at once, and the media session when the server confirms', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    expect(harness.current).toMatchObject({ status: { kind: 'connecting' }, phase: 'connecting' });
    expect(harness.requestNames).toEqual(['call:accept']);
    expect(harness.count('openInput')).toBe(1);
    expect(harness.count('openMediaSession')).toBe(0);
    harness.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    expect(harness.effects).toContainEqual({
      type: 'openMediaSession',
      callId: callId('2'),
      role: 'callee',
      peerDeviceId: graceDevice,
      warm: 'all',
    });
  });

  test('opens one media session if the push arrives before the response', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.push(graceToAda(answeredBy(adaHere)));
    harness.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    expect(harness.count('openMediaSession')).toBe(1);
  });

  test('accepts a video call without video; the camera can be turned on later', () => {
    const harness = ringing(graceToAda({ media: 'video' }));
    harness.screen.incoming?.acceptWithoutVideo?.();
    expect(harness.requests('call:accept')[0]?.payload.media).toBe('audio');
    expect(harness.count('openInput')).toBe(1);
    expect(harness.current.camera).toEqual({ state: 'off' });
    expect(harness.current.turnCameraOn).toBeDefined();
  });

  test('leaves with a toast if the caller canceled in the same moment', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    const track = harness.openInput('audio');
    harness.push(graceToAda(endedBy({ reason: 'canceled' })));
    harness.reject('call:accept', 'ended');
    expect(harness.screen).toMatchObject({ current: null, outcome: null });
    expect(harness.toasts).toEqual(['refused']);
    expect(harness.stopped).toEqual([track]);
  });

  test('leaves with a toast if another device was faster', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.reject('call:accept', 'answeredElsewhere');
    expect(harness.screen.current).toBeNull();
    expect(harness.toasts).toEqual(['answeredElsewhere']);
    harness.push(graceToAda(answeredBy(adaElsewhere)));
    expect(harness.screen.current).toBeNull();
  });

  test('offline: keeps ringing and shows why', () => {
    const harness = ringing();
    harness.detach();
    harness.accept(graceToAda());
    expect(harness.screen.current).toBeNull();
    expect(harness.screen.incoming).not.toBeNull();
    expect(harness.toasts).toEqual(['refused']);
    harness.attach([graceToAda({ version: 3, phase: 'ringing' })]);
    expect(harness.requestNames).not.toContain('call:accept');
  });

  test('the accept reached the server before the connection broke: the call continues', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.detach();
    harness.reject('call:accept', 'offline');
    harness.attach([graceToAda(answeredBy(adaHere))]);
    expect(harness.requests('call:accept')).toHaveLength(1);
    expect(harness.count('openMediaSession')).toBe(1);
  });

  test('the accept was lost with the connection: repeats it', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.detach();
    harness.reject('call:accept', 'offline');
    harness.attach([graceToAda({ version: 2, phase: 'ringing' })]);
    expect(harness.requests('call:accept')).toHaveLength(2);
  });

  test('a late press on the second of two ringing calls does not end the first', () => {
    const harness = ringing();
    harness.push(kayToAda({ placedAt: harness.now + 1 }));
    harness.accept(graceToAda());
    harness.accept(kayToAda());
    expect(harness.current.id).toBe(callId('2'));
    expect(harness.requestNames).not.toContain('call:end');
  });

  test('hung up before the server confirms: leaves at once and reports right after', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.current.hangUp?.();
    expect(harness.screen.current).toBeNull();
    expect(harness.requestNames).toEqual(['call:accept', 'call:end']);
    harness.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    expect(harness.screen.current).toBeNull();
    expect(harness.count('openMediaSession')).toBe(0);
  });

  test('keeps early signals of the other device until the answer, and drops those of others', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    const id = callId('2');
    const signal = (from: typeof graceDevice, box: string): void =>
      harness.dispatch({ type: 'signalReceived', callId: id, from, linkId: linkId('77'), box });
    signal(graceDevice, 'first');
    signal(adaElsewhere, 'stranger');
    harness.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    signal(graceDevice, 'second');
    const boxes = harness.effects.flatMap((effect) => (effect.type === 'receiveSignal' ? [effect.box] : []));
    expect(boxes).toEqual(['first', 'second']);
  });
});
