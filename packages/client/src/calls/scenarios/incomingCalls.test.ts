import { defaultSettings } from '@ringback/protocol';
import { describe, expect, test } from 'vitest';
import {
  CallsHarness,
  adaElsewhere,
  adaHere,
  answeredBy,
  callId,
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

describe('a call that rings here', () => {
  test('it is on the screen, the server is told once, and nothing is captured', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda({ media: 'video' }));
    harness.push(graceToAda({ media: 'video', version: 2, phase: 'ringing' }));
    expect(harness.screen.incoming).toMatchObject({ peer: grace, media: 'video', sinceMs: harness.now });
    expect(harness.screen.incoming?.acceptWithoutVideo).toBeDefined();
    expect(harness.requestNames).toEqual(['call:ringing']);
    expect(harness.count('openInput')).toBe(0);
  });

  test('it stops by itself at its deadline, whether the server says so or not, and never starts again', () => {
    const harness = ringing();
    harness.detach();
    harness.advance(44_999);
    expect(harness.screen.incoming).not.toBeNull();
    harness.advance(1);
    expect(harness.screen.incoming).toBeNull();
    harness.push(graceToAda({ version: 3, phase: 'ringing' }));
    expect(harness.screen.incoming).toBeNull();
  });

  test('a push that was held up past the deadline, by sleep or by a network: nothing rings, and nobody is told so', () => {
    const harness = CallsHarness.online();
    harness.now += 45_000;
    harness.push(graceToAda());
    expect(harness.screen.incoming).toBeNull();
    harness.attach([graceToAda({ version: 2 })]);
    expect(harness.screen.incoming).toBeNull();
    expect(harness.requestNames).toEqual([]);
  });

  test('a tab that slept through a whole call hears of both its ends at once: nothing rings, and nobody is told so', () => {
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

  test('news that were long on their way, of a call that goes on: it rings as soon as the server says so', () => {
    const harness = CallsHarness.online();
    harness.now += 3_001;
    harness.push(graceToAda());
    expect(harness.screen.incoming).toBeNull();
    harness.resolve('call:get', graceToAda());
    expect(harness.screen.incoming?.id).toBe(callId('2'));
    expect(harness.requestNames).toEqual(['call:get', 'call:ringing']);
  });

  test('the connection breaks before it is known whether a late ring goes on: the next hello tells', () => {
    const harness = CallsHarness.online();
    harness.now += 3_001;
    harness.push(graceToAda());
    harness.detach();
    harness.attach([graceToAda()]);
    expect(harness.screen.incoming?.id).toBe(callId('2'));
  });

  test('a tab that slept through the rest of a ring: whatever it hears first, that call rings no more', () => {
    const harness = ringing();
    harness.now += 600_000;
    harness.push(kayToAda({ placedAt: harness.now, ringDeadlineAt: harness.now + 45_000 }));
    expect(harness.screen.incoming?.id).toBe(callId('3'));
    expect(harness.requestNames).toEqual(['call:ringing']);
    harness.push(kayToAda(endedBy({ reason: 'canceled' })));
    expect(harness.screen.incoming).toBeNull();
  });

  test('the deadline is the server’s, on a machine whose clock is wrong', () => {
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

  test('its caller takes it back: it stops without a word, and a late answer of the server does not bring it back', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.push(graceToAda(endedBy({ reason: 'canceled' })));
    harness.resolve('call:ringing', graceToAda({ version: 2, phase: 'ringing' }));
    expect(harness.screen.incoming).toBeNull();
    expect(harness.toasts).toEqual([]);
  });

  test('answered on another device: it stops, and says so', () => {
    const harness = ringing();
    harness.push(graceToAda(answeredBy(adaElsewhere)));
    expect(harness.screen.incoming).toBeNull();
    expect(harness.toasts).toEqual(['answeredElsewhere']);
  });

  test('declined on another device: it stops, and says so for at least four seconds', () => {
    const harness = ringing();
    harness.push(graceToAda(endedBy({ reason: 'declined' })));
    expect(harness.toasts).toEqual(['declinedElsewhere']);
    harness.advance(4_000);
    expect(harness.toasts).toEqual(['declinedElsewhere']);
    harness.advance(4_000);
    expect(harness.toasts).toEqual([]);
  });

  test('a call that was answered before this device heard of it makes no fuss', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda(answeredBy(adaElsewhere)));
    harness.push(graceToAda(endedBy({ reason: 'hungUp' })));
    expect(harness.screen).toMatchObject({ current: null, incoming: null, outcome: null, toasts: [] });
  });

  test('two people call: the older call is shown, then the other', () => {
    const harness = CallsHarness.online();
    harness.push(kayToAda({ placedAt: harness.now + 5 }));
    harness.push(graceToAda({ placedAt: harness.now + 1 }));
    expect(harness.screen.incoming?.id).toBe(callId('2'));
    harness.screen.incoming?.decline();
    expect(harness.screen.incoming?.id).toBe(callId('3'));
  });

  test('in an answered call this device keeps quiet, and rings once it is free', () => {
    const harness = CallsHarness.inCall();
    harness.push(kayToAda());
    expect(harness.screen.incoming).toBeNull();
    expect(harness.requestNames).toEqual([]);
    harness.current.hangUp?.();
    expect(harness.screen.incoming?.id).toBe(callId('3'));
    expect(harness.requestNames).toEqual(['call:end', 'call:ringing']);
  });

  test('after the connection broke the server is told once more, for it forgot which devices ring', () => {
    const harness = ringing();
    harness.detach();
    harness.attach([graceToAda({ version: 3, phase: 'ringing' })]);
    expect(harness.requestNames).toEqual(['call:ringing']);
  });

  test('no push is trusted: the server is asked every five seconds', () => {
    const harness = ringing();
    harness.advance(5_000);
    expect(harness.requestNames).toEqual(['call:get']);
    harness.resolve('call:get', graceToAda(answeredBy(adaElsewhere)));
    expect(harness.toasts).toEqual(['answeredElsewhere']);
  });

  test('the server did not answer that it rings here: it is told again', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.reject('call:ringing', 'unavailable');
    expect(harness.screen.incoming).not.toBeNull();
    harness.advance(5_000);
    expect(harness.requestNames).toEqual(['call:ringing', 'call:ringing']);
  });

  test('declined elsewhere before the server heard that it rings here: it is asked, and then said', () => {
    const harness = CallsHarness.online();
    harness.push(graceToAda());
    harness.reject('call:ringing', 'ended');
    expect(harness.requestNames).toEqual(['call:ringing', 'call:get']);
    harness.resolve('call:get', graceToAda(endedBy({ reason: 'declined' })));
    expect(harness.screen.incoming).toBeNull();
    expect(harness.toasts).toEqual(['declinedElsewhere']);
  });

  test('the call ended while nobody could be told: hello does not name it, so it is asked for', () => {
    const harness = ringing();
    harness.detach();
    harness.attach();
    expect(harness.requestNames).toContain('call:get');
    harness.resolve('call:get', graceToAda(endedBy({ reason: 'canceled' })));
    expect(harness.screen.incoming).toBeNull();
  });

  test('a call that the server does not know any more stops', () => {
    const harness = ringing();
    harness.advance(5_000);
    harness.reject('call:get', 'notFound');
    expect(harness.screen.incoming).toBeNull();
  });
});

