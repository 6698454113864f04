import { defaultSettings } from '@ringback/protocol';
import { describe, expect, test } from 'vitest';
import {
  Desk,
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

function ringing(call = graceToAda()): Desk {
  const desk = Desk.online();
  desk.push(call);
  desk.ok('call:ringing', { ...call, version: 2, phase: 'ringing' });
  desk.clear();
  return desk;
}

describe('a call that rings here', () => {
  test('it is on the screen, the server is told once, and nothing is captured', () => {
    const desk = Desk.online();
    desk.push(graceToAda({ media: 'video' }));
    desk.push(graceToAda({ media: 'video', version: 2, phase: 'ringing' }));
    expect(desk.screen.incoming).toMatchObject({ peer: grace, media: 'video', sinceMs: desk.now });
    expect(desk.screen.incoming?.acceptWithoutVideo).toBeDefined();
    expect(desk.asked).toEqual(['call:ringing']);
    expect(desk.count('openInput')).toBe(0);
  });

  test('it stops by itself at its deadline, whether the server says so or not, and never starts again', () => {
    const desk = ringing();
    desk.detach();
    desk.pass(44_999);
    expect(desk.screen.incoming).not.toBeNull();
    desk.pass(1);
    expect(desk.screen.incoming).toBeNull();
    desk.push(graceToAda({ version: 3, phase: 'ringing' }));
    expect(desk.screen.incoming).toBeNull();
  });

  test('a push that was held up past the deadline, by sleep or by a network: nothing rings, and nobody is told so', () => {
    const desk = Desk.online();
    desk.now += 45_000;
    desk.push(graceToAda());
    expect(desk.screen.incoming).toBeNull();
    desk.attach([graceToAda({ version: 2 })]);
    expect(desk.screen.incoming).toBeNull();
    expect(desk.asked).toEqual([]);
  });

  test('a tab that slept through a whole call hears of both its ends at once: nothing rings, and nobody is told so', () => {
    const desk = Desk.online();
    desk.now += 3_001;
    desk.push(graceToAda());
    desk.push(graceToAda({ version: 2, phase: 'ringing' }));
    expect(desk.screen.incoming).toBeNull();
    expect(desk.asked).toEqual(['call:get']);
    desk.push(graceToAda(endedBy({ reason: 'canceled' })));
    desk.ok('call:get', graceToAda(endedBy({ reason: 'canceled' })));
    expect(desk.screen.incoming).toBeNull();
    expect(desk.screen.remarks).toEqual([]);
  });

  test('news that were long on their way, of a call that goes on: it rings as soon as the server says so', () => {
    const desk = Desk.online();
    desk.now += 3_001;
    desk.push(graceToAda());
    expect(desk.screen.incoming).toBeNull();
    desk.ok('call:get', graceToAda());
    expect(desk.screen.incoming?.id).toBe(callId('2'));
    expect(desk.asked).toEqual(['call:get', 'call:ringing']);
  });

  test('the connection breaks before it is known whether a late ring goes on: the next hello tells', () => {
    const desk = Desk.online();
    desk.now += 3_001;
    desk.push(graceToAda());
    desk.detach();
    desk.attach([graceToAda()]);
    expect(desk.screen.incoming?.id).toBe(callId('2'));
  });

  test('a tab that slept through the rest of a ring: whatever it hears first, that call rings no more', () => {
    const desk = ringing();
    desk.now += 600_000;
    desk.push(kayToAda({ placedAt: desk.now, ringDeadlineAt: desk.now + 45_000 }));
    expect(desk.screen.incoming?.id).toBe(callId('3'));
    expect(desk.asked).toEqual(['call:ringing']);
    desk.push(kayToAda(endedBy({ reason: 'canceled' })));
    expect(desk.screen.incoming).toBeNull();
  });

  test('the deadline is the server’s, on a machine whose clock is wrong', () => {
    const desk = Desk.offline();
    desk.now += 3_600_000;
    const serverTime = desk.now - 3_600_000;
    desk.happens({
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
        sentAt: desk.now,
        receivedAt: desk.now,
        carried: [],
      },
    });
    desk.pass(44_999);
    expect(desk.screen.incoming).not.toBeNull();
    desk.pass(1);
    expect(desk.screen.incoming).toBeNull();
  });

  test('its caller takes it back: it stops without a word, and a late answer of the server does not bring it back', () => {
    const desk = Desk.online();
    desk.push(graceToAda());
    desk.push(graceToAda(endedBy({ reason: 'canceled' })));
    desk.ok('call:ringing', graceToAda({ version: 2, phase: 'ringing' }));
    expect(desk.screen.incoming).toBeNull();
    expect(desk.remarks).toEqual([]);
  });

  test('answered on another device: it stops, and says so', () => {
    const desk = ringing();
    desk.push(graceToAda(answeredBy(adaElsewhere)));
    expect(desk.screen.incoming).toBeNull();
    expect(desk.remarks).toEqual(['answeredElsewhere']);
  });

  test('declined on another device: it stops, and says so for at least four seconds', () => {
    const desk = ringing();
    desk.push(graceToAda(endedBy({ reason: 'declined' })));
    expect(desk.remarks).toEqual(['declinedElsewhere']);
    desk.pass(4_000);
    expect(desk.remarks).toEqual(['declinedElsewhere']);
    desk.pass(4_000);
    expect(desk.remarks).toEqual([]);
  });

  test('a call that was answered before this device heard of it makes no fuss', () => {
    const desk = Desk.online();
    desk.push(graceToAda(answeredBy(adaElsewhere)));
    desk.push(graceToAda(endedBy({ reason: 'hungUp' })));
    expect(desk.screen).toMatchObject({ current: null, incoming: null, outcome: null, remarks: [] });
  });

  test('two people call: the older call is shown, then the other', () => {
    const desk = Desk.online();
    desk.push(kayToAda({ placedAt: desk.now + 5 }));
    desk.push(graceToAda({ placedAt: desk.now + 1 }));
    expect(desk.screen.incoming?.id).toBe(callId('2'));
    desk.screen.incoming?.decline();
    expect(desk.screen.incoming?.id).toBe(callId('3'));
  });

  test('in an answered call this device keeps quiet, and rings once it is free', () => {
    const desk = Desk.talking();
    desk.push(kayToAda());
    expect(desk.screen.incoming).toBeNull();
    expect(desk.asked).toEqual([]);
    desk.current.hangUp?.();
    expect(desk.screen.incoming?.id).toBe(callId('3'));
    expect(desk.asked).toEqual(['call:end', 'call:ringing']);
  });

  test('after the connection broke the server is told once more, for it forgot which devices ring', () => {
    const desk = ringing();
    desk.detach();
    desk.attach([graceToAda({ version: 3, phase: 'ringing' })]);
    expect(desk.asked).toEqual(['call:ringing']);
  });

  test('no push is trusted: the server is asked every five seconds', () => {
    const desk = ringing();
    desk.pass(5_000);
    expect(desk.asked).toEqual(['call:get']);
    desk.ok('call:get', graceToAda(answeredBy(adaElsewhere)));
    expect(desk.remarks).toEqual(['answeredElsewhere']);
  });

  test('the server did not answer that it rings here: it is told again', () => {
    const desk = Desk.online();
    desk.push(graceToAda());
    desk.no('call:ringing', 'unavailable');
    expect(desk.screen.incoming).not.toBeNull();
    desk.pass(5_000);
    expect(desk.asked).toEqual(['call:ringing', 'call:ringing']);
  });

  test('declined elsewhere before the server heard that it rings here: it is asked, and then said', () => {
    const desk = Desk.online();
    desk.push(graceToAda());
    desk.no('call:ringing', 'ended');
    expect(desk.asked).toEqual(['call:ringing', 'call:get']);
    desk.ok('call:get', graceToAda(endedBy({ reason: 'declined' })));
    expect(desk.screen.incoming).toBeNull();
    expect(desk.remarks).toEqual(['declinedElsewhere']);
  });

  test('the call ended while nobody could be told: hello does not name it, so it is asked for', () => {
    const desk = ringing();
    desk.detach();
    desk.attach();
    expect(desk.asked).toContain('call:get');
    desk.ok('call:get', graceToAda(endedBy({ reason: 'canceled' })));
    expect(desk.screen.incoming).toBeNull();
  });

  test('a call that the server does not know any more stops', () => {
    const desk = ringing();
    desk.pass(5_000);
    desk.no('call:get', 'notFound');
    expect(desk.screen.incoming).toBeNull();
  });
});

