import { expect, it } from 'vitest';
import type { Call } from '../call/call.ts';
import { ada, everyone, grace, grace2, mary } from '../testing/fixtures.ts';
import { maxTraceEvents } from '../call/trace.ts';
import { recordOf } from './callView.ts';
import { callId, linkId, World } from '../testing/simulatedServer.ts';

const id = callId(1);

/** Ada calls Grace, who answers with her first tab after both rang. */
function answered(): World {
  const world = new World(everyone);
  world.place(ada, id, grace);
  world.ring(grace, id);
  world.ring(grace2, id);
  world.accept(grace, id);
  return world;
}

function stored(world: World): Call {
  const call = world.find(id);
  if (call === undefined) throw new Error('the call was not placed');
  return call;
}

it('tells when it rang, on how many devices, and both sides’ words in order', () => {
  const world = answered();
  world.linkUp(ada, id, linkId(1));
  world.linkUp(grace, id, linkId(1));
  world.linkDown(ada, id, linkId(1));
  world.linkUp(ada, id, linkId(2));
  const record = recordOf(stored(world), ada);
  expect(record).toMatchObject({ devicesRang: 2, answeredBy: grace.deviceId, dropped: 0 });
  expect(record?.rangAt).toBeGreaterThanOrEqual(record?.placedAt ?? Infinity);
  expect(record?.moments.map(({ kind, role }) => `${role} ${kind}`)).toEqual([
    'caller up',
    'callee up',
    'caller down',
    'caller up',
  ]);
});

it('tells on which kinds of devices it rang, was answered or declined, as far as they said', () => {
  const phone = { form: 'phone', browser: 'Safari' } as const;
  const tablet = { form: 'tablet' } as const;
  const world = new World(everyone);
  world.place(ada, id, grace);
  world.ring(grace, id);
  world.ring({ ...grace2, kind: phone }, id);
  expect(recordOf(stored(world), ada)).toMatchObject({ devicesRang: 2, rangOn: [phone] });
  world.accept({ ...grace, kind: tablet }, id);
  const record = recordOf(stored(world), ada);
  expect(record).toMatchObject({ rangOn: [tablet, phone], answeredOn: tablet });
  expect(record).not.toHaveProperty('declinedOn');
  expect(recordOf(stored(world), grace)).toEqual(record);
});

it('tells on which kind of device it was declined, also by a press of "end"', () => {
  const phone = { form: 'phone', browser: 'Chrome' } as const;
  for (const how of ['decline', 'end'] as const) {
    const world = new World(everyone);
    world.place(ada, id, grace);
    world.ring(grace, id);
    world[how]({ ...grace, kind: phone }, id);
    expect(recordOf(stored(world), ada)).toMatchObject({ declinedOn: phone });
  }
});

it('tells that a page went away and came back', () => {
  const world = answered();
  world.linkUp(ada, id, linkId(1));
  world.detach(grace, 'closed');
  world.attach(grace);
  const kinds = recordOf(stored(world), ada)?.moments.map(({ kind, role }) => `${role} ${kind}`);
  expect(kinds).toEqual(['caller up', 'callee away', 'callee back', 'callee down']);
});

it('outlives the end, and is nobody’s but the two parties’', () => {
  const world = answered();
  world.linkUp(ada, id, linkId(1));
  world.end(ada, id);
  expect(recordOf(stored(world), grace)).toMatchObject({
    moments: [{ kind: 'up', role: 'caller' }],
    end: { reason: 'hungUp', by: ada.userId },
  });
  expect(recordOf(stored(world), mary)).toBeUndefined();
});

it('of a call that breaks again and again keeps the beginning and the newest, and says how much is missing', () => {
  const world = answered();
  for (let n = 0; n < 100; n++) {
    world.linkUp(ada, id, linkId(1));
    world.linkDown(ada, id, linkId(1));
    world.passMs(10);
  }
  const record = recordOf(stored(world), ada);
  expect(record?.moments).toHaveLength(maxTraceEvents);
  expect(record?.dropped).toBe(200 - maxTraceEvents);
  expect(record?.moments[0]?.at).toBe(record?.connectedAt);
  expect(record?.moments.at(-1)).toMatchObject({ kind: 'down' });
  const times = record?.moments.map(({ at }) => at) ?? [];
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});
