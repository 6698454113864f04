import { describe, expect, it } from 'vitest';
import { phases, type Call } from './call.ts';
import { ada, ada2, everyone, grace, grace2, mary } from '../testing/fixtures.ts';
import { defaultTimeouts, nextDue } from './deadlines.ts';
import type { CallEvent } from './events.ts';
import { transition } from './transition.ts';
import {
  callId,
  describe as phaseAndReason,
  direct,
  linkId,
  SimulatedServer,
  type TestDevice,
} from '../testing/simulatedServer.ts';

const id = callId(1);
const later = 1_000_500;

/** One call in each phase: Ada's to Grace, who answers with her first tab. */
function callIn(phase: Call['phase'] | 'declined'): Call {
  const server = new SimulatedServer(everyone);
  server.place(ada, id, grace);
  const path = [
    () => server.ring(grace, id),
    () => server.accept(grace, id),
    () => server.linkUp(ada, id, linkId(1)),
    () => server.linkDown(ada, id, linkId(1)),
    () => server.end(ada, id),
  ];
  if (phase === 'declined') server.decline(grace, id);
  else for (const step of path.slice(0, phases.indexOf(phase))) step();
  const call = server.find(id);
  if (call === undefined) throw new Error('the call was not placed');
  return call;
}

type Make = (by: TestDevice) => CallEvent;
const at = later;
const events = {
  deviceRang: (by) => ({ type: 'deviceRang', by, at }),
  accepted: (by) => ({ type: 'accepted', by, media: 'audio', at }),
  declined: (by) => ({ type: 'declined', by, at }),
  endPressed: (by) => ({ type: 'endPressed', by, at, agoMs: 0, peerEnded: false }),
  peerEnded: (by) => ({ type: 'endPressed', by, at, agoMs: 0, peerEnded: true }),
  holdPressed: (by) => ({ type: 'holdPressed', by, isHeld: true, at }),
  linkUp: (by) => ({ type: 'linkUp', by, linkId: linkId(2), route: direct, at }),
  linkDown: (by) => ({ type: 'linkDown', by, linkId: linkId(1), cause: 'silent', at }),
  attached: (by) => ({ type: 'attached', by, at }),
  closed: (by) => ({ type: 'detached', by, how: 'closed', at }),
  silent: (by) => ({ type: 'detached', by, how: 'silent', at }),
  timePassed: () => ({ type: 'timePassed', at: later + 3_600_000 }),
  restarted: () => ({ type: 'restarted', at }),
  superseded: () => ({ type: 'superseded', at }),
  blocked: () => ({ type: 'blocked' }),
  muted: () => ({ type: 'muted' }),
  revealed: () => ({ type: 'revealed' }),
  foundBusy: () => ({ type: 'foundBusy', at }),
  foundSecond: () => ({ type: 'foundSecond', on: grace.deviceId }),
} satisfies Record<string, Make>;
type EventName = keyof typeof events;

/** The outcome of an event: the new phase, `=` for a change within the phase, `.` for no change, or the refusal. */
function outcome(call: Call, event: CallEvent): string {
  const result = transition(call, event, defaultTimeouts);
  if (result.kind === 'unchanged') return '.';
  if (result.kind === 'refused') return result.refusal;
  return result.call.phase === call.phase ? '=' : phaseAndReason(result.call).replace('ended: ', '');
}

const columns = ['calling', 'ringing', 'connecting', 'active', 'reconnecting', 'ended'] as const;

/** Every event from every kind of sender, in every phase. `ended` is a call that Grace answered and Ada hung up. */
const table: readonly [EventName, TestDevice, string][] = [
  [
    'deviceRang',
    grace,
    'ringing      .           .                  .                  .                  .',
  ],
  [
    'deviceRang',
    grace2,
    'ringing      =           answeredElsewhere  answeredElsewhere  answeredElsewhere  ended',
  ],
  [
    'deviceRang',
    ada,
    'forbidden    forbidden   forbidden          forbidden          forbidden          forbidden',
  ],
  ['accepted', grace, 'connecting   connecting  .                  .                  .                  .'],
  [
    'accepted',
    grace2,
    'connecting   connecting  answeredElsewhere  answeredElsewhere  answeredElsewhere  ended',
  ],
  [
    'accepted',
    ada,
    'forbidden    forbidden   forbidden          forbidden          forbidden          forbidden',
  ],
  [
    'declined',
    grace,
    'declined     declined    answeredElsewhere  answeredElsewhere  answeredElsewhere  ended',
  ],
  [
    'declined',
    grace2,
    'declined     declined    answeredElsewhere  answeredElsewhere  answeredElsewhere  ended',
  ],
  [
    'declined',
    ada,
    'forbidden    forbidden   forbidden          forbidden          forbidden          forbidden',
  ],
  ['endPressed', ada, 'canceled     canceled    hungUp             hungUp             hungUp             .'],
  [
    'endPressed',
    ada2,
    'answeredElsewhere answeredElsewhere answeredElsewhere answeredElsewhere answeredElsewhere .',
  ],
  [
    'endPressed',
    grace,
    'declined     declined    hungUp             hungUp             hungUp             .',
  ],
  [
    'endPressed',
    grace2,
    'declined     declined    answeredElsewhere  answeredElsewhere  answeredElsewhere  .',
  ],
  ['peerEnded', grace, 'canceled     canceled    hungUp             hungUp             hungUp             .'],
  [
    'holdPressed',
    ada,
    'forbidden    forbidden   =                  =                  =                  ended',
  ],
  [
    'holdPressed',
    grace,
    'forbidden    forbidden   =                  =                  =                  ended',
  ],
  [
    'holdPressed',
    grace2,
    'forbidden    forbidden   answeredElsewhere  answeredElsewhere  answeredElsewhere  ended',
  ],
  ['linkUp', ada, '.            .           active             =                  active             .'],
  ['linkUp', grace, '.            .           active             =                  =                  .'],
  ['linkUp', ada2, '.            .           answeredElsewhere  answeredElsewhere  answeredElsewhere  .'],
  ['linkDown', ada, '.            .           =                  reconnecting       .                  .'],
  ['linkDown', grace, '.            .           =                  reconnecting       =                  .'],
  ['linkDown', grace2, '.            .           answeredElsewhere  answeredElsewhere  answeredElsewhere  .'],
  ['attached', ada, '.            .           .                  reconnecting       .                  .'],
  ['attached', ada2, '.            .           .                  .                  .                  .'],
  ['attached', grace, '.            .           .                  reconnecting       =                  .'],
  ['attached', grace2, '.            .           .                  .                  .                  .'],
  ['closed', ada, '=            =           =                  =                  =                  .'],
  ['closed', grace, '.            =           =                  =                  =                  .'],
  ['closed', grace2, '.            .           .                  .                  .                  .'],
  ['silent', ada, '=            =           =                  =                  =                  .'],
  ['silent', grace, '.            =           =                  =                  =                  .'],
  ['timePassed', ada, 'unreachable  noAnswer    connectFailed      .                  connectionLost     .'],
  ['restarted', ada, '=            =           =                  =                  =                  .'],
  ['superseded', ada, 'canceled     canceled    connectFailed      connectionLost     connectionLost     .'],
  ['blocked', ada, '=            =           .                  .                  .                  .'],
  ['muted', ada, '=            =           .                  .                  .                  .'],
  ['revealed', ada, '.            .           .                  .                  .                  .'],
  ['foundBusy', ada, 'busy         busy        .                  .                  .                  .'],
  ['foundSecond', ada, '=            =           .                  .                  .                  .'],
];