describe('accepting', () => {
  test('the call is on the screen at once, the inputs open, and the path as soon as the server agrees', () => {
    const desk = ringing();
    desk.accept(graceToAda());
    expect(desk.current).toMatchObject({ status: { kind: 'connecting' }, phase: 'connecting' });
    expect(desk.asked).toEqual(['call:accept']);
    expect(desk.count('openInput')).toBe(1);
    expect(desk.count('openPath')).toBe(0);
    desk.ok('call:accept', graceToAda(answeredBy(adaHere)));
    expect(desk.effects).toContainEqual({
      type: 'openPath',
      callId: callId('2'),
      role: 'callee',
      peerDeviceId: graceDevice,
      warm: 'all',
    });
  });

  test('the push is faster than the answer: one path opens', () => {
    const desk = ringing();
    desk.accept(graceToAda());
    desk.push(graceToAda(answeredBy(adaHere)));
    desk.ok('call:accept', graceToAda(answeredBy(adaHere)));
    expect(desk.count('openPath')).toBe(1);
  });

  test('a video call is accepted without video: no camera opens, and it can be turned on later', () => {
    const desk = ringing(graceToAda({ media: 'video' }));
    desk.screen.incoming?.acceptWithoutVideo?.();
    expect(desk.asks('call:accept')[0]?.payload.media).toBe('audio');
    expect(desk.count('openInput')).toBe(1);
    expect(desk.current.camera).toEqual({ state: 'off' });
    expect(desk.current.turnCameraOn).toBeDefined();
  });

  test('the caller cancels in the same moment and wins: the call goes, with a word', () => {
    const desk = ringing();
    desk.accept(graceToAda());
    const track = desk.opens('audio');
    desk.push(graceToAda(endedBy({ reason: 'canceled' })));
    desk.no('call:accept', 'ended');
    expect(desk.screen).toMatchObject({ current: null, outcome: null });
    expect(desk.remarks).toEqual(['refused']);
    expect(desk.stopped).toEqual([track]);
  });

  test('another device of mine is faster: the call goes, and says where it is', () => {
    const desk = ringing();
    desk.accept(graceToAda());
    desk.no('call:accept', 'answeredElsewhere');
    expect(desk.screen.current).toBeNull();
    expect(desk.remarks).toEqual(['answeredElsewhere']);
    desk.push(graceToAda(answeredBy(adaElsewhere)));
    expect(desk.screen.current).toBeNull();
  });

  test('the server cannot be reached: nothing is kept for later, it goes on ringing, and says why', () => {
    const desk = ringing();
    desk.detach();
    desk.accept(graceToAda());
    expect(desk.screen.current).toBeNull();
    expect(desk.screen.incoming).not.toBeNull();
    expect(desk.remarks).toEqual(['refused']);
    desk.attach([graceToAda({ version: 3, phase: 'ringing' })]);
    expect(desk.asked).not.toContain('call:accept');
  });

  test('the connection breaks with the answer on its way, and it had arrived: the call goes on', () => {
    const desk = ringing();
    desk.accept(graceToAda());
    desk.detach();
    desk.no('call:accept', 'offline');
    desk.attach([graceToAda(answeredBy(adaHere))]);
    expect(desk.asks('call:accept')).toHaveLength(1);
    expect(desk.count('openPath')).toBe(1);
  });

  test('the connection breaks with the answer on its way, and it was lost: it is said again', () => {
    const desk = ringing();
    desk.accept(graceToAda());
    desk.detach();
    desk.no('call:accept', 'offline');
    desk.attach([graceToAda({ version: 2, phase: 'ringing' })]);
    expect(desk.asks('call:accept')).toHaveLength(2);
  });

  test('two calls ring, and the second is accepted by a press that comes after the first: the first goes on', () => {
    const desk = ringing();
    desk.push(kayToAda({ placedAt: desk.now + 1 }));
    desk.accept(graceToAda());
    desk.accept(kayToAda());
    expect(desk.current.id).toBe(callId('2'));
    expect(desk.asked).not.toContain('call:end');
  });

  test('hung up before the server has confirmed: over here at once, and told right behind', () => {
    const desk = ringing();
    desk.accept(graceToAda());
    desk.current.hangUp?.();
    expect(desk.screen.current).toBeNull();
    expect(desk.asked).toEqual(['call:accept', 'call:end']);
    desk.ok('call:accept', graceToAda(answeredBy(adaHere)));
    expect(desk.screen.current).toBeNull();
    expect(desk.count('openPath')).toBe(0);
  });

  test('signals ahead of the news that the call is answered wait for it, those of strangers do not', () => {
    const desk = ringing();
    desk.accept(graceToAda());
    const id = callId('2');
    const signal = (from: typeof graceDevice, box: string): void =>
      desk.happens({ type: 'signaled', callId: id, from, linkId: linkId('77'), box });
    signal(graceDevice, 'first');
    signal(adaElsewhere, 'stranger');
    desk.ok('call:accept', graceToAda(answeredBy(adaHere)));
    signal(graceDevice, 'second');
    const boxes = desk.effects.flatMap((effect) => (effect.type === 'receive' ? [effect.box] : []));
    expect(boxes).toEqual(['first', 'second']);
  });
});

