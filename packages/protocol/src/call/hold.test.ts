import { beforeEach, describe, expect, it } from 'vitest';
import { ada, ada2, everyone, grace, mary } from '../testing/fixtures.ts';
import { callId, linkId, SimulatedServer } from '../testing/simulatedServer.ts';
import { recordOf, viewOf } from '../wire/callView.ts';
import { lockOf } from './decisions/placement.ts';

const id = callId(1);
let server: SimulatedServer;

/** Ada's call to Grace, with media. */
beforeEach(() => {
  server = new SimulatedServer(everyone);
  server.place(ada, id, grace);
  server.ring(grace, id);
  server.accept(grace, id);
  server.linkUp(ada, id, linkId(1));
  server.linkUp(grace, id, linkId(1));
});

const held = (): unknown => {
  const call = server.find(id);
  return call && viewOf(call, ada)?.held;
};

describe('hold', () => {
  it('is set by each user alone, and both devices see who holds', () => {
    expect(held()).toBeUndefined();
    server.hold(grace, id);
    expect(held()).toEqual([grace.userId]);
    server.hold(ada, id);
    expect(held()).toEqual([ada.userId, grace.userId]);
    server.hold(grace, id, false);
    expect(held()).toEqual([ada.userId]);
    const pushes = server.steps.filter((step) => step.kind === 'push').slice(-2);
    expect(pushes).toMatchObject([{ to: ada }, { to: grace }]);
  });

  it('a repeated press changes nothing', () => {
    const first = server.hold(grace, id);
    expect(server.hold(grace, id)).toEqual(first);
  });

  it('is refused to strangers, to other devices and after the end', () => {
    expect(server.hold(mary, id)).toBe('notFound');
    expect(server.hold(ada2, id)).toBe('answeredElsewhere');
    server.end(ada, id);
    expect(server.hold(ada, id)).toBe('ended');
  });

  it('survives a restart of the server and a reload of the page, and the duration runs on', () => {
    server.hold(grace, id);
    server.restart(2_000);
    server.attach(ada, { callId: id, linkId: linkId(1) });
    server.attach(grace);
    expect(held()).toEqual([grace.userId]);
    server.linkUp(grace, id, linkId(2));
    server.passMs(10_000);
    server.end(ada, id);
    expect(server.entries.at(-1)).toMatchObject({ label: 'answered', durationMs: 12_000 });
  });

  it('is in the record of the call', () => {
    server.hold(grace, id);
    server.passMs(1_000);
    server.hold(grace, id, false);
    const call = server.find(id);
    const moments = call && recordOf(call, ada)?.moments.slice(-2);
    expect(moments).toMatchObject([
      { kind: 'held', role: 'callee' },
      { kind: 'resumed', role: 'callee' },
    ]);
  });

  it('a hello that repeats the link after a hold adds no event to the record', () => {
    server.hold(grace, id);
    server.restart();
    server.attach(grace, { callId: id, linkId: linkId(1) });
    const call = server.find(id);
    expect(call?.trace?.events?.map(({ kind }) => kind)).toEqual(['up', 'up', 'held']);
  });

  it('moves the lock of its callee, and changes none for the caller', () => {
    const lock = (): unknown => {
      const call = server.find(id);
      return call && lockOf(call)?.slot;
    };
    server.hold(ada, id);
    expect(lock()).toBe('current');
    server.hold(grace, id);
    expect(lock()).toBe('held');
  });
});
