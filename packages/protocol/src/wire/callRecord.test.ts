import { expect, it } from 'vitest';
import type { Call } from '../call/call.ts';
import { ada, everyone, grace, grace2, mary } from '../testing/fixtures.ts';
import { maxTraceEvents } from '../call/trace.ts';
import { recordOf } from './callView.ts';
import { callId, linkId, SimulatedServer } from '../testing/simulatedServer.ts';

const id = callId(1);

/** Ada calls Grace, who answers with her first tab after both rang. */
function answered(): SimulatedServer {
  const server = new SimulatedServer(everyone);
  server.place(ada, id, grace);
  server.ring(grace, id);
  server.ring(grace2, id);
  server.accept(grace, id);
  return server;
}

function stored(server: SimulatedServer): Call {
  const call = server.find(id);
  if (call === undefined) throw new Error('the call was not placed');
  return call;
}

it('contains when it rang, on how many devices, and both devices’ reports in order', () => {
  const server = answered();
  server.linkUp(ada, id, linkId(1));
  server.linkUp(grace, id, linkId(1));
  server.linkDown(ada, id, linkId(1));
  server.linkUp(ada, id, linkId(2));
  const record = recordOf(stored(server), ada);
  expect(record).toMatchObject({ devicesRang: 2, answeredBy: grace.deviceId, dropped: 0 });
  expect(record?.rangAt).toBeGreaterThanOrEqual(record?.placedAt ?? Infinity);
  expect(record?.moments.map(({ kind, role }) => `${role} ${kind}`)).toEqual([
    'caller up',
    'callee up',
    'caller down',
    'caller up',
  ]);
});

it('contains the kinds of devices on which it rang or was answered, if they were reported', () => {
  const phone = { form: 'phone', browser: 'Safari' } as const;
  const tablet = { form: 'tablet' } as const;
  const server = new SimulatedServer(everyone);
  server.place(ada, id, grace);
  server.ring(grace, id);
  server.ring({ ...grace2, kind: phone }, id);
  expect(recordOf(stored(server), ada)).toMatchObject({ devicesRang: 2, rangOn: [phone] });
  server.accept({ ...grace, kind: tablet }, id);
  const record = recordOf(stored(server), ada);
  expect(record).toMatchObject({ rangOn: [tablet, phone], answeredOn: tablet });
  expect(record).not.toHaveProperty('declinedOn');
  expect(recordOf(stored(server), grace)).toEqual(record);
});

it('contains the kind of device that declined, also if it did so by ending the call', () => {
  const phone = { form: 'phone', browser: 'Chrome' } as const;
  for (const how of ['decline', 'end'] as const) {
    const server = new SimulatedServer(everyone);
    server.place(ada, id, grace);
    server.ring(grace, id);
    server[how]({ ...grace, kind: phone }, id);
    expect(recordOf(stored(server), ada)).toMatchObject({ declinedOn: phone });
  }
});

it('contains that a page went away and came back', () => {
  const server = answered();
  server.linkUp(ada, id, linkId(1));
  server.detach(grace, 'closed');
  server.attach(grace);
  const kinds = recordOf(stored(server), ada)?.moments.map(({ kind, role }) => `${role} ${kind}`);
  expect(kinds).toEqual(['caller up', 'callee away', 'callee back', 'callee down']);
});

it('remains after the end, only for the two parties', () => {
  const server = answered();
  server.linkUp(ada, id, linkId(1));
  server.end(ada, id);
  expect(recordOf(stored(server), grace)).toMatchObject({
    moments: [{ kind: 'up', role: 'caller' }],
    end: { reason: 'hungUp', by: ada.userId },
  });
  expect(recordOf(stored(server), mary)).toBeUndefined();
});

it('keeps the first and last events of a call that breaks often, and how many are missing', () => {
  const server = answered();
  for (let n = 0; n < 100; n++) {
    server.linkUp(ada, id, linkId(1));
    server.linkDown(ada, id, linkId(1));
    server.passMs(10);
  }
  const record = recordOf(stored(server), ada);
  expect(record?.moments).toHaveLength(maxTraceEvents);
  expect(record?.dropped).toBe(200 - maxTraceEvents);
  expect(record?.moments[0]?.at).toBe(record?.connectedAt);
  expect(record?.moments.at(-1)).toMatchObject({ kind: 'down' });
  const times = record?.moments.map(({ at }) => at) ?? [];
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});
