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
} from './session.testing.ts';
import type { OpenSession, SessionInput, SessionStep } from './sessionState.ts';
import { transition } from './mediaSession.ts';
import type { LinkPlan } from './link.ts';

const eager = { failures: 0, notBefore: 0 };

const stream = { path: 'relay', transport: 'tcp' } as const;

describe('the standby', () => {
  const later = at + 10_000;
  const moving = session('caller', [carrying(first, at), ready(second, standbyPlan)]);
  const pollLater = (byMs: number, samples: readonly StatsSample[] = []): SessionInput => ({
    type: 'statsPolled',
    at: at + byMs,
    samples,
    newLinkId: fresh,
  });

  test.each<[string, OpenSession, SessionInput, readonly string[]]>([
    ['299 ms without a packet', moving, pollLater(299), []],
    [
      '300 ms without a packet: both ways move',
      moving,
      pollLater(300),
      ['startSending 2', 'announceSwitch 2'],
    ],
    [
      'the page was held up, and hears that the standby is there before it looks again: that is no silence',
      session('caller', [carrying(first, at), connecting(second, at, standbyPlan)]),
      { type: 'connected', at: at + 900, linkId: second },
      [],
    ],
    [
      'the page was held up, and something else is said before it looks again',
      moving,
      { type: 'signaled', at: at + 900, linkId: third },
      [],
    ],
    [
      'a stream may stall for up to a second',
      session(
        'caller',
        [
          carrying(first, at, { route: stream }),
          ready(second, { purpose: 'standby', candidates: 'otherRelay' }),
        ],
        { reported: { state: 'up', linkId: first, route: stream, lastAt: at } },
      ),
      pollLater(999),
      [],
    ],
    [
      'a device that has no sound to send pulses, and pulses are fewer',
      session('caller', [carrying(first, at, { lastKind: 'heartbeat' }), ready(second, standbyPlan)]),
      pollLater(1_400),
      [],
    ],
    [
      'it was moved a moment ago, and the new link has not carried since',
      { ...moving, switchedAt: at - 1_000 },
      pollLater(400),
      [],
    ],
    [
      'it was moved a moment ago, and the link that was moved to is silent too',
      session('caller', [carrying(first, at, { since: at - 500 }), ready(second, standbyPlan)], {
        switchedAt: at - 1_000,
      }),
      pollLater(400),
      ['startSending 2', 'announceSwitch 2'],
    ],
    [
      'the link that carried is gone',
      moving,
      { type: 'failed', at, linkId: first, cause: 'peerClosed' },
      ['closeLink 1', 'startSending 2', 'announceSwitch 2'],
    ],
    ['the other device has moved', moving, { type: 'peerSwitched', at, linkId: second }, ['startSending 2']],
    ['the other device says so of a link in use', moving, { type: 'peerSwitched', at, linkId: first }, []],
    [
      'it is lost from sight',
      moving,
      pollLater(1, [sample(first, 11), { ...sample(second, 0), isDisconnected: true }]),
      ['closeLink 2'],
    ],
    [
      'it was moved to and fell silent, while the link before it carries again: it may yet come back',
      session('callee', [carrying(first), silent(second)]),
      { type: 'signaled', at: at + 2_900, linkId: third },
      [],
    ],
    [
      'it was moved to and has been silent for long, while the link before it carries again: it goes',
      session('callee', [carrying(first), silent(second)]),
      { type: 'signaled', at: at + 3_000, linkId: third },
      ['closeLink 2'],
    ],
    [
      'a new one is offered to the callee: the older one goes',
      session('callee', [carrying(first), ready(second, standbyPlan)]),
      { type: 'offered', at, linkId: third, plan: standbyPlan },
      ['closeLink 2', 'openLink 3'],
    ],
  ])('%s', (_name, before, input, expected) => {
    expect(effectNames(transition(before, input))).toEqual(expected);
  });

  describe('it was moved to and brings nothing', () => {
    const moved = transition(moving, pollLater(300)).session;
    const helped = transition(moved, pollLater(1_000));

    test('for 700 ms: another link is tried beside it', () => {
      expect(effectNames(helped)).toEqual(['reportDown silent', 'startRetryTimer 0']);
    });

    test('and then something after all: it leads', () => {
      const samples = [sample(second, 1, relay)];
      expect(effectNames(transition(helped.session, pollLater(1_500, samples)))).toEqual([
        'renderMedia 2',
        'reportUp 2 after 1500, silent',
        'stopRetryTimer',
      ]);
    });

    test('for three seconds: it is over', () => {
      expect(effectNames(transition(helped.session, pollLater(3_299)))).toEqual([]);
      expect(effectNames(transition(helped.session, pollLater(3_300)))).toEqual(['closeLink 2']);
    });
  });

  test('the page was held up until nothing led any more: it moves all the same, before anything else is tried', () => {
    expect(effectNames(transition(moving, pollLater(1_500)))).toEqual([
      'startSending 2',
      'announceSwitch 2',
      'reportDown silent',
    ]);
  });

  const raising = (more: Partial<OpenSession>, link: Partial<Carrying> = {}): OpenSession =>
    session('caller', [carrying(first, later, link)], {
      backoff: { standby: eager, direct: never },
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
    expect(plansOf(transition(raising({}), pollThen))).toEqual([standbyPlan]);
  });

  test('a call that is relayed gets one over another transport', () => {
    const samples = [sample(first, 11, relay)];
    const step = transition(raising({}, { route: relay }), { ...pollThen, samples });
    expect(plansOf(step)).toEqual([{ purpose: 'standby', candidates: 'otherRelay' }]);
  });

  test('a call that came up a moment ago gets none yet', () => {
    expect(plansOf(transition(raising({}, { since: later - 1_000 }), pollThen))).toEqual([]);
  });

  test('the callee raises none', () => {
    expect(plansOf(transition(raising({ role: 'callee' }), pollThen))).toEqual([]);
  });

  test('one that failed is tried again later, and later still', () => {
    let current: OpenSession['backoff']['standby'] = eager;
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

  test('ICE itself went from a direct path to a relay: a standby on the same relay is replaced by another', () => {
    const before = session('caller', [carrying(first, later), ready(second, standbyPlan)], {
      backoff: { standby: eager, direct: never },
    });
    const step = transition(before, { ...pollThen, samples: [sample(first, 11, relay)] });
    expect(effectNames(step)).toEqual(['reportUp 1', 'closeLink 2', 'openLink fresh']);
  });

  test('the call went direct: the standby over another transport makes room for one over any relay', () => {
    const before = session(
      'caller',
      [carrying(first), ready(second, { ...standbyPlan, candidates: 'otherRelay' })],
      {
        backoff: { standby: eager, direct: never },
      },
    );
    const step = transition(before, pollThen);
    expect(effectNames(step)).toEqual(['closeLink 2', 'openLink fresh']);
    expect(plansOf(step)).toEqual([standbyPlan]);
  });

  test('a standby that does not fit stays while no other one may be raised', () => {
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

describe('a direct path beside a relayed one', () => {
  const talking = (more: Partial<OpenSession> = {}): OpenSession =>
    session('caller', [carrying(first, at, { plan: relayed, route: relay })], {
      reported: { state: 'up', linkId: first, route: relay, lastAt: at },
      backoff: { standby: never, direct: eager },
      ...more,
    });
  const seen: SessionInput = {
    type: 'statsPolled',
    at,
    samples: [sample(first, 11, relay)],
    newLinkId: fresh,
  };
  const plansOf = ({ effects }: SessionStep) =>
    effects.flatMap((effect) => (effect.type === 'openLink' ? [effect.plan.candidates] : []));

  test('it is tried where the first link had to be relayed', () => {
    expect(plansOf(transition(talking(), seen))).toEqual(['direct']);
  });

  test('it is not tried where any path would have been taken', () => {
    const before = talking({ links: [carrying(first, at, { route: relay })] });
    expect(plansOf(transition(before, seen))).toEqual([]);
  });

  test('it is never tried by who must not be known', () => {
    expect(plansOf(transition(talking({ rules: { relays: 'always' } }), seen))).toEqual([]);
  });

  test('it is refused by who must not be known', () => {
    const before = session('callee', [carrying(first)], { rules: { relays: 'always' } });
    const plan: LinkPlan = { purpose: 'main', candidates: 'direct' };
    expect(effectNames(transition(before, { type: 'offered', at, linkId: second, plan }))).toEqual([]);
  });

  test('where direct paths failed before it is tried when the call has settled', () => {
    const young = [carrying(first, at, { plan: relayed, route: relay, since: at - 4_900 })];
    expect(plansOf(transition(talking({ rules: { relays: 'first' }, links: young }), seen))).toEqual([]);
    expect(plansOf(transition(talking({ rules: { relays: 'first' } }), seen))).toEqual(['direct']);
  });

  test('it failed: that is noted for the network, and it is not tried again at once', () => {
    const direct: LinkPlan = { purpose: 'main', candidates: 'direct' };
    const before = talking({
      links: [carrying(first, at, { plan: relayed, route: relay }), connecting(second, at, direct)],
    });
    const step = transition(before, fail(second, 'connectTimeout'));
    expect(effectNames(step)).toEqual(['closeLink 2', 'recordDirect false']);
    expect(plansOf(transition(step.session, seen))).toEqual([]);
  });
});
