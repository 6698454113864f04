import { beforeEach, describe, expect, it } from 'vitest';
import { ada, ada2, everyone, grace, grace2, mary } from '../../testing/fixtures.ts';
import { callId, linkId, SimulatedServer } from '../../testing/simulatedServer.ts';

const [first, second, third] = [callId(1), callId(2), callId(3)];
let server: SimulatedServer;

beforeEach(() => {
  server = new SimulatedServer(everyone);
});

const stateOf = (id: typeof first): string => {
  const call = server.find(id);
  return call?.phase === 'ended' ? call.end.reason : (call?.phase ?? 'none');
};

const labelsOf = (id: typeof first): readonly string[] =>
  server.entries.filter((entry) => entry.callId === id).map(({ label }) => label);

/** Ada's first tab is in a call with Grace. */
function talk(): void {
  server.place(ada, first, grace);
  server.ring(grace, first);
  server.accept(grace, first);
  server.linkUp(ada, first, linkId(1));
}

describe('a user who talks on one device', () => {
  beforeEach(talk);

  it('cannot call from another one, as caller or as callee of the first call', () => {
    expect(server.place(ada2, second, mary)).toBe('conflict');
    expect(server.place(grace2, third, mary)).toBe('conflict');
    expect([stateOf(first), server.calls.size]).toEqual(['active', 1]);
  });

  it('can call from another one while the first call is held, and cannot resume it meanwhile', () => {
    server.hold(ada, first);
    expect(server.place(ada2, second, mary)).toMatchObject({ phase: 'calling' });
    server.accept(mary, second);
    expect(server.hold(ada, first, false)).toBe('conflict');
    expect(server.hold(ada2, second)).toBe('conflict');
    server.end(ada2, second);
    expect(server.hold(ada, first, false)).toMatchObject({ id: first, phase: 'active' });
  });

  it('resumes the held call: what rings for them from another device is canceled', () => {
    server.hold(ada, first);
    server.place(ada2, second, mary);
    server.ring(mary, second);
    server.hold(ada, first, false);
    expect(stateOf(second)).toBe('canceled');
    expect(labelsOf(second)).toEqual(['canceled', 'missed']);
  });

  it('can call from another one once the first is gone, whose call ends with the answer', () => {
    server.detach(ada, 'closed');
    server.place(ada2, second, mary);
    expect(stateOf(first)).toBe('active');
    server.accept(mary, second);
    expect([stateOf(first), stateOf(second)]).toEqual(['connectionLost', 'connecting']);
  });

  it('the first device is back before the answer: the call that was placed last goes on', () => {
    server.detach(ada, 'closed');
    server.place(ada2, second, mary);
    server.attach(ada);
    server.accept(mary, second);
    expect([stateOf(first), stateOf(second)]).toEqual(['hungUp', 'connecting']);
  });
});

describe('two attempts of one user from two devices', () => {
  it('the first to be answered goes on, and the other is canceled in both histories', () => {
    server.place(ada, first, grace);
    server.place(ada2, second, mary);
    server.ring(grace, first);
    server.ring(mary, second);
    server.accept(mary, second);
    expect([stateOf(first), stateOf(second)]).toEqual(['canceled', 'connecting']);
    expect(labelsOf(first)).toEqual(['canceled', 'missed']);
    expect(server.accept(grace, first)).toBe('ended');
  });

  it('an answer that comes too late cancels nothing', () => {
    server.place(ada, first, grace);
    server.end(ada, first);
    server.place(ada2, second, mary);
    expect(server.accept(grace, first)).toBe('ended');
    expect(stateOf(second)).toBe('calling');
  });
});

it('a call that rings on two devices cannot be accepted on the second while the user talks on the first', () => {
  server.place(ada, first, grace);
  server.ring(grace, first);
  server.ring(grace2, first);
  server.place(grace, second, mary);
  server.accept(mary, second);
  expect(server.accept(grace2, first)).toBe('conflict');
  expect([stateOf(first), stateOf(second)]).toEqual(['ringing', 'connecting']);
  server.end(mary, second);
  expect(server.accept(grace2, first)).toMatchObject({ phase: 'connecting' });
});

it('an accept ends what the user was placing from another device', () => {
  server.place(ada, first, grace);
  server.ring(grace, first);
  server.ring(grace2, first);
  server.place(grace, second, mary);
  server.accept(grace2, first);
  expect([stateOf(first), stateOf(second)]).toEqual(['connecting', 'canceled']);
});