describe('accepting', () => {
  test('the call is on the screen at once, the inputs open, and the path as soon as the server agrees', () => {
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

  test('the push is faster than the answer: one path opens', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.push(graceToAda(answeredBy(adaHere)));
    harness.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    expect(harness.count('openMediaSession')).toBe(1);
  });

  test('a video call is accepted without video: no camera opens, and it can be turned on later', () => {
    const harness = ringing(graceToAda({ media: 'video' }));
    harness.screen.incoming?.acceptWithoutVideo?.();
    expect(harness.requests('call:accept')[0]?.payload.media).toBe('audio');
    expect(harness.count('openInput')).toBe(1);
    expect(harness.current.camera).toEqual({ state: 'off' });
    expect(harness.current.turnCameraOn).toBeDefined();
  });

  test('the caller cancels in the same moment and wins: the call goes, with a word', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    const track = harness.openInput('audio');
    harness.push(graceToAda(endedBy({ reason: 'canceled' })));
    harness.reject('call:accept', 'ended');
    expect(harness.screen).toMatchObject({ current: null, outcome: null });
    expect(harness.toasts).toEqual(['refused']);
    expect(harness.stopped).toEqual([track]);
  });

  test('another device of mine is faster: the call goes, and says where it is', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.reject('call:accept', 'answeredElsewhere');
    expect(harness.screen.current).toBeNull();
    expect(harness.toasts).toEqual(['answeredElsewhere']);
    harness.push(graceToAda(answeredBy(adaElsewhere)));
    expect(harness.screen.current).toBeNull();
  });

  test('the server cannot be reached: nothing is kept for later, it goes on ringing, and says why', () => {
    const harness = ringing();
    harness.detach();
    harness.accept(graceToAda());
    expect(harness.screen.current).toBeNull();
    expect(harness.screen.incoming).not.toBeNull();
    expect(harness.toasts).toEqual(['refused']);
    harness.attach([graceToAda({ version: 3, phase: 'ringing' })]);
    expect(harness.requestNames).not.toContain('call:accept');
  });

  test('the connection breaks with the answer on its way, and it had arrived: the call goes on', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.detach();
    harness.reject('call:accept', 'offline');
    harness.attach([graceToAda(answeredBy(adaHere))]);
    expect(harness.requests('call:accept')).toHaveLength(1);
    expect(harness.count('openMediaSession')).toBe(1);
  });

  test('the connection breaks with the answer on its way, and it was lost: it is said again', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.detach();
    harness.reject('call:accept', 'offline');
    harness.attach([graceToAda({ version: 2, phase: 'ringing' })]);
    expect(harness.requests('call:accept')).toHaveLength(2);
  });

  test('two calls ring, and the second is accepted by a press that comes after the first: the first goes on', () => {
    const harness = ringing();
    harness.push(kayToAda({ placedAt: harness.now + 1 }));
    harness.accept(graceToAda());
    harness.accept(kayToAda());
    expect(harness.current.id).toBe(callId('2'));
    expect(harness.requestNames).not.toContain('call:end');
  });

  test('hung up before the server has confirmed: over here at once, and told right behind', () => {
    const harness = ringing();
    harness.accept(graceToAda());
    harness.current.hangUp?.();
    expect(harness.screen.current).toBeNull();
    expect(harness.requestNames).toEqual(['call:accept', 'call:end']);
    harness.resolve('call:accept', graceToAda(answeredBy(adaHere)));
    expect(harness.screen.current).toBeNull();
    expect(harness.count('openMediaSession')).toBe(0);
  });

  test('signals ahead of the news that the call is answered wait for it, those of strangers do not', () => {
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

describe('declining', () => {
  test('it is gone at once, and the server told', () => {
    const harness = ringing();
    harness.screen.incoming?.decline();
    expect(harness.screen.incoming).toBeNull();
    expect(harness.requestNames).toEqual(['call:decline']);
    harness.push(graceToAda({ version: 3, phase: 'ringing' }));
    expect(harness.screen.incoming).toBeNull();
  });

  test('offline it is gone as well, and the server is told when it is back', () => {
    const harness = ringing();
    harness.detach();
    harness.screen.incoming?.decline();
    expect(harness.screen.incoming).toBeNull();
    harness.attach([graceToAda({ version: 3, phase: 'ringing' })]);
    expect(harness.requestNames).toEqual(['call:decline']);
    harness.resolve('call:decline', graceToAda(endedBy({ reason: 'declined' })));
    expect(harness.toasts).toEqual([]);
  });

  test('too late, another device has answered: it says so, and the other device talks on', () => {
    const harness = ringing();
    harness.screen.incoming?.decline();
    harness.reject('call:decline', 'answeredElsewhere');
    expect(harness.toasts).toEqual(['answeredElsewhere']);
    expect(harness.state.pendingEnds).toEqual([]);
  });

  test('the server is busy: it is told again', () => {
    const harness = ringing();
    harness.screen.incoming?.decline();
    harness.reject('call:decline', 'unavailable');
    harness.advance(2_000);
    expect(harness.requestNames).toEqual(['call:decline', 'call:decline']);
  });
});
