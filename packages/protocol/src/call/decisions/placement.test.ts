import { beforeEach, describe, expect, it } from 'vitest';
import { ada, ada2, everyone, grace, grace2, mary } from '../../testing/fixtures.ts';
import type { Visibility } from '../call.ts';
import { defaultTimeouts } from '../deadlines.ts';
import { lockOf, decidePlacement, type PlaceFacts } from './placement.ts';
import { decideRinging } from './firstContact.ts';
import { callId, linkId, SimulatedServer } from '../../testing/simulatedServer.ts';

let server: SimulatedServer;
const [first, second, third] = [callId(1), callId(2), callId(3)];

beforeEach(() => {
  server = new SimulatedServer(everyone);
});

const stateOf = (id: typeof first): string => {
  const call = server.find(id);
  return call?.phase === 'ended' ? call.end.reason : (call?.phase ?? 'none');
};

const labelsOf = (id: typeof first): Record<string, string> =>
  Object.fromEntries(
    server.entries
      .filter((e) => e.callId === id)
      .map((e) => [e.userId === ada.userId ? 'ada' : 'other', e.label]),
  );

describe('placing', () => {
  it('users cannot call themselves', () => {
    expect(server.place(ada, first, ada2)).toBe('badRequest');
  });

  it('repeating a place returns the same call, even after it has ended', () => {
    server.place(ada, first, grace);
    server.decline(grace, first);
    expect(server.place(ada, first, grace)).toMatchObject({ id: first, phase: 'ended' });
    expect(server.calls.size).toBe(1);
  });

  it('the same id with another callee or from another user is a conflict, and nothing rings', () => {
    server.place(ada, first, grace);
    expect(server.place(ada2, first, mary)).toBe('conflict');
    expect(server.place(mary, first, grace)).toBe('conflict');
    expect(server.calls.size).toBe(1);
  });

  it('a device in a live call with someone else cannot place another call', () => {
    server.place(ada, first, grace);
    expect(server.place(ada, second, mary)).toBe('conflict');
    server.accept(grace, first);
    expect(server.place(grace, third, mary)).toBe('conflict');
  });

  it('a user in a call with a person cannot call that person from another tab', () => {
    server.place(ada, first, grace);
    server.accept(grace, first);
    expect(server.place(ada2, second, grace)).toBe('conflict');
    expect(server.place(grace2, second, ada)).toBe('conflict');
  });
});

describe('re-call', () => {
  it('the same caller starts over: the old call is canceled without a notice, the new one rings', () => {
    server.place(ada, first, grace);
    server.ring(grace, first);
    server.place(ada2, second, grace);
    expect([stateOf(first), stateOf(second)]).toEqual(['canceled', 'calling']);
    expect(server.entries.find((e) => e.userId === grace.userId)).toMatchObject({
      label: 'missed',
      seen: true,
    });
  });

  it('a caller whose tab crashed during the call can call again', () => {
    server.place(ada, first, grace);
    server.accept(grace, first);
    server.linkUp(grace, first, linkId(1));
    server.detach(ada, 'closed');
    server.place(ada2, second, grace);
    expect([stateOf(first), stateOf(second)]).toEqual(['connectionLost', 'calling']);
  });

  it('a callee whose tab crashed during the call can call back at once', () => {
    server.place(ada, first, grace);
    server.accept(grace, first);
    server.detach(grace, 'closed');
    server.place(grace2, second, ada);
    expect([stateOf(first), stateOf(second)]).toEqual(['connectFailed', 'calling']);
  });
});

