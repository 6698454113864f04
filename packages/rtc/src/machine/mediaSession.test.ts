import { describe, expect, it, test } from 'vitest';
import type { Role } from '@ringback/protocol';
import type { Carrying, StatsSample } from './link.ts';
import {
  at,
  broken,
  carrying,
  connecting,
  fail,
  first,
  fourth,
  fresh,
  recovering,
  offered,
  session,
  ready,
  sample,
  relay,
  second,
  silent,
  standbyPlan,
  third,
  upOn,
  request,
  effectNames,
  up,
  poll,
} from './session.testing.ts';
import type { OpenSession, SessionInput, SessionStep } from './sessionState.ts';
import { openSession, transition } from './mediaSession.ts';
import { defaultPlan } from './link.ts';

const inputs: readonly SessionInput[] = [
  { type: 'answered', at, newLinkId: fresh },
  { type: 'statsPolled', at, samples: [], newLinkId: fresh },
  { type: 'offered', at, linkId: fourth, plan: defaultPlan },
  { type: 'offered', at, linkId: fourth, plan: standbyPlan },
  { type: 'mediaAnnounced', at, audio: true, video: true },
  { type: 'peerSwitched', at, linkId: second },
  { type: 'iceFailed', at, linkId: first },
  { type: 'restartRequested', linkId: first },
  { type: 'signaled', at, linkId: second },
  { type: 'connected', at, linkId: second },
  { type: 'failed', at, linkId: second, cause: 'iceFailed' },
  { type: 'linkRequested', at, after: first, newLinkId: fresh },
  { type: 'retryDue', at, newLinkId: fresh },
  { type: 'retriesExhausted' },
  { type: 'signalingLost' },
  { type: 'signalingRestored', at, newLinkId: fresh },
  { type: 'closed' },
];

const situations: Record<string, OpenSession> = {
  'talking, as the caller': session('caller', [carrying(first)]),
  'talking, as the callee': session('callee', [carrying(first)]),
  'talking, with a standby': session('caller', [carrying(first), ready(second, standbyPlan)]),
  'talking, with a newer link on its way': session('caller', [carrying(first), offered(second)]),
  'broken, a link on its way': broken('caller', 'link', [silent(first), connecting(second)]),
  'broken, waiting to try again': broken('caller', 'timer', [silent(first)]),
  'broken, waiting to ask again': broken('callee', 'timer', [silent(first)]),
  'broken, the server away': broken('caller', 'server', [silent(first)]),
};

describe('a path', () => {
  describe.each(Object.entries(situations))('%s', (_name, before) => {
    test.each(inputs.map((input) => [input.type, input] as const))('takes %s', (_type, input) => {
      const { session: after, effects } = transition(before, input);
      if (input.type === 'closed') {
        expect(after).toEqual({ state: 'closed' });
        for (const { id } of before.links) expect(effects).toContainEqual({ type: 'closeLink', linkId: id });
        return;
      }
      expectConsistent(after);
    });
  });

  it('that is closed stays closed and does nothing, whatever comes', () => {
    for (const input of inputs)
      expect(transition({ state: 'closed' }, input)).toEqual({ session: { state: 'closed' }, effects: [] });
  });

  it('opens with a link at the caller, and with the question for one at the callee', () => {
    expect(effectNames(openSession('caller', 'live', { relays: 'no' }, at, fresh))).toEqual([
      'openLink fresh',
    ]);
    expect(effectNames(openSession('callee', 'live', { relays: 'no' }, at, fresh))).toEqual([
      'requestLink',
      'startRetryTimer 1',
    ]);
  });
});

/** The reported state, the recovery and the links always agree. */
function expectConsistent(after: SessionStep['session']): void {
  if (after.state === 'closed') return expect.fail('closed by itself');
  const { reported, links } = after;
  const carriers = links.filter(({ state }) => state === 'carrying');
  expect(carriers.length > 0).toBe(reported.state === 'up');
  expect(after.recovery.state).toBe(reported.state === 'up' ? 'idle' : 'recovering');
  expect(new Set(links.map(({ id }) => id)).size).toBe(links.length);
}