describe('declining', () => {
  test('it is gone at once, and the server told', () => {
    const desk = ringing();
    desk.screen.incoming?.decline();
    expect(desk.screen.incoming).toBeNull();
    expect(desk.asked).toEqual(['call:decline']);
    desk.push(graceToAda({ version: 3, phase: 'ringing' }));
    expect(desk.screen.incoming).toBeNull();
  });

  test('offline it is gone as well, and the server is told when it is back', () => {
    const desk = ringing();
    desk.detach();
    desk.screen.incoming?.decline();
    expect(desk.screen.incoming).toBeNull();
    desk.attach([graceToAda({ version: 3, phase: 'ringing' })]);
    expect(desk.asked).toEqual(['call:decline']);
    desk.ok('call:decline', graceToAda(endedBy({ reason: 'declined' })));
    expect(desk.remarks).toEqual([]);
  });

  test('too late, another device has answered: it says so, and the other device talks on', () => {
    const desk = ringing();
    desk.screen.incoming?.decline();
    desk.no('call:decline', 'answeredElsewhere');
    expect(desk.remarks).toEqual(['answeredElsewhere']);
    expect(desk.state.ends).toEqual([]);
  });

  test('the server is busy: it is told again', () => {
    const desk = ringing();
    desk.screen.incoming?.decline();
    desk.no('call:decline', 'unavailable');
    desk.pass(2_000);
    expect(desk.asked).toEqual(['call:decline', 'call:decline']);
  });
});
