import { beforeEach, describe, expect, it } from 'vitest';
import { ada, everyone, grace, grace2, mary } from '../../testing/fixtures.ts';
import { callId, deviceId, linkId, SimulatedServer, userId } from '../../testing/simulatedServer.ts';
import { viewOf } from '../../wire/callView.ts';

const [first, second, third] = [callId(1), callId(2), callId(3)];
const linus = { user: 'Linus', label: 'Linus', userId: userId(4), deviceId: deviceId(41) };
let server: SimulatedServer;

/** Ada talks with Grace, on Grace's first tab. */
beforeEach(() => {
  server = new SimulatedServer([...everyone, linus]);
  server.place(ada, first, grace);
  server.ring(grace, first);
  server.accept(grace, first);
  server.linkUp(ada, first, linkId(1));
});

const stateOf = (id: typeof first): string => {
  const call = server.find(id);
  return call?.phase === 'ended' ? call.end.reason : (call?.phase ?? 'none');
};

const heldIn = (id: typeof first): unknown => {
  const call = server.find(id);
  return call && viewOf(call, call.caller)?.held;
};

describe('a second call', () => {
  it('rings on the device in the first call alone, and the caller sees ringing as usual', () => {
    expect(server.place(mary, second, grace)).toMatchObject({ phase: 'calling' });
    expect(server.ring(grace2, second)).toBe('notFound');
    expect(server.ring(grace, second)).toMatchObject({ phase: 'ringing' });
    const told = server.steps.flatMap((step) => (step.kind === 'push' ? [step.to.label] : []));
    expect(told.slice(-3)).toEqual(['Grace', 'Mary', 'Grace']);
    for (const act of ['accept', 'decline', 'end'] as const)
      expect(server[act](grace2, second)).toBe('notFound');
    const call = server.find(second);
    expect(call && viewOf(call, grace2)).toBeUndefined();
  });

  it('rings for a caller of the first call too', () => {
    server.place(mary, second, ada);
    expect(server.ring(ada, second)).toMatchObject({ phase: 'ringing' });
    server.accept(ada, second, 'audio', 'hold');
    expect([stateOf(second), heldIn(first)]).toEqual(['connecting', [ada.userId]]);
  });

  it('is accepted while the first one is held, or ended, in one step', () => {
    server.place(mary, second, grace);
    server.ring(grace, second);
    expect(server.accept(grace, second)).toBe('conflict');
    expect(server.accept(grace, second, 'audio', 'hold')).toMatchObject({ phase: 'connecting' });
    expect([heldIn(first), heldIn(second)]).toEqual([[grace.userId], undefined]);
    server.end(mary, second);
    server.place(mary, third, grace);
    server.ring(grace, third);
    server.accept(grace, third, 'audio', 'end');
    expect([stateOf(first), stateOf(third)]).toEqual(['hungUp', 'connecting']);
  });

  it('is over before it is accepted: the first one goes on as it was', () => {
    for (const plan of ['hold', 'end'] as const) {
      const id = callId(plan === 'hold' ? 5 : 6);
      server.place(mary, id, grace);
      server.ring(grace, id);
      server.end(mary, id);
      expect(server.accept(grace, id, 'audio', plan)).toBe('ended');
      expect([stateOf(first), heldIn(first)]).toEqual(['active', undefined]);
    }
  });

  it('a repeated accept is answered with the call, and does not hold again what was resumed meanwhile', () => {
    server.place(mary, second, grace);
    server.ring(grace, second);
    server.accept(grace, second, 'audio', 'hold');
    server.hold(grace, first, false);
    expect(server.accept(grace, second, 'audio', 'hold')).toMatchObject({ id: second, phase: 'connecting' });
    expect([heldIn(first), heldIn(second)]).toEqual([undefined, [grace.userId]]);
  });

  it('is busy for who has switched it off, or whose page cannot show it', () => {
    server.takesSecondCalls = false;
    expect(server.place(mary, second, grace)).toMatchObject({ end: { reason: 'busy' } });
  });

  it('is switched off before it rings: busy then', () => {
    server.place(mary, second, grace);
    server.takesSecondCalls = false;
    server.ring(grace, second);
    expect(stateOf(second)).toBe('busy');
  });

  it('was placed before the callee was in the first one: only the device in that one may ring', () => {
    server.end(ada, first);
    server.place(mary, second, grace);
    server.place(ada, third, grace);
    server.ring(grace, third);
    server.accept(grace, third);
    expect(server.ring(grace2, second)).toBe('notFound');
    expect(server.ring(grace, second)).toMatchObject({ phase: 'ringing' });
    expect(stateOf(third)).toBe('connecting');
  });

  it('of two at once, the second to ring is busy', () => {
    server.place(mary, second, grace);
    server.place(linus, third, grace);
    server.ring(grace, second);
    server.ring(grace, third);
    expect([stateOf(second), stateOf(third)]).toEqual(['ringing', 'busy']);
  });

  it('rings on when the first one ends, on the same device', () => {
    server.place(mary, second, grace);
    server.ring(grace, second);
    server.end(ada, first);
    expect(server.accept(grace2, second)).toBe('notFound');
    expect(server.accept(grace, second)).toMatchObject({ phase: 'connecting' });
  });

  it('cannot be answered by calling back from another device while the user talks on the first', () => {
    server.place(mary, second, grace);
    expect(server.place(grace2, third, mary)).toBe('conflict');
    expect([stateOf(first), stateOf(second)]).toEqual(['active', 'calling']);
  });

  it('is answered by calling back from another device while the first one is held', () => {
    server.hold(grace, first);
    server.place(mary, second, grace);
    server.ring(grace, second);
    const call = server.place(grace2, third, mary, 'video');
    expect(call).toMatchObject({ id: second, phase: 'connecting', answeredBy: grace2.deviceId });
    expect(call).toMatchObject({ answeredMedia: 'video' });
    expect(heldIn(first)).toEqual([grace.userId]);
    expect(server.hold(grace, first, false)).toBe('conflict');
    expect(server.hold(grace2, second)).toBe('conflict');
  });
});

describe('two calls of one device', () => {
  beforeEach(() => {
    server.place(mary, second, grace);
    server.ring(grace, second);
    server.accept(grace, second, 'audio', 'hold');
  });

  it('a third caller is busy', () => {
    expect(server.place(linus, third, grace)).toMatchObject({ end: { reason: 'busy' } });
  });

  it('are swapped by resuming the held one', () => {
    server.hold(grace, first, false);
    expect([heldIn(first), heldIn(second)]).toEqual([undefined, [grace.userId]]);
    server.hold(grace, second, false);
    expect([heldIn(first), heldIn(second)]).toEqual([[grace.userId], undefined]);
  });

  it('cannot both be held', () => {
    expect(server.hold(grace, second)).toBe('conflict');
  });

  it('one ends: the other stays as it is, and there is room for another one', () => {
    server.end(mary, second);
    expect(heldIn(first)).toEqual([grace.userId]);
    server.place(linus, third, grace);
    server.ring(grace, third);
    expect(server.accept(grace, third, 'audio', 'hold')).toMatchObject({ phase: 'connecting' });
    expect(heldIn(first)).toEqual([grace.userId]);
  });

  it('a resume of a call that has ended holds nothing', () => {
    server.end(ada, first);
    expect(server.hold(grace, first, false)).toBe('ended');
    expect(heldIn(second)).toBeUndefined();
  });
});
