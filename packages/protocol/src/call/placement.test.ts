import { beforeEach, describe, expect, it } from 'vitest';
import { ada, ada2, everyone, grace, grace2, mary } from '../testing/fixtures.ts';
import { defaultTimeouts } from './deadlines.ts';
import { decideFirstContact, decidePlacement, type PlaceFacts } from './placement.ts';
import { callId, linkId, World } from '../testing/simulatedServer.ts';

let world: World;
const [first, second, third] = [callId(1), callId(2), callId(3)];

beforeEach(() => {
  world = new World(everyone);
});

const stateOf = (id: typeof first): string => {
  const call = world.find(id);
  return call?.phase === 'ended' ? call.end.reason : (call?.phase ?? 'none');
};

const labelsOf = (id: typeof first): Record<string, string> =>
  Object.fromEntries(
    world.entries
      .filter((e) => e.callId === id)
      .map((e) => [e.userId === ada.userId ? 'ada' : 'other', e.label]),
  );

describe('placing', () => {
  it('a call to oneself is no call', () => {
    expect(world.place(ada, first, ada2)).toBe('badRequest');
  });

  it('the same place again is the same call, whatever became of it', () => {
    world.place(ada, first, grace);
    world.decline(grace, first);
    expect(world.place(ada, first, grace)).toMatchObject({ id: first, phase: 'ended' });
    expect(world.calls.size).toBe(1);
  });

  it('the same id with another callee, or from another user, is a conflict and nothing rings', () => {
    world.place(ada, first, grace);
    expect(world.place(ada2, first, mary)).toBe('conflict');
    expect(world.place(mary, first, grace)).toBe('conflict');
    expect(world.calls.size).toBe(1);
  });

  it('a device in a live call with someone else places no other one', () => {
    world.place(ada, first, grace);
    expect(world.place(ada, second, mary)).toBe('conflict');
    world.accept(grace, first);
    expect(world.place(grace, third, mary)).toBe('conflict');
    expect(world.place(grace2, third, mary)).toMatchObject({ phase: 'calling' });
  });

  it('who talks with a person already cannot call that person from another tab', () => {
    world.place(ada, first, grace);
    world.accept(grace, first);
    expect(world.place(ada2, second, grace)).toBe('conflict');
    expect(world.place(grace2, second, ada)).toBe('conflict');
  });
});

describe('re-call', () => {
  it('the same caller starts over: the old call is canceled without a notice, the new one rings', () => {
    world.place(ada, first, grace);
    world.ring(grace, first);
    world.place(ada2, second, grace);
    expect([stateOf(first), stateOf(second)]).toEqual(['canceled', 'calling']);
    expect(world.entries.find((e) => e.userId === grace.userId)).toMatchObject({
      label: 'missed',
      seen: true,
    });
  });

  it('a caller whose tab died in the call calls again', () => {
    world.place(ada, first, grace);
    world.accept(grace, first);
    world.linkUp(grace, first, linkId(1));
    world.detach(ada, 'closed');
    world.place(ada2, second, grace);
    expect([stateOf(first), stateOf(second)]).toEqual(['connectionLost', 'calling']);
  });

  it('a callee whose tab died in the call calls back at once', () => {
    world.place(ada, first, grace);
    world.accept(grace, first);
    world.detach(grace, 'closed');
    world.place(grace2, second, ada);
    expect([stateOf(first), stateOf(second)]).toEqual(['connectFailed', 'calling']);
  });
});

describe('glare', () => {
  it('two who call each other are connected, and the second id is an alias of the first', () => {
    world.place(ada, first, grace, 'video');
    const call = world.place(grace, second, ada, 'audio');
    expect(call).toMatchObject({ id: first, phase: 'connecting', answeredBy: grace.deviceId });
    expect(call).toMatchObject({ media: 'video', answeredMedia: 'audio' });
    expect(world.place(grace, second, ada, 'audio')).toMatchObject({ id: first });
    expect(world.end(grace, second)).toMatchObject({ id: first, phase: 'ended' });
    expect(world.entries).toHaveLength(2);
  });

  it('an alias is no free id for anybody else', () => {
    world.place(ada, first, grace);
    world.place(grace, second, ada);
    expect(world.place(mary, second, ada)).toBe('conflict');
    expect(world.place(ada, second, grace)).toBe('conflict');
  });

  it('a caller who has gone is not answered: the old call ends, the new one rings', () => {
    world.place(ada, first, grace);
    world.detach(ada, 'silent');
    expect(world.place(grace, second, ada)).toMatchObject({ id: second, phase: 'calling' });
    expect(stateOf(first)).toBe('canceled');
  });
});

