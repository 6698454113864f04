import { describe, expect, test } from 'vitest';
import type { Role } from '@ringback/protocol';
import type { Link } from './link.ts';
import {
  at,
  carrying,
  connecting,
  fail,
  first,
  fresh,
  mending,
  offered,
  path,
  ready,
  received,
  relayed,
  second,
  words,
  look,
} from './path.testing.ts';
import type { OpenPath, PathInput, PathStep } from './path.ts';
import { openPath, pathTransition } from './pathTransition.ts';
import { plainPlan } from './plan.ts';

describe('before the answer', () => {
  const warm = (role: Role, links: readonly Link[], more: Partial<OpenPath> = {}): OpenPath =>
    path(role, links, {
      stage: 'warm',
      told: { state: 'starting' },
      shown: null,
      mending: mending('link'),
      ...more,
    });
  const answered: PathInput = { type: 'answered', at, freshId: fresh };

  test('the caller makes the first link, relayed for strangers, and the callee waits for it', () => {
    const { effects } = openPath('caller', 'warm', { relays: 'untilAnswer' }, at, fresh);
    expect(effects).toMatchObject([{ type: 'openLink', plan: relayed }]);
    expect(words(openPath('callee', 'warm', { relays: 'untilAnswer' }, at, fresh))).toEqual([]);
  });

  test('the callee narrows what it is offered', () => {
    const before = warm('callee', [], { rules: { relays: 'untilAnswer' } });
    const { effects } = pathTransition(before, { type: 'offered', at, linkId: second, plan: plainPlan });
    expect(effects).toMatchObject([{ type: 'openLink', plan: relayed }]);
  });

  test.each<[string, OpenPath, PathInput, readonly string[]]>([
    [
      'a link that is ready rests for as long as it rings',
      warm('caller', [ready(first)]),
      { ...look, at: at + 40_000 },
      [],
    ],
    [
      'what comes in is not shown',
      warm('caller', [ready(first)]),
      { ...look, samples: [received(first, 5)] },
      [],
    ],
    [
      'there is no relay: nothing is told, and nothing tried',
      warm('caller', [offered(first, at, relayed)]),
      { type: 'failed', at, linkId: first, cause: 'noCandidates' },
      ['closeLink 1'],
    ],
    [
      'the link fails: another one is tried',
      warm('caller', [offered(first)]),
      fail(first, 'connectTimeout'),
      ['closeLink 1', 'startRetryTimer 1'],
    ],
    [
      'the server is back: the callee asks for nothing',
      warm('callee', []),
      { type: 'signalingIsBack', at, freshId: fresh },
      [],
    ],
    ['answered, and a link is ready', warm('caller', [ready(first)]), answered, []],
    [
      'answered, and the relayed link is still on its way: another one beside it',
      warm('caller', [connecting(first, at, relayed)]),
      answered,
      ['openLink fresh'],
    ],
    [
      'answered, and the relayed link is on its way, where direct paths failed before',
      warm('caller', [connecting(first, at, relayed)], { rules: { relays: 'first' } }),
      answered,
      [],
    ],
    ['answered, and a link of any kind is on its way', warm('caller', [connecting(first)]), answered, []],
    [
      'answered, and there is none',
      warm('caller', [], { mending: mending('server') }),
      answered,
      ['openLink fresh'],
    ],
    [
      'answered while the next attempt was due',
      warm('caller', [], { mending: mending('timer') }),
      answered,
      ['stopRetryTimer', 'openLink fresh'],
    ],
    [
      'answered by this device, which was offered nothing',
      warm('callee', []),
      answered,
      ['askForLink', 'startRetryTimer 1'],
    ],
    ['answered a second time', path('caller', [carrying(first)]), answered, []],
  ])('%s', (_name, before, input, expected) => {
    expect(words(pathTransition(before, input))).toEqual(expected);
  });

  test('beside a relayed link that is on its way a direct one is tried, and any kind where none is', () => {
    const openedBeside = (...links: readonly Link[]) =>
      pathTransition(warm('caller', links), answered).effects;
    expect(openedBeside(connecting(first, at, relayed))).toMatchObject([
      { type: 'openLink', plan: { purpose: 'main', candidates: 'direct' } },
    ]);
    expect(openedBeside()).toMatchObject([{ type: 'openLink', plan: plainPlan }]);
  });

  test('neither link that was on its way at the answer comes up: the next one may be of any kind', () => {
    const inputs: readonly PathInput[] = [
      answered,
      fail(fresh, 'connectTimeout'),
      fail(first, 'connectTimeout'),
      { type: 'retryDue', at, freshId: second },
    ];
    const done = inputs.reduce<PathStep>(({ path: before }, input) => pathTransition(before, input), {
      path: warm('caller', [connecting(first, at, relayed)]),
      effects: [],
    });
    expect(done.effects.at(-1)).toMatchObject({ type: 'openLink', linkId: second, plan: plainPlan });
  });

  test('packets that were ahead of the answer count with it', () => {
    const early = pathTransition(warm('caller', [ready(first)]), {
      ...look,
      samples: [received(first, 5)],
    }).path;
    expect(words(pathTransition(early, answered))).toEqual(['showMedia 1', 'noteDirect true', 'tellUp 1']);
  });
});