test.each<[string, OpenSession, SessionInput, readonly string[]]>([
  [
    'a second of silence',
    session('caller', [carrying(first, 49_000)]),
    poll,
    ['reportDown silent', 'startRetryTimer 0'],
  ],
  ['a gap of less', session('caller', [carrying(first, 49_100)]), poll, []],
  [
    'the link that carries is closed: nothing is told yet, the mending begins',
    session('caller', [carrying(first)]),
    fail(first, 'peerClosed'),
    ['closeLink 1', 'startRetryTimer 0'],
  ],
  [
    'a second after it was closed',
    session('caller', [], {
      reported: { state: 'fading', linkId: first, cause: 'peerClosed', lastAt: 49_000 },
      recovery: recovering('timer', 0),
    }),
    poll,
    ['reportDown peerClosed'],
  ],
  [
    'the first attempt fails',
    session('caller', [offered(first)], { reported: { state: 'starting' }, recovery: recovering('link') }),
    fail(first, 'connectTimeout'),
    ['closeLink 1', 'reportDown connectTimeout', 'startRetryTimer 1'],
  ],
  [
    'the first attempt makes way for the second, which is still on its way',
    session('callee', [connecting(first), connecting(second)], {
      reported: { state: 'starting' },
      recovery: recovering('link'),
    }),
    fail(first, 'peerClosed'),
    ['closeLink 1'],
  ],
  [
    'another attempt fails: that was told already',
    broken('caller', 'link', [silent(first), offered(second)]),
    fail(second, 'connectTimeout'),
    ['closeLink 2', 'startRetryTimer 1'],
  ],
  [
    'it is time to try again',
    broken('caller', 'timer', [silent(first)]),
    { type: 'retryDue', at, newLinkId: fresh },
    ['stopRetryTimer', 'openLink fresh'],
  ],
  [
    'it is time to ask again',
    broken('callee', 'timer', [silent(first)]),
    { type: 'retryDue', at, newLinkId: fresh },
    ['stopRetryTimer', 'requestLink', 'startRetryTimer 2'],
  ],
  [
    'a retry that is no longer due',
    broken('caller', 'server', [silent(first)]),
    { type: 'retryDue', at, newLinkId: fresh },
    [],
  ],
  [
    'the callee is offered a link while it waits',
    broken('callee', 'timer', [silent(first)]),
    { type: 'offered', at, linkId: second, plan: defaultPlan },
    ['openLink 2', 'stopRetryTimer'],
  ],
  [
    'the callee is offered a link it had',
    session('callee', [carrying(first)], { closedLinks: [second] }),
    { type: 'offered', at, linkId: second, plan: defaultPlan },
    [],
  ],
  [
    'the caller is offered a link',
    session('caller', [carrying(first)]),
    { type: 'offered', at, linkId: second, plan: defaultPlan },
    [],
  ],
  ['the callee is asked for a link', session('callee', [carrying(first)]), request(first), []],
  [
    'the caller hears well, the callee asks: it hears nothing',
    session('caller', [carrying(first)]),
    request(first),
    ['openLink fresh'],
  ],
  [
    'a question that crossed the offer',
    broken('caller', 'link', [silent(first), offered(second, 49_500)]),
    request(first),
    [],
  ],
  [
    'a question long after the offer: it was lost',
    broken('caller', 'link', [silent(first), offered(second, 48_000)]),
    request(first),
    ['openLink fresh'],
  ],
  [
    'a question by a new page, after the old one answered',
    broken('caller', 'link', [connecting(second, 49_000)]),
    request(null),
    ['openLink fresh'],
  ],
  [
    'a question right after a link was made',
    broken('caller', 'link', [connecting(second, 49_900)]),
    request(second),
    [],
  ],
  [
    'too many links on their way: the oldest makes room, the silent one stays',
    broken('caller', 'link', [silent(first), offered(second, 40_000), connecting(third, 45_000)]),
    request(null),
    ['openLink fresh', 'closeLink 2'],
  ],
  [
    'the server is away',
    broken('caller', 'timer', [silent(first)]),
    { type: 'signalingLost' },
    ['stopRetryTimer'],
  ],
  [
    'the server is away, and media flows',
    session('caller', [carrying(first)]),
    { type: 'signalingLost' },
    [],
  ],
  [
    'an attempt fails while the server is away',
    broken('caller', 'server', [silent(first), offered(second)]),
    fail(second, 'connectTimeout'),
    ['closeLink 2'],
  ],
  [
    'the server is back',
    broken('caller', 'server', [silent(first)]),
    { type: 'signalingRestored', at, newLinkId: fresh },
    ['openLink fresh'],
  ],
  [
    'the server is back, and the callee asks',
    broken('callee', 'server', [silent(first)]),
    { type: 'signalingRestored', at, newLinkId: fresh },
    ['requestLink', 'startRetryTimer 1'],
  ],
  [
    'the server was never missed',
    session('caller', [carrying(first)]),
    { type: 'signalingRestored', at, newLinkId: fresh },
    [],
  ],
  [
    'the server is back, and an answered link goes on',
    broken('caller', 'link', [connecting(second)]),
    { type: 'signalingRestored', at, newLinkId: fresh },
    [],
  ],
])('%s', (_name, before, input, expected) => {
  expect(effectNames(transition(before, input))).toEqual(expected);
});