describe('busy', () => {
  it('a callee who calls somebody else is busy at once', () => {
    world.place(grace, first, mary);
    expect(world.place(ada, second, grace)).toMatchObject({ phase: 'ended', end: { reason: 'busy' } });
    expect(labelsOf(second)).toEqual({ ada: 'busy', other: 'missed' });
    expect(world.entries.at(-1)).toMatchObject({ detail: 'onAnotherCall' });
  });

  it('a callee for whom another call rings is busy, one for whom it rang nowhere is not', () => {
    world.place(mary, first, grace);
    expect(world.place(ada, second, grace)).toMatchObject({ phase: 'calling' });
    world.ring(grace, first);
    expect(world.place(ada2, third, grace)).toMatchObject({ end: { reason: 'busy' } });
  });

  it('two calls wait for somebody offline: the second to ring is busy', () => {
    world.place(mary, first, grace);
    world.place(ada, second, grace);
    world.ring(grace, first);
    world.ring(grace, second);
    expect([stateOf(first), stateOf(second)]).toEqual(['ringing', 'busy']);
  });

  it('a device in a call of its own cannot take a ringing one, and it goes on ringing', () => {
    world.place(ada, first, grace);
    world.ring(grace, first);
    world.place(grace, second, mary);
    expect(world.accept(grace, first)).toBe('conflict');
    expect(world.accept(grace2, first)).toMatchObject({ phase: 'connecting' });
  });
});

describe('a caller who is hidden from the callee', () => {
  const seenByAda = (id: typeof first): unknown => {
    const call = world.find(id);
    return call?.phase === 'ended' ? call.end : call?.phase;
  };

  it('sees neither busy nor glare, and the callee nothing at all', () => {
    world.place(grace, first, mary);
    world.accept(mary, first);
    world.linkUp(mary, first, linkId(1));
    const pushesToGrace = (): number =>
      world.steps.filter((step) => step.kind === 'push' && step.to.user === 'Grace').length;
    const before = pushesToGrace();
    world.visibility = 'hidden';
    world.place(ada, second, grace);
    expect(seenByAda(second)).toBe('calling');
    world.passMs(45_000);
    expect(seenByAda(second)).toMatchObject({ reason: 'unreachable' });
    expect(world.entries.filter((e) => e.callId === second)).toMatchObject([{ userId: ada.userId }]);
    expect(pushesToGrace()).toBe(before);
  });

  it('is not met by a call of the callee to them', () => {
    world.visibility = 'hidden';
    world.place(ada, first, grace);
    world.visibility = 'open';
    const call = world.place(grace, second, ada);
    expect(call).toMatchObject({ id: second, phase: 'ended', end: { reason: 'busy' } });
    expect(stateOf(first)).toBe('calling');
  });
});

describe('what a decision says beside the call', () => {
  const request = { callId: first, caller: ada, calleeId: grace.userId, media: 'audio', at: 1_000 } as const;
  const facts: PlaceFacts = {
    callerName: 'Ada',
    calleeName: 'Grace',
    sameId: undefined,
    live: [],
    visibility: 'open',
    calleeTrustsCaller: false,
  };
  const decide = (change: Partial<PlaceFacts> = {}) =>
    decidePlacement(request, { ...facts, ...change }, defaultTimeouts);

  it('an unknown user cannot be called', () => {
    expect(decide({ calleeName: undefined })).toMatchObject({ verdict: 'unknownUser', refusal: 'notFound' });
  });

  it('direct candidates before the answer are only for a caller whom the callee trusts', () => {
    expect(decide()).toMatchObject({ verdict: 'placed', call: { earlyCandidates: 'relay' } });
    expect(decide({ calleeTrustsCaller: true })).toMatchObject({ call: { earlyCandidates: 'all' } });
  });

  it('the callee gets to know the caller only by a call of which they may know', () => {
    const callers = { userId: ada.userId, peerId: grace.userId, called: true };
    const callees = { userId: grace.userId, peerId: ada.userId, called: false };
    expect(decide()).toMatchObject({ acquaintances: [callers, callees] });
    for (const visibility of ['hidden', 'silenced'] as const) {
      expect(decide({ visibility })).toMatchObject({ verdict: visibility, acquaintances: [callers] });
    }
  });

  it('a hidden call tells the callee nothing, an open one tells all their devices', () => {
    expect(decide({ visibility: 'hidden' })).toMatchObject({ changes: [{ effects: [] }] });
    expect(decide()).toMatchObject({ changes: [{ effects: [{ type: 'tellCallee', devices: 'all' }] }] });
  });

  it('the first device to ring needs the callee’s active-call lock, the next one does not', () => {
    world.place(ada, first, grace);
    const contact = (by: typeof grace) =>
      decideFirstContact(
        { type: 'deviceRang', by, at: world.now },
        { call: world.find(first), live: world.live() },
        defaultTimeouts,
      );
    expect(contact(grace)).toMatchObject({ verdict: 'first', locks: grace.userId });
    world.ring(grace, first);
    expect(contact(grace2)).toMatchObject({ verdict: 'next' });
    expect(contact(grace2)).not.toHaveProperty('locks');
  });

  it('a hidden call stays unknown to a callee who is on another call', () => {
    world.place(mary, second, grace);
    world.accept(grace, second);
    world.visibility = 'hidden';
    world.place(ada, first, grace);
    expect(world.ring(grace2, first)).toBe('notFound');
    expect(stateOf(first)).toBe('calling');
  });
});