describe('glare', () => {
  it('two users who call each other are connected, and the second id is an alias of the first', () => {
    server.place(ada, first, grace, 'video');
    const call = server.place(grace, second, ada, 'audio');
    expect(call).toMatchObject({ id: first, phase: 'connecting', answeredBy: grace.deviceId });
    expect(call).toMatchObject({ media: 'video', answeredMedia: 'audio' });
    expect(server.place(grace, second, ada, 'audio')).toMatchObject({ id: first });
    expect(server.end(grace, second)).toMatchObject({ id: first, phase: 'ended' });
    expect(server.entries).toHaveLength(2);
  });

  it('a callee who calls the caller while it rings here answers the call', () => {
    server.place(ada, first, grace);
    server.ring(grace, first);
    server.ring(grace2, first);
    const call = server.place(grace, second, ada);
    expect(call).toMatchObject({ id: first, phase: 'connecting', answeredBy: grace.deviceId });
  });

  it('an alias cannot be used as the id of another call', () => {
    server.place(ada, first, grace);
    server.place(grace, second, ada);
    expect(server.place(mary, second, ada)).toBe('conflict');
    expect(server.place(ada, second, grace)).toBe('conflict');
  });

  it('a detached caller is not answered: the old call ends, the new one rings', () => {
    server.place(ada, first, grace);
    server.detach(ada, 'silent');
    expect(server.place(grace, second, ada)).toMatchObject({ id: second, phase: 'calling' });
    expect(stateOf(first)).toBe('canceled');
  });
});

describe('busy', () => {
  it('a callee who is calling someone else is busy at once', () => {
    server.place(grace, first, mary);
    expect(server.place(ada, second, grace)).toMatchObject({ phase: 'ended', end: { reason: 'busy' } });
    expect(labelsOf(second)).toEqual({ ada: 'busy', other: 'missed' });
    expect(server.entries.at(-1)).toMatchObject({ detail: 'onAnotherCall' });
  });

  it('a callee with another ringing call is busy, a callee with a call that rang nowhere is not', () => {
    server.place(mary, first, grace);
    expect(server.place(ada, second, grace)).toMatchObject({ phase: 'calling' });
    server.ring(grace, first);
    expect(server.place(ada2, third, grace)).toMatchObject({ end: { reason: 'busy' } });
  });

  it('of two calls to someone offline, the second to ring is busy', () => {
    server.place(mary, first, grace);
    server.place(ada, second, grace);
    server.ring(grace, first);
    server.ring(grace, second);
    expect([stateOf(first), stateOf(second)]).toEqual(['ringing', 'busy']);
  });

  it('a device in another call cannot answer a ringing call, which keeps ringing', () => {
    server.place(ada, first, grace);
    server.ring(grace, first);
    server.place(grace, second, mary);
    expect(server.accept(grace, first)).toBe('conflict');
    expect(server.accept(grace2, first)).toMatchObject({ phase: 'connecting' });
  });
});

describe('a caller who is hidden from the callee', () => {
  const seenByAda = (id: typeof first): unknown => {
    const call = server.find(id);
    return call?.phase === 'ended' ? call.end : call?.phase;
  };

  it('sees no busy and no glare, and the callee sees nothing', () => {
    server.place(grace, first, mary);
    server.accept(mary, first);
    server.linkUp(mary, first, linkId(1));
    const pushesToGrace = (): number =>
      server.steps.filter((step) => step.kind === 'push' && step.to.user === 'Grace').length;
    const before = pushesToGrace();
    server.visibility = 'hidden';
    server.place(ada, second, grace);
    expect(seenByAda(second)).toBe('calling');
    server.passMs(45_000);
    expect(seenByAda(second)).toMatchObject({ reason: 'unreachable' });
    expect(server.entries.filter((e) => e.callId === second)).toMatchObject([{ userId: ada.userId }]);
    expect(pushesToGrace()).toBe(before);
  });

  it.each(['hidden', 'silenced'] as const)(
    'is answered if the callee of a %s call calls them',
    (visibility) => {
      server.visibility = visibility;
      server.place(ada, first, grace);
      server.visibility = 'open';
      const call = server.place(grace, second, ada);
      expect(call).toMatchObject({ id: first, phase: 'connecting', visibility: 'open' });
      expect(seenByAda(first)).toBe('connecting');
    },
  );

  it('is not called by someone who has blocked them', () => {
    server.block(grace, ada);
    server.place(ada, first, grace);
    expect(server.place(grace, second, ada)).toBe('forbidden');
    server.block(grace, ada, false);
    expect(server.place(grace, second, ada)).toMatchObject({ id: first, phase: 'connecting' });
  });
});

