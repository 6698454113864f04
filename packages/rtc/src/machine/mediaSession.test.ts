import { describe, expect, it, test } from 'vitest';
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
} from './fixtures.testing.ts';
import { defaultPlan, type StatsSample } from './link.ts';
import { openSession, transition } from './mediaSession.ts';
import type { OpenSession, SessionInput, SessionStep } from './sessionState.ts';

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
  'broken, waiting to request again': broken('callee', 'timer', [silent(first)]),
  'broken, the server away': broken('caller', 'server', [silent(first)]),
};

describe('a media session', () => {
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

  it('that is closed stays closed and does nothing on any input', () => {
    for (const input of inputs)
      expect(transition({ state: 'closed' }, input)).toEqual({ session: { state: 'closed' }, effects: [] });
  });

  it('opens with a link at the caller, and with a request for one at the callee', () => {
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
    'the active link is closed: nothing is reported yet, the recovery starts',
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
    'the first attempt fails while the second is still pending',
    session('callee', [connecting(first), connecting(second)], {
      reported: { state: 'starting' },
      recovery: recovering('link'),
    }),
    fail(first, 'peerClosed'),
    ['closeLink 1'],
  ],
  [
    'another attempt fails: the session was reported down before',
    broken('caller', 'link', [silent(first), offered(second)]),
    fail(second, 'connectTimeout'),
    ['closeLink 2', 'startRetryTimer 1'],
  ],
  [
    'a retry is due',
    broken('caller', 'timer', [silent(first)]),
    { type: 'retryDue', at, newLinkId: fresh },
    ['stopRetryTimer', 'openLink fresh'],
  ],
  [
    'a request is due',
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
    'the callee is offered a link that was closed',
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
  ['the callee gets a request for a link', session('callee', [carrying(first)]), request(first), []],
  [
    'the caller receives media, the callee does not and requests a link',
    session('caller', [carrying(first)]),
    request(first),
    ['openLink fresh'],
  ],
  [
    'a request that crossed the offer',
    broken('caller', 'link', [silent(first), offered(second, 49_500)]),
    request(first),
    [],
  ],
  [
    'a request long after the offer: the offer was lost',
    broken('caller', 'link', [silent(first), offered(second, 48_000)]),
    request(first),
    ['openLink fresh'],
  ],
  [
    'a request by a new page, after the old one answered',
    broken('caller', 'link', [connecting(second, 49_000)]),
    request(null),
    ['openLink fresh'],
  ],
  [
    'a request right after a link was made',
    broken('caller', 'link', [connecting(second, 49_900)]),
    request(second),
    [],
  ],
  [
    'too many pending links: the oldest is closed, the silent one stays',
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
    'the server is back, and the callee requests a link',
    broken('callee', 'server', [silent(first)]),
    { type: 'signalingRestored', at, newLinkId: fresh },
    ['requestLink', 'startRetryTimer 1'],
  ],
  [
    'the server is back, and media flowed all the time',
    session('caller', [carrying(first)]),
    { type: 'signalingRestored', at, newLinkId: fresh },
    [],
  ],
  [
    'the server is back, and an answered link continues',
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
    'a newer link carries: the older one stays, since the other device may need it',
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
    'a newer link brings audio and no picture yet: the rendered link stays',
    session('caller', [carrying(first), connecting(second)], {
      expected: { audio: true, video: true, since: 0 },
    }),
    [sample(first, 11), { ...sample(second, 1), decodedFrames: 0 }],
    [],
  ],
  [
    'a newer link brings audio only, while nothing comes in over the older one',
    session('caller', [carrying(first, 49_600), connecting(second)], {
      expected: { audio: true, video: true, since: 0 },
      reported: { ...up, lastAt: 49_600 },
    }),
    [{ ...sample(second, 1, relay), decodedFrames: 0 }],
    ['renderMedia 2', 'recordDirect false', 'reportUp 2 after 400, silent'],
  ],
  [
    'a newer link carries while a still newer one is pending',
    broken('caller', 'link', [silent(first), connecting(second), offered(third)]),
    [sample(second, 1)],
    ['renderMedia 2', 'recordDirect true', 'reportUp 2 after 5000, silent'],
  ],
  [
    'packets on the standby come before the message that the other device has switched',
    session('callee', [carrying(first), ready(second, standbyPlan)]),
    [sample(first, 11), sample(second, 1, relay)],
    ['startSending 2', 'renderMedia 2', 'reportUp 2'],
  ],
])('%s', (_name, before, samples, expected) => {
  expect(effectNames(transition(before, { type: 'statsPolled', at, samples, newLinkId: fresh }))).toEqual(
    expected,
  );
});
