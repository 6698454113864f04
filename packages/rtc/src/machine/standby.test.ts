import { describe, expect, test } from 'vitest';
import type { Carrying, Sample } from './link.ts';
import {
  at,
  carrying,
  connecting,
  fail,
  first,
  fresh,
  never,
  offered,
  path,
  ready,
  received,
  relay,
  relayed,
  second,
  silent,
  standbyPlan,
  third,
  words,
} from './path.testing.ts';
import type { OpenPath, PathInput, PathStep } from './path.ts';
import { pathTransition } from './pathTransition.ts';
import type { LinkPlan } from './plan.ts';

const eager = { failures: 0, notBefore: 0 };

const stream = { path: 'relay', transport: 'tcp' } as const;

describe('the standby', () => {
  const later = at + 10_000;
  const moving = path('caller', [carrying(first, at), ready(second, standbyPlan)]);
  const lookLater = (byMs: number, samples: readonly Sample[] = []): PathInput => ({
    type: 'looked',
    at: at + byMs,
    samples,
    freshId: fresh,
  });

  test.each<[string, OpenPath, PathInput, readonly string[]]>([
    ['299 ms without a packet', moving, lookLater(299), []],
    ['300 ms without a packet: both ways move', moving, lookLater(300), ['sendOver 2', 'tellMoved 2']],
    [
      'the page was held up, and hears that the standby is there before it looks again: that is no silence',
      path('caller', [carrying(first, at), connecting(second, at, standbyPlan)]),
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
      path(
        'caller',
        [
          carrying(first, at, { route: stream }),
          ready(second, { purpose: 'standby', candidates: 'otherRelay' }),
        ],
        { told: { state: 'up', linkId: first, route: stream, lastAt: at } },
      ),
      lookLater(999),
      [],
    ],
    [
      'a device that has no sound to send pulses, and pulses are fewer',
      path('caller', [carrying(first, at, { last: 'pulse' }), ready(second, standbyPlan)]),
      lookLater(1_400),
      [],
    ],
    [
      'it was moved a moment ago, and the new link has not carried since',
      { ...moving, movedAt: at - 1_000 },
      lookLater(400),
      [],
    ],
    [
      'it was moved a moment ago, and the link that was moved to is silent too',
      path('caller', [carrying(first, at, { since: at - 500 }), ready(second, standbyPlan)], {
        movedAt: at - 1_000,
      }),
      lookLater(400),
      ['sendOver 2', 'tellMoved 2'],
    ],
    [
      'the link that carried is gone',
      moving,
      { type: 'failed', at, linkId: first, cause: 'peerClosed' },
      ['closeLink 1', 'sendOver 2', 'tellMoved 2'],
    ],
    ['the other device has moved', moving, { type: 'peerMoved', at, linkId: second }, ['sendOver 2']],
    ['the other device says so of a link in use', moving, { type: 'peerMoved', at, linkId: first }, []],
    [
      'it is lost from sight',
      moving,
      lookLater(1, [received(first, 11), { ...received(second, 0), isLost: true }]),
      ['closeLink 2'],
    ],
    [
      'it was moved to and fell silent, while the link before it carries again: it may yet come back',
      path('callee', [carrying(first), silent(second)]),
      { type: 'signaled', at: at + 2_900, linkId: third },
      [],
    ],
    [
      'it was moved to and has been silent for long, while the link before it carries again: it goes',
      path('callee', [carrying(first), silent(second)]),
      { type: 'signaled', at: at + 3_000, linkId: third },
      ['closeLink 2'],
    ],
    [
      'a new one is offered to the callee: the older one goes',
      path('callee', [carrying(first), ready(second, standbyPlan)]),
      { type: 'offered', at, linkId: third, plan: standbyPlan },
      ['closeLink 2', 'openLink 3'],
    ],
  ])('%s', (_name, before, input, expected) => {
    expect(words(pathTransition(before, input))).toEqual(expected);
  });

  describe('it was moved to and brings nothing', () => {
    const moved = pathTransition(moving, lookLater(300)).path;
    const helped = pathTransition(moved, lookLater(1_000));

    test('for 700 ms: another link is tried beside it', () => {
      expect(words(helped)).toEqual(['tellDown silent', 'startRetryTimer 0']);
    });

    test('and then something after all: it leads', () => {
      const samples = [received(second, 1, relay)];
      expect(words(pathTransition(helped.path, lookLater(1_500, samples)))).toEqual([
        'showMedia 2',
        'tellUp 2 after 1500, silent',
        'stopRetryTimer',
      ]);
    });

    test('for three seconds: it is over', () => {
      expect(words(pathTransition(helped.path, lookLater(3_299)))).toEqual([]);
      expect(words(pathTransition(helped.path, lookLater(3_300)))).toEqual(['closeLink 2']);
    });
  });

  test('the page was held up until nothing led any more: it moves all the same, before anything else is tried', () => {
    expect(words(pathTransition(moving, lookLater(1_500)))).toEqual([
      'sendOver 2',
      'tellMoved 2',
      'tellDown silent',
    ]);
  });

  const raising = (more: Partial<OpenPath>, link: Partial<Carrying> = {}): OpenPath =>
    path('caller', [carrying(first, later, link)], { spares: { standby: eager, direct: never }, ...more });
  const plansOf = ({ effects }: PathStep) =>
    effects.flatMap((effect) => (effect.type === 'openLink' ? [effect.plan] : []));
  const lookThen: PathInput = { type: 'looked', at: later, samples: [received(first, 11)], freshId: fresh };

  test('a call that is up gets a relayed one', () => {
    expect(plansOf(pathTransition(raising({}), lookThen))).toEqual([standbyPlan]);
  });

  test('a call that is relayed gets one over another transport', () => {
    const samples = [received(first, 11, relay)];
    const step = pathTransition(raising({}, { route: relay }), { ...lookThen, samples });
    expect(plansOf(step)).toEqual([{ purpose: 'standby', candidates: 'otherRelay' }]);
  });

  test('a call that came up a moment ago gets none yet', () => {
    expect(plansOf(pathTransition(raising({}, { since: later - 1_000 }), lookThen))).toEqual([]);
  });

  test('the callee raises none', () => {
    expect(plansOf(pathTransition(raising({ role: 'callee' }), lookThen))).toEqual([]);
  });

  test('one that failed is tried again later, and later still', () => {
    let current: OpenPath['spares']['standby'] = eager;
    const pauses = [5_000, 10_000, 20_000, 40_000, 60_000, 60_000].map(() => {
      const before = path('caller', [carrying(first), offered(second, at, standbyPlan)], {
        spares: { standby: current, direct: never },
      });
      const { path: after } = pathTransition(before, fail(second, 'iceFailed'));
      if (after.state === 'closed') return expect.fail('closed by itself');
      current = after.spares.standby;
      return current.notBefore - at;
    });
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  test('ICE itself went from a direct path to a relay: a standby on the same relay is replaced by another', () => {
    const before = path('caller', [carrying(first, later), ready(second, standbyPlan)], {
      spares: { standby: eager, direct: never },
    });
    const step = pathTransition(before, { ...lookThen, samples: [received(first, 11, relay)] });
    expect(words(step)).toEqual(['tellUp 1', 'closeLink 2', 'openLink fresh']);
  });

  test('the call went direct: the standby over another transport makes room for one over any relay', () => {
    const before = path(
      'caller',
      [carrying(first), ready(second, { ...standbyPlan, candidates: 'otherRelay' })],
      {
        spares: { standby: eager, direct: never },
      },
    );
    const step = pathTransition(before, lookThen);
    expect(words(step)).toEqual(['closeLink 2', 'openLink fresh']);
    expect(plansOf(step)).toEqual([standbyPlan]);
  });

  test('a standby that does not fit stays while no other one may be raised', () => {
    const before = path(
      'caller',
      [carrying(first), ready(second, { ...standbyPlan, candidates: 'otherRelay' })],
      {
        spares: { standby: { failures: 1, notBefore: later + 1 }, direct: never },
      },
    );
    expect(plansOf(pathTransition(before, lookThen))).toEqual([]);
  });
});

describe('a direct path beside a relayed one', () => {
  const talking = (more: Partial<OpenPath> = {}): OpenPath =>
    path('caller', [carrying(first, at, { plan: relayed, route: relay })], {
      told: { state: 'up', linkId: first, route: relay, lastAt: at },
      spares: { standby: never, direct: eager },
      ...more,
    });
  const seen: PathInput = { type: 'looked', at, samples: [received(first, 11, relay)], freshId: fresh };
  const plansOf = ({ effects }: PathStep) =>
    effects.flatMap((effect) => (effect.type === 'openLink' ? [effect.plan.candidates] : []));

  test('it is tried where the first link had to be relayed', () => {
    expect(plansOf(pathTransition(talking(), seen))).toEqual(['direct']);
  });

  test('it is not tried where any path would have been taken', () => {
    const before = talking({ links: [carrying(first, at, { route: relay })] });
    expect(plansOf(pathTransition(before, seen))).toEqual([]);
  });

  test('it is never tried by who must not be known', () => {
    expect(plansOf(pathTransition(talking({ rules: { relays: 'always' } }), seen))).toEqual([]);
  });

  test('it is refused by who must not be known', () => {
    const before = path('callee', [carrying(first)], { rules: { relays: 'always' } });
    const plan: LinkPlan = { purpose: 'main', candidates: 'direct' };
    expect(words(pathTransition(before, { type: 'offered', at, linkId: second, plan }))).toEqual([]);
  });

  test('where direct paths failed before it is tried when the call has settled', () => {
    const young = [carrying(first, at, { plan: relayed, route: relay, since: at - 4_900 })];
    expect(plansOf(pathTransition(talking({ rules: { relays: 'first' }, links: young }), seen))).toEqual([]);
    expect(plansOf(pathTransition(talking({ rules: { relays: 'first' } }), seen))).toEqual(['direct']);
  });

  test('it failed: that is noted for the network, and it is not tried again at once', () => {
    const direct: LinkPlan = { purpose: 'main', candidates: 'direct' };
    const before = talking({
      links: [carrying(first, at, { plan: relayed, route: relay }), connecting(second, at, direct)],
    });
    const step = pathTransition(before, fail(second, 'connectTimeout'));
    expect(words(step)).toEqual(['closeLink 2', 'noteDirect false']);
    expect(plansOf(pathTransition(step.path, seen))).toEqual([]);
  });
});