const reachWith = (visibility: Visibility): PlaceFacts['reach'] => ({
  visibility,
  sound: visibility === 'open',
  isRequest: false,
});

describe('the other parts of a decision', () => {
  const request = { callId: first, caller: ada, calleeId: grace.userId, media: 'audio', at: 1_000 } as const;
  const facts: PlaceFacts = {
    callerName: 'Ada',
    calleeName: 'Grace',
    sameId: undefined,
    live: [],
    reach: reachWith('open'),
    isBlocking: false,
    calleeTrustsCaller: false,
    takesSecondCall: () => true,
  };
  const decide = (change: Partial<PlaceFacts> = {}) =>
    decidePlacement(request, { ...facts, ...change }, defaultTimeouts);

  it('a blocked person cannot be called, whatever they think of the caller', () => {
    for (const visibility of ['open', 'hidden'] as const)
      expect(decide({ isBlocking: true, reach: reachWith(visibility) })).toMatchObject({
        verdict: 'blocking',
        refusal: 'forbidden',
      });
  });

  it('a call without sound is marked, and so is that of a stranger', () => {
    const shown = decide({ reach: { visibility: 'open', sound: false, isRequest: true } });
    expect(shown).toMatchObject({ call: { isMuted: true, isRequest: true } });
    const rings = decide();
    expect(rings.kind === 'decided' && rings.call).not.toHaveProperty('isMuted');
  });

  it('an unknown user cannot be called', () => {
    expect(decide({ calleeName: undefined })).toMatchObject({ verdict: 'unknownUser', refusal: 'notFound' });
  });

  it('direct candidates before the answer are only for a caller whom the callee trusts', () => {
    expect(decide()).toMatchObject({ verdict: 'placed', call: { earlyCandidates: 'relay' } });
    expect(decide({ calleeTrustsCaller: true })).toMatchObject({ call: { earlyCandidates: 'all' } });
  });

  it('the callee gets to know the caller only through a call that they may know about', () => {
    const callers = { userId: ada.userId, peerId: grace.userId, called: true, answered: false };
    const callees = { userId: grace.userId, peerId: ada.userId, called: false, answered: false };
    expect(decide()).toMatchObject({ acquaintances: [callers, callees] });
    for (const visibility of ['hidden', 'silenced'] as const) {
      expect(decide({ reach: reachWith(visibility) })).toMatchObject({
        verdict: visibility,
        acquaintances: [callers],
      });
    }
  });

  it('a hidden call is not pushed to the callee, an open one is pushed to all their devices', () => {
    expect(decide({ reach: reachWith('hidden') })).toMatchObject({ changes: [{ effects: [] }] });
    expect(decide()).toMatchObject({ changes: [{ effects: [{ type: 'notifyCallee', devices: 'all' }] }] });
  });

  it('the first device to ring needs the callee’s active-call lock, the next one does not', () => {
    server.place(ada, first, grace);
    const contact = (by: typeof grace) =>
      decideRinging(
        { type: 'deviceRang', by, at: server.now },
        { call: server.find(first), live: server.live(), takesSecondCall: () => true },
        defaultTimeouts,
      );
    const calling = server.find(first);
    const rang = contact(grace);
    expect(rang).toMatchObject({ verdict: 'first' });
    expect([calling && lockOf(calling), rang.kind === 'decided' && lockOf(rang.call)]).toEqual([
      undefined,
      { userId: grace.userId, callId: first, slot: 'current' },
    ]);
    server.ring(grace, first);
    expect(contact(grace2)).toMatchObject({ verdict: 'next' });
  });

  it('a hidden call stays unknown to a callee who is on another call', () => {
    server.place(mary, second, grace);
    server.accept(grace, second);
    server.visibility = 'hidden';
    server.place(ada, first, grace);
    expect(server.ring(grace2, first)).toBe('notFound');
    expect(stateOf(first)).toBe('calling');
  });
});