test.each<[string, OpenSession, readonly StatsSample[], readonly string[]]>([
  [
    'the first packet',
    session('caller', [connecting(first)], {
      reported: { state: 'starting' },
      renderedLink: null,
      recovery: recovering('link'),
    }),
    [sample(first, 1)],
    ['renderMedia 1', 'recordDirect true', 'reportUp 1'],
  ],
  ['one packet of many', session('caller', [carrying(first)]), [sample(first, 11)], []],
  [
    'the route changes',
    session('caller', [carrying(first)]),
    [sample(first, 11, { path: 'relay', transport: 'tcp' })],
    ['reportUp 1'],
  ],
  [
    'packets come back on the silent link',
    broken('caller', 'timer', [silent(first)]),
    [sample(first, 11)],
    ['recordDirect true', 'reportUp 1 after 5000, silent', 'stopRetryTimer'],
  ],
  [
    'a newer link carries: the older one stays, the other device may need it',
    session('caller', [carrying(first), connecting(second)]),
    [sample(first, 11), sample(second, 1)],
    ['renderMedia 2', 'recordDirect true', 'reportUp 2'],
  ],
  [
    'a newer link has carried for a second: the older ones are closed',
    session('caller', [carrying(first), carrying(second, at, { since: 49_000 })], {
      renderedLink: second,
      reported: upOn(second),
    }),
    [sample(first, 11), sample(second, 11)],
    ['closeLink 1'],
  ],
  [
    'a newer link brings sound and no picture yet: what is on the screen stays',
    session('caller', [carrying(first), connecting(second)], {
      expected: { audio: true, video: true, since: 0 },
    }),
    [sample(first, 11), { ...sample(second, 1), decodedFrames: 0 }],
    [],
  ],
  [
    'a newer link brings sound only, while nothing comes in over the older one',
    session('caller', [carrying(first, 49_600), connecting(second)], {
      expected: { audio: true, video: true, since: 0 },
      reported: { ...up, lastAt: 49_600 },
    }),
    [{ ...sample(second, 1, relay), decodedFrames: 0 }],
    ['renderMedia 2', 'recordDirect false', 'reportUp 2 after 400, silent'],
  ],
  [
    'the newer link carries while a still newer one is on its way',
    broken('caller', 'link', [silent(first), connecting(second), offered(third)]),
    [sample(second, 1)],
    ['renderMedia 2', 'recordDirect true', 'reportUp 2 after 5000, silent'],
  ],
  [
    'packets on the standby are ahead of the word that the other device has moved',
    session('callee', [carrying(first), ready(second, standbyPlan)]),
    [sample(first, 11), sample(second, 1, relay)],
    ['startSending 2', 'renderMedia 2', 'reportUp 2'],
  ],
])('%s', (_name, before, samples, expected) => {
  expect(effectNames(transition(before, { type: 'statsPolled', at, samples, newLinkId: fresh }))).toEqual(
    expected,
  );
});
describe('ICE fails', () => {
  const failed: SessionInput = { type: 'iceFailed', at, linkId: first };
  test.each<[string, OpenSession, SessionInput, readonly string[]]>([
    [
      'on a link that carried: it is restarted',
      broken('caller', 'timer', [silent(first)]),
      failed,
      ['restartIce 1'],
    ],
    [
      'at the callee: it asks for that',
      broken('callee', 'timer', [silent(first)]),
      failed,
      ['requestRestart 1'],
    ],
    [
      'once more: the link is over',
      broken('caller', 'timer', [silent(first, 'tried')]),
      failed,
      ['closeLink 1'],
    ],
    [
      'on a link that never carried: it is over',
      broken('caller', 'link', [silent(first), connecting(second)]),
      { ...failed, linkId: second },
      ['closeLink 2', 'startRetryTimer 1'],
    ],
    [
      'the callee asks for a restart',
      broken('caller', 'timer', [silent(first)]),
      { type: 'restartRequested', linkId: first },
      ['restartIce 1'],
    ],
    [
      'both ask for it',
      broken('caller', 'timer', [silent(first, 'tried')]),
      { type: 'restartRequested', linkId: first },
      [],
    ],
  ])('%s', (_name, before, input, expected) => {
    expect(effectNames(transition(before, input))).toEqual(expected);
  });
});

describe('something that was announced does not come in', () => {
  const lacking = (
    role: Role,
    received: Carrying['received'],
    more: Partial<OpenSession> = {},
  ): OpenSession =>
    session(role, [carrying(first, at, { received })], {
      expected: { audio: true, video: true, since: 47_000 },
      ...more,
    });
  const noPicture = { ...sample(first, 11), decodedFrames: 0 };
  const polled: SessionInput = { type: 'statsPolled', at, samples: [noPicture], newLinkId: fresh };

  test('no picture for three seconds: another link is tried, once', () => {
    const step = transition(lacking('caller', { audio: true, video: false }), polled);
    expect(effectNames(step)).toEqual(['openLink fresh']);
    expect(effectNames(transition(step.session, fail(fresh, 'iceFailed')))).toEqual(['closeLink fresh']);
  });

  test('the callee asks for it', () => {
    expect(effectNames(transition(lacking('callee', { audio: true, video: false }), polled))).toEqual([
      'requestLink',
    ]);
  });

  test('it was announced a moment ago', () => {
    const before = lacking(
      'caller',
      { audio: true, video: false },
      { expected: { audio: true, video: true, since: 47_001 } },
    );
    expect(effectNames(transition(before, polled))).toEqual([]);
  });

  test('no sound, but heartbeats: the other device has none to send', () => {
    const before = session('caller', [
      carrying(first, at, { received: { audio: false, video: false }, lastKind: 'heartbeat', packets: 0 }),
    ]);
    const samples = [{ ...sample(first, 0), heartbeats: 1 }];
    expect(effectNames(transition(before, { ...poll, samples }))).toEqual([]);
  });
});
