import { beforeEach, describe, expect, it } from 'vitest';
import { ada, everyone, grace, grace2, mary } from '../testing/fixtures.ts';
import { callId, SimulatedServer } from '../testing/simulatedServer.ts';
import { viewOf, withdrawnView } from '../wire/callView.ts';
import { lockOf } from './decisions/placement.ts';
import { isUnanswered } from './predicates.ts';

let server: SimulatedServer;
const [id, other] = [callId(1), callId(2)];
const call = () => {
  const found = server.find(id);
  if (found === undefined) throw new Error('the call was not placed');
  return found;
};
const pushesTo = (label: string): string[] =>
  server.steps.flatMap((step) => (step.kind === 'push' && step.to.label === label ? [step.text] : []));

beforeEach(() => {
  server = new SimulatedServer(everyone);
});

describe('the callee blocks the caller', () => {
  it('while it rings: their devices get its end, the caller sees no device ring, and it ends at the deadline', () => {
    server.place(ada, id, grace);
    server.ring(grace, id);
    server.ring(grace2, id);
    server.block(grace2, ada);
    for (const tab of [grace, grace2])
      expect(pushesTo(tab.label).at(-1)).toBe('call:changed ended: canceled');
    expect(viewOf(call(), ada)).toMatchObject({ phase: 'ringing', ringing: [] });
    expect(lockOf(call())).toBeUndefined();
    for (const act of ['ring', 'accept', 'decline'] as const) expect(server[act](grace, id)).toBe('notFound');
    server.passMs(45_000);
    expect(call()).toMatchObject({ phase: 'ended', end: { reason: 'noAnswer' } });
    expect(server.entries.map(({ userId }) => userId)).toEqual([ada.userId]);
  });

  it('before any device rings: the caller is told nothing, and no one was reached', () => {
    server.place(ada, id, grace);
    const before = pushesTo(ada.label);
    server.block(grace, ada);
    expect(pushesTo(ada.label)).toEqual(before);
    server.passMs(45_000);
    expect(call()).toMatchObject({ end: { reason: 'unreachable' } });
  });

  it('after the answer: they go on talking', () => {
    server.place(ada, id, grace);
    server.accept(grace, id);
    server.block(grace, ada);
    expect(call()).toMatchObject({ phase: 'connecting', visibility: 'open' });
  });

  it('what a device gets then looks like a call that its caller canceled', () => {
    server.place(ada, id, grace);
    server.block(grace, ada);
    const hidden = call();
    const view = isUnanswered(hidden) ? withdrawnView(hidden, grace, server.now) : undefined;
    expect(view).toMatchObject({ version: 2, end: { reason: 'canceled', by: ada.userId } });
    expect(isUnanswered(hidden) && withdrawnView(hidden, ada, server.now)).toBeUndefined();
    expect(isUnanswered(hidden) && withdrawnView(hidden, mary, server.now)).toBeUndefined();
  });
});

describe('the callee mutes the caller while it rings', () => {
  it('is told to their devices alone, once', () => {
    server.place(ada, id, grace);
    server.ring(grace, id);
    const before = pushesTo(ada.label).length;
    server.mute(grace, ada);
    server.mute(grace, ada);
    expect(pushesTo(ada.label)).toHaveLength(before);
    expect(pushesTo(grace2.label).filter((text) => text === 'call:changed ringing')).toHaveLength(2);
    expect(viewOf(call(), grace)).toMatchObject({ muted: true });
    expect(viewOf(call(), ada)).not.toHaveProperty('muted');
  });
});

describe('the version that the caller sees', () => {
  const versionFor = (tab: typeof ada) => viewOf(call(), tab)?.version;
  /** The same call, which ends at its deadline, with and without what the callee decides about the caller. */
  const versions = (decide: () => void): (number | undefined)[] => {
    server = new SimulatedServer(everyone);
    server.place(ada, id, grace);
    const seen = [versionFor(ada)];
    decide();
    seen.push(versionFor(ada));
    server.passMs(45_000);
    return [...seen, versionFor(ada)];
  };

  it('does not rise with a block before any device rings', () => {
    const offline = versions(() => {});
    expect(versions(() => server.block(grace, ada))).toEqual(offline);
  });

  it('does not rise as the callee mutes the caller', () => {
    const ring = () => server.ring(grace, id);
    const loud = versions(() => void ring());
    const quiet = versions(() => {
      ring();
      server.mute(grace, ada);
    });
    expect(quiet).toEqual(loud);
  });

  it('rises with a block while it rings as if each device had gone away, and with a second block not at all', () => {
    const ring = () => {
      server.ring(grace, id);
      server.ring(grace2, id);
    };
    const away = versions(() => {
      ring();
      for (const tab of [grace, grace2]) server.detach(tab, 'closed');
    });
    const blocked = versions(() => {
      ring();
      server.block(grace, ada);
    });
    expect(blocked).toEqual(away);
  });

  it('does not rise as its callee calls back, but for the answer', () => {
    server.visibility = 'silenced';
    server.place(ada, id, grace);
    server.visibility = 'open';
    const placed = versionFor(ada) ?? 0;
    server.place(grace, other, ada);
    expect(call()).toMatchObject({ phase: 'connecting' });
    expect(versionFor(ada)).toBe(placed + 1);
  });

  it('does not rise as the caller blocks the callee', () => {
    const offline = versions(() => {});
    expect(versions(() => server.block(ada, grace))).toEqual(offline);
  });
});

describe('a stranger and a contact ring at once', () => {
  beforeEach(() => {
    server.isStranger = true;
    server.place(ada, id, grace);
    server.ring(grace, id);
    server.isStranger = false;
    server.place(mary, other, grace);
  });

  it('both ring', () => {
    expect(server.ring(grace, other)).toMatchObject({ phase: 'ringing' });
    expect(lockOf(call())).toMatchObject({ slot: 'request' });
  });

  it('the one that is not answered goes on as a second call on that device', () => {
    server.ring(grace, other);
    server.accept(grace2, id);
    expect(server.find(other)).toMatchObject({ phase: 'ringing', ringsOn: grace2.deviceId, ringing: [] });
    expect(pushesTo(grace.label)).toContain('call:changed ended: canceled');
  });

  it('or is busy where that device takes no second call', () => {
    server.ring(grace, other);
    server.takesSecondCalls = false;
    server.accept(grace, other);
    expect(call()).toMatchObject({ phase: 'ended', end: { reason: 'busy' } });
  });
});
