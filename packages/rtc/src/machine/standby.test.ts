import { describe, expect, test } from 'vitest';
import type { Carrying, StatsSample } from './link.ts';
import {
  at,
  carrying,
  connecting,
  fail,
  first,
  fresh,
  never,
  offered,
  session,
  ready,
  sample,
  relay,
  relayed,
  second,
  silent,
  standbyPlan,
  third,
  effectNames,
} from './fixtures.testing.ts';
import type { OpenSession, SessionInput, SessionStep } from './sessionState.ts';
import { transition } from './mediaSession.ts';
import type { LinkPlan } from './link.ts';

const dueNow = { failures: 0, notBefore: 0 };

const overTcp = { path: 'relay', transport: 'tcp' } as const;

describe('the standby', () => {
  const later = at + 10_000;
  const withStandby = session('caller', [carrying(first, at), ready(second, standbyPlan)]);
  const pollLater = (byMs: number, samples: readonly StatsSample[] = []): SessionInput => ({
    type: 'statsPolled',
    at: at + byMs,
    samples,
    newLinkId: fresh,
  });

  test.each<[string, OpenSession, SessionInput, readonly string[]]>([
    ['299 ms without a packet', withStandby, pollLater(299), []],
    [
      '300 ms without a packet: both directions switch',
      withStandby,
      pollLater(300),
      ['startSending 2', 'announceSwitch 2'],
    ],
    [
      'the page stalled, and the standby connects before the next poll: that is no silence',
      session('caller', [carrying(first, at), connecting(second, at, standbyPlan)]),
      { type: 'connected', at: at + 900, linkId: second },
      [],
    ],
    [
      'the page stalled, and another signal comes before the next poll',
      withStandby,
      { type: 'signaled', at: at + 900, linkId: third },
      [],
    ],
    [
      'TCP may stall for up to a second',
      session(
        'caller',
        [
          carrying(first, at, { route: overTcp }),
          ready(second, { purpose: 'standby', candidates: 'otherRelay' }),
        ],
        { reported: { state: 'up', linkId: first, route: overTcp, lastAt: at } },
      ),
      pollLater(999),
      [],
    ],
    [
      'a device without audio sends heartbeats, which are fewer',
      session('caller', [carrying(first, at, { lastKind: 'heartbeat' }), ready(second, standbyPlan)]),
      pollLater(1_400),
      [],
    ],
    [
      'the session switched a moment ago, and the new link has not carried since',
      { ...withStandby, switchedAt: at - 1_000 },
      pollLater(400),
      [],
    ],
    [
      'the session switched a moment ago, and the new link is silent too',
      session('caller', [carrying(first, at, { since: at - 500 }), ready(second, standbyPlan)], {
        switchedAt: at - 1_000,
      }),
      pollLater(400),
      ['startSending 2', 'announceSwitch 2'],
    ],
    [
      'the active link is gone',
      withStandby,
      { type: 'failed', at, linkId: first, cause: 'peerClosed' },
      ['closeLink 1', 'startSending 2', 'announceSwitch 2'],
    ],
    [
      'the other device has switched',
      withStandby,
      { type: 'peerSwitched', at, linkId: second },
      ['startSending 2'],
    ],
    [
      'the other device announces a switch to a link in use',
      withStandby,
      { type: 'peerSwitched', at, linkId: first },
      [],
    ],
    [
      'it is disconnected',
      withStandby,
      pollLater(1, [sample(first, 11), { ...sample(second, 0), isDisconnected: true }]),
      ['closeLink 2'],
    ],
    [
      'it took over and fell silent, while the link before it carries again: it may come back',
      session('callee', [carrying(first), silent(second)]),
      { type: 'signaled', at: at + 2_900, linkId: third },
      [],
    ],
    [
      'it took over and has been silent for long, while the link before it carries again: it is closed',
      session('callee', [carrying(first), silent(second)]),
      { type: 'signaled', at: at + 3_000, linkId: third },
      ['closeLink 2'],
    ],
    [
      'the callee is offered a new one: the older one is closed',
      session('callee', [carrying(first), ready(second, standbyPlan)]),
      { type: 'offered', at, linkId: third, plan: standbyPlan },
      ['closeLink 2', 'openLink 3'],
    ],
  ])('%s', (_name, before, input, expected) => {
    expect(effectNames(transition(before, input))).toEqual(expected);
  });

  describe('it took over and brings nothing', () => {
    const switched = transition(withStandby, pollLater(300)).session;
    const retrying = transition(switched, pollLater(1_000));

    test('for 700 ms: another link is tried beside it', () => {
      expect(effectNames(retrying)).toEqual(['reportDown silent', 'startRetryTimer 0']);
    });

    test('and then packets: it is the active link', () => {
      const samples = [sample(second, 1, relay)];
      expect(effectNames(transition(retrying.session, pollLater(1_500, samples)))).toEqual([
        'renderMedia 2',
        'reportUp 2 after 1500, silent',
        'stopRetryTimer',
      ]);
    });

    test('for three seconds: it is closed', () => {
      expect(effectNames(transition(retrying.session, pollLater(3_299)))).toEqual([]);
      expect(effectNames(transition(retrying.session, pollLater(3_300)))).toEqual(['closeLink 2']);
    });
  });

  test('the page stalled until no link was active: it still switches before anything else is tried', () => {
    expect(effectNames(transition(withStandby, pollLater(1_500)))).toEqual([
      'startSending 2',
      'announceSwitch 2',
      'reportDown silent',
    ]);
  });

  const openingStandby = (more: Partial<OpenSession>, link: Partial<Carrying> = {}): OpenSession =>
    session('caller', [carrying(first, later, link)], {
      backoff: { standby: dueNow, direct: never },
      ...more,
    });
  const plansOf = ({ effects }: SessionStep) =>
    effects.flatMap((effect) => (effect.type === 'openLink' ? [effect.plan] : []));
  const pollThen: SessionInput = {
    type: 'statsPolled',
    at: later,
    samples: [sample(first, 11)],
    newLinkId: fresh,
  };

  test('a call that is up gets a relayed one', () => {
    expect(plansOf(transition(openingStandby({}), pollThen))).toEqual([standbyPlan]);
  });

  test('a call that is relayed gets one over another transport', () => {
    const samples = [sample(first, 11, relay)];
    const step = transition(openingStandby({}, { route: relay }), { ...pollThen, samples });
    expect(plansOf(step)).toEqual([{ purpose: 'standby', candidates: 'otherRelay' }]);
  });

  test('a call that came up a moment ago gets none yet', () => {
    expect(plansOf(transition(openingStandby({}, { since: later - 1_000 }), pollThen))).toEqual([]);
  });

  test('the callee opens none', () => {
    expect(plansOf(transition(openingStandby({ role: 'callee' }), pollThen))).toEqual([]);
  });

  test('one that failed is tried again later, and later still', () => {
    let current: OpenSession['backoff']['standby'] = dueNow;
    const pauses = [5_000, 10_000, 20_000, 40_000, 60_000, 60_000].map(() => {
      const before = session('caller', [carrying(first), offered(second, at, standbyPlan)], {
        backoff: { standby: current, direct: never },
      });
      const { session: after } = transition(before, fail(second, 'iceFailed'));
      if (after.state === 'closed') return expect.fail('closed by itself');
      current = after.backoff.standby;
      return current.notBefore - at;
    });
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  test('ICE itself went from a direct route to a relay: a standby on the same relay is replaced', () => {
    const before = session('caller', [carrying(first, later), ready(second, standbyPlan)], {
      backoff: { standby: dueNow, direct: never },
    });
    const step = transition(before, { ...pollThen, samples: [sample(first, 11, relay)] });
    expect(effectNames(step)).toEqual(['reportUp 1', 'closeLink 2', 'openLink fresh']);
  });

  test('the call went direct: the standby over another transport is replaced by one over any relay', () => {
    const before = session(
      'caller',
      [carrying(first), ready(second, { ...standbyPlan, candidates: 'otherRelay' })],
      {
        backoff: { standby: dueNow, direct: never },
      },
    );
    const step = transition(before, pollThen);
    expect(effectNames(step)).toEqual(['closeLink 2', 'openLink fresh']);
    expect(plansOf(step)).toEqual([standbyPlan]);
  });

  test('a standby on the wrong route stays while no other one may be opened', () => {
    const before = session(
      'caller',
      [carrying(first), ready(second, { ...standbyPlan, candidates: 'otherRelay' })],
      {
        backoff: { standby: { failures: 1, notBefore: later + 1 }, direct: never },
      },
    );
    expect(plansOf(transition(before, pollThen))).toEqual([]);
  });
});

describe('a direct link beside a relayed one', () => {
  const talking = (more: Partial<OpenSession> = {}): OpenSession =>
    session('caller', [carrying(first, at, { plan: relayed, route: relay })], {
      reported: { state: 'up', linkId: first, route: relay, lastAt: at },
      backoff: { standby: never, direct: dueNow },
      ...more,
    });
  const polled: SessionInput = {
    type: 'statsPolled',
    at,
    samples: [sample(first, 11, relay)],
    newLinkId: fresh,
  };
  const plansOf = ({ effects }: SessionStep) =>
    effects.flatMap((effect) => (effect.type === 'openLink' ? [effect.plan.candidates] : []));

  test('it is tried where the first link had to be relayed', () => {
    expect(plansOf(transition(talking(), polled))).toEqual(['direct']);
  });

  test('it is not tried beside a link with all candidates', () => {
    const before = talking({ links: [carrying(first, at, { route: relay })] });
    expect(plansOf(transition(before, polled))).toEqual([]);
  });

  test('one that carries already waits for its first picture: no second one is made meanwhile', () => {
    const direct: LinkPlan = { purpose: 'main', candidates: 'direct' };
    const waiting = carrying(second, at, {
      plan: direct,
      since: at - 500,
      received: { audio: true, video: false },
    });
    const before = talking({
      links: [carrying(first, at, { plan: relayed, route: relay }), waiting],
      expected: { audio: true, video: true, since: 0 },
    });
    const samples = [sample(first, 11, relay), { ...sample(second, 11), decodedFrames: 0 }];
    expect(effectNames(transition(before, { ...polled, samples }))).toEqual([]);
  });

  test('it takes over once its picture is there: the relayed link stays for another second', () => {
    const direct: LinkPlan = { purpose: 'main', candidates: 'direct' };
    const before = talking({
      links: [
        carrying(first, at, { plan: relayed, route: relay }),
        carrying(second, at, { plan: direct, since: at - 1_400, received: { audio: true, video: false } }),
      ],
      expected: { audio: true, video: true, since: 0 },
    });
    const poll = (after: number): SessionInput => ({
      ...polled,
      at: at + after,
      samples: [sample(first, 11 + after, relay), sample(second, 11 + after)],
    });
    const over = transition(before, poll(0));
    expect(effectNames(over)).toEqual(['renderMedia 2', 'recordDirect true', 'reportUp 2']);
    const kept = transition(over.session, poll(950));
    expect(effectNames(kept)).toEqual([]);
    expect(effectNames(transition(kept.session, poll(1_000)))).toEqual(['closeLink 1']);
  });

  test('it is never tried by a device that hides its address', () => {
    expect(plansOf(transition(talking({ rules: { relays: 'always' } }), polled))).toEqual([]);
  });

  test('it is refused by a device that hides its address', () => {
    const before = session('callee', [carrying(first)], { rules: { relays: 'always' } });
    const plan: LinkPlan = { purpose: 'main', candidates: 'direct' };
    expect(effectNames(transition(before, { type: 'offered', at, linkId: second, plan }))).toEqual([]);
  });

  test('where direct links failed before, it is tried after the call has settled', () => {
    const young = [carrying(first, at, { plan: relayed, route: relay, since: at - 4_900 })];
    expect(plansOf(transition(talking({ rules: { relays: 'first' }, links: young }), polled))).toEqual([]);
    expect(plansOf(transition(talking({ rules: { relays: 'first' } }), polled))).toEqual(['direct']);
  });

  test('it failed: that is recorded for the network, and it is not tried again at once', () => {
    const direct: LinkPlan = { purpose: 'main', candidates: 'direct' };
    const before = talking({
      links: [carrying(first, at, { plan: relayed, route: relay }), connecting(second, at, direct)],
    });
    const step = transition(before, fail(second, 'connectTimeout'));
    expect(effectNames(step)).toEqual(['closeLink 2', 'recordDirect false']);
    expect(plansOf(transition(step.session, polled))).toEqual([]);
  });
});