describe('every event in every phase', () => {
  it.each(table)('%s by $label', (name, by, expected) => {
    const got = columns.map((phase) => outcome(callIn(phase), events[name](by)));
    expect(got).toEqual(expected.split(/\s+/));
  });

  it.each(columns)(
    'a stranger gets the same answer for a call that is %s as for an unknown call',
    (phase) => {
      for (const name of Object.keys(events).filter((key): key is EventName => key in events)) {
        const event = events[name](mary);
        if ('by' in event) expect(outcome(callIn(phase), event)).toBe('notFound');
      }
    },
  );

  it('the table covers every event', () => {
    expect(new Set(table.map(([name]) => name))).toEqual(new Set(Object.keys(events)));
  });
});

describe('repeated requests', () => {
  it('the device that declined may repeat it; another device learns that the call has ended', () => {
    expect(outcome(callIn('declined'), events.declined(grace))).toBe('.');
    expect(outcome(callIn('declined'), events.declined(grace2))).toBe('ended');
    expect(outcome(callIn('declined'), events.accepted(grace))).toBe('ended');
  });
});

describe('hidden and silenced calls', () => {
  it('a hidden call does not exist for its callee, not even after its end', () => {
    const hidden: Call = { ...callIn('calling'), visibility: 'hidden' };
    for (const name of ['deviceRang', 'accepted', 'declined', 'endPressed', 'linkUp'] as const) {
      expect(outcome(hidden, events[name](grace))).toBe('notFound');
    }
    const ended = transition(hidden, events.timePassed(), defaultTimeouts);
    expect(ended).toMatchObject({ effects: [{ type: 'notifyCaller' }, { entry: { userId: ada.userId } }] });
  });

  it('a silenced call does not ring and leaves an entry that says so', () => {
    const silenced: Call = { ...callIn('calling'), visibility: 'silenced' };
    expect(outcome(silenced, events.deviceRang(grace))).toBe('notFound');
    const ended = transition(silenced, events.endPressed(ada), defaultTimeouts);
    expect(ended).toMatchObject({
      effects: [{ type: 'notifyCaller' }, {}, { entry: { label: 'missed', detail: 'silenced' } }],
    });
  });
});

describe('a page that cannot load its code for calls', () => {
  it.each([
    ['the caller', ada, grace],
    ['the callee', grace, ada],
  ] as const)(
    'is the cause if it is that of %s, whatever the other device takes it for',
    (_, without, other) => {
      const server = new SimulatedServer(everyone);
      server.place(ada, id, grace);
      server.ring(grace, id);
      server.accept(grace, id);
      server.linkDown(other, id, linkId(1), 'connectTimeout');
      server.linkDown(without, id, linkId(2), 'notLoaded');
      server.passMs(defaultTimeouts.connectMs);
      expect(server.find(id)).toMatchObject({ end: { reason: 'connectFailed', cause: 'notLoaded' } });
    },
  );
});

describe('timestamps and deadlines', () => {
  it('timestamps never decrease, even if an end was pressed long before the answer', () => {
    const call = callIn('active');
    const event: CallEvent = { type: 'endPressed', by: ada, at, agoMs: 86_400_000, peerEnded: false };
    const ended = transition(call, event, defaultTimeouts);
    const connectedAt = call.phase === 'active' ? call.connectedAt : 0;
    expect(ended).toMatchObject({ call: { end: { at: connectedAt } } });
  });

  it('every call that is not active or ended has a deadline', () => {
    for (const phase of ['calling', 'ringing', 'connecting', 'reconnecting'] as const) {
      expect(nextDue(callIn(phase))).toBeDefined();
    }
    expect(nextDue(callIn('ended'))).toBeUndefined();
  });
});
