import { describe, expect, it, test } from 'vitest';
import type { Role } from '@ringback/protocol';
import type { Carrying, Sample } from './link.ts';
import {
  at,
  broken,
  carrying,
  connecting,
  fail,
  first,
  fourth,
  fresh,
  mending,
  offered,
  path,
  ready,
  received,
  relay,
  second,
  silent,
  standbyPlan,
  third,
  upOver,
  want,
  words,
  up,
  look,
} from './path.testing.ts';
import type { OpenPath, PathInput, PathStep } from './path.ts';
import { openPath, pathTransition } from './pathTransition.ts';
import { plainPlan } from './plan.ts';

const inputs: readonly PathInput[] = [
  { type: 'answered', at, freshId: fresh },
  { type: 'looked', at, samples: [], freshId: fresh },
  { type: 'offered', at, linkId: fourth, plan: plainPlan },
  { type: 'offered', at, linkId: fourth, plan: standbyPlan },
  { type: 'announced', at, audio: true, video: true },
  { type: 'peerMoved', at, linkId: second },
  { type: 'iceFailed', at, linkId: first },
  { type: 'restartWanted', linkId: first },
  { type: 'signaled', at, linkId: second },
  { type: 'connected', at, linkId: second },
  { type: 'failed', at, linkId: second, cause: 'iceFailed' },
  { type: 'wanted', at, after: first, freshId: fresh },
  { type: 'retryDue', at, freshId: fresh },
  { type: 'gaveUp' },
  { type: 'signalingLost' },
  { type: 'signalingIsBack', at, freshId: fresh },
  { type: 'closed' },
];

const situations: Record<string, OpenPath> = {
  'talking, as the caller': path('caller', [carrying(first)]),
  'talking, as the callee': path('callee', [carrying(first)]),
  'talking, with a standby': path('caller', [carrying(first), ready(second, standbyPlan)]),
  'talking, with a newer link on its way': path('caller', [carrying(first), offered(second)]),
  'broken, a link on its way': broken('caller', 'link', [silent(first), connecting(second)]),
  'broken, waiting to try again': broken('caller', 'timer', [silent(first)]),
  'broken, waiting to ask again': broken('callee', 'timer', [silent(first)]),
  'broken, the server away': broken('caller', 'server', [silent(first)]),
};

describe('a path', () => {
  describe.each(Object.entries(situations))('%s', (_name, before) => {
    test.each(inputs.map((input) => [input.type, input] as const))('takes %s', (_type, input) => {
      const { path: after, effects } = pathTransition(before, input);
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
      expect(pathTransition({ state: 'closed' }, input)).toEqual({ path: { state: 'closed' }, effects: [] });
  });

  it('opens with a link at the caller, and with the question for one at the callee', () => {
    expect(words(openPath('caller', 'live', { relays: 'no' }, at, fresh))).toEqual(['openLink fresh']);
    expect(words(openPath('callee', 'live', { relays: 'no' }, at, fresh))).toEqual([
      'askForLink',
      'startRetryTimer 1',
    ]);
  });
});

/** What is told, what is done and which links there are always agree. */
function expectConsistent(after: PathStep['path']): void {
  if (after.state === 'closed') return expect.fail('closed by itself');
  const { told, links } = after;
  const carriers = links.filter(({ state }) => state === 'carrying');
  expect(carriers.length > 0).toBe(told.state === 'up');
  expect(after.mending.state).toBe(told.state === 'up' ? 'rest' : 'mending');
  expect(new Set(links.map(({ id }) => id)).size).toBe(links.length);
}

test.each<[string, OpenPath, PathInput, readonly string[]]>([
  [
    'a second of silence',
    path('caller', [carrying(first, 49_000)]),
    look,
    ['tellDown silent', 'startRetryTimer 0'],
  ],
  ['a gap of less', path('caller', [carrying(first, 49_100)]), look, []],
  [
    'the link that carries is closed: nothing is told yet, the mending begins',
    path('caller', [carrying(first)]),
    fail(first, 'peerClosed'),
    ['closeLink 1', 'startRetryTimer 0'],
  ],
  [
    'a second after it was closed',
    path('caller', [], {
      told: { state: 'fading', linkId: first, cause: 'peerClosed', lastAt: 49_000 },
      mending: mending('timer', 0),
    }),
    look,
    ['tellDown peerClosed'],
  ],
  [
    'the first attempt fails',
    path('caller', [offered(first)], { told: { state: 'starting' }, mending: mending('link') }),
    fail(first, 'connectTimeout'),
    ['closeLink 1', 'tellDown connectTimeout', 'startRetryTimer 1'],
  ],
  [
    'the first attempt makes way for the second, which is still on its way',
    path('callee', [connecting(first), connecting(second)], {
      told: { state: 'starting' },
      mending: mending('link'),
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
    { type: 'retryDue', at, freshId: fresh },
    ['stopRetryTimer', 'openLink fresh'],
  ],
  [
    'it is time to ask again',
    broken('callee', 'timer', [silent(first)]),
    { type: 'retryDue', at, freshId: fresh },
    ['stopRetryTimer', 'askForLink', 'startRetryTimer 2'],
  ],
  [
    'a retry that is no longer due',
    broken('caller', 'server', [silent(first)]),
    { type: 'retryDue', at, freshId: fresh },
    [],
  ],
  [
    'the callee is offered a link while it waits',
    broken('callee', 'timer', [silent(first)]),
    { type: 'offered', at, linkId: second, plan: plainPlan },
    ['openLink 2', 'stopRetryTimer'],
  ],
  [
    'the callee is offered a link it had',
    path('callee', [carrying(first)], { past: [second] }),
    { type: 'offered', at, linkId: second, plan: plainPlan },
    [],
  ],
  [
    'the caller is offered a link',
    path('caller', [carrying(first)]),
    { type: 'offered', at, linkId: second, plan: plainPlan },
    [],
  ],
  ['the callee is asked for a link', path('callee', [carrying(first)]), want(first), []],
  [
    'the caller hears well, the callee asks: it hears nothing',
    path('caller', [carrying(first)]),
    want(first),
    ['openLink fresh'],
  ],
  [
    'a question that crossed the offer',
    broken('caller', 'link', [silent(first), offered(second, 49_500)]),
    want(first),
    [],
  ],
  [
    'a question long after the offer: it was lost',
    broken('caller', 'link', [silent(first), offered(second, 48_000)]),
    want(first),
    ['openLink fresh'],
  ],
  [
    'a question by a new page, after the old one answered',
    broken('caller', 'link', [connecting(second, 49_000)]),
    want(null),
    ['openLink fresh'],
  ],
  [
    'a question right after a link was made',
    broken('caller', 'link', [connecting(second, 49_900)]),
    want(second),
    [],
  ],
  [
    'too many links on their way: the oldest makes room, the silent one stays',
    broken('caller', 'link', [silent(first), offered(second, 40_000), connecting(third, 45_000)]),
    want(null),
    ['openLink fresh', 'closeLink 2'],
  ],
  [
    'the server is away',
    broken('caller', 'timer', [silent(first)]),
    { type: 'signalingLost' },
    ['stopRetryTimer'],
  ],
  ['the server is away, and media flows', path('caller', [carrying(first)]), { type: 'signalingLost' }, []],
  [
    'an attempt fails while the server is away',
    broken('caller', 'server', [silent(first), offered(second)]),
    fail(second, 'connectTimeout'),
    ['closeLink 2'],
  ],
  [
    'the server is back',
    broken('caller', 'server', [silent(first)]),
    { type: 'signalingIsBack', at, freshId: fresh },
    ['openLink fresh'],
  ],
  [
    'the server is back, and the callee asks',
    broken('callee', 'server', [silent(first)]),
    { type: 'signalingIsBack', at, freshId: fresh },
    ['askForLink', 'startRetryTimer 1'],
  ],
  [
    'the server was never missed',
    path('caller', [carrying(first)]),
    { type: 'signalingIsBack', at, freshId: fresh },
    [],
  ],
  [
    'the server is back, and an answered link goes on',
    broken('caller', 'link', [connecting(second)]),
    { type: 'signalingIsBack', at, freshId: fresh },
    [],
  ],
])('%s', (_name, before, input, expected) => {
  expect(words(pathTransition(before, input))).toEqual(expected);
});

test.each<[string, OpenPath, readonly Sample[], readonly string[]]>([
  [
    'the first packet',
    path('caller', [connecting(first)], {
      told: { state: 'starting' },
      shown: null,
      mending: mending('link'),
    }),
    [received(first, 1)],
    ['showMedia 1', 'noteDirect true', 'tellUp 1'],
  ],
  ['one packet of many', path('caller', [carrying(first)]), [received(first, 11)], []],
  [
    'the route changes',
    path('caller', [carrying(first)]),
    [received(first, 11, { path: 'relay', transport: 'tcp' })],
    ['tellUp 1'],
  ],
  [
    'packets come back on the silent link',
    broken('caller', 'timer', [silent(first)]),
    [received(first, 11)],
    ['noteDirect true', 'tellUp 1 after 5000, silent', 'stopRetryTimer'],
  ],
  [
    'a newer link carries: the older one stays, the other device may need it',
    path('caller', [carrying(first), connecting(second)]),
    [received(first, 11), received(second, 1)],
    ['showMedia 2', 'noteDirect true', 'tellUp 2'],
  ],
  [
    'a newer link has carried for a second: the older ones are closed',
    path('caller', [carrying(first), carrying(second, at, { since: 49_000 })], {
      shown: second,
      told: upOver(second),
    }),
    [received(first, 11), received(second, 11)],
    ['closeLink 1'],
  ],
  [
    'a newer link brings sound and no picture yet: what is on the screen stays',
    path('caller', [carrying(first), connecting(second)], {
      expected: { audio: true, video: true, since: 0 },
    }),
    [received(first, 11), { ...received(second, 1), frames: 0 }],
    [],
  ],
  [
    'a newer link brings sound only, while nothing comes in over the older one',
    path('caller', [carrying(first, 49_600), connecting(second)], {
      expected: { audio: true, video: true, since: 0 },
      told: { ...up, lastAt: 49_600 },
    }),
    [{ ...received(second, 1, relay), frames: 0 }],
    ['showMedia 2', 'noteDirect false', 'tellUp 2 after 400, silent'],
  ],
  [
    'the newer link carries while a still newer one is on its way',
    broken('caller', 'link', [silent(first), connecting(second), offered(third)]),
    [received(second, 1)],
    ['showMedia 2', 'noteDirect true', 'tellUp 2 after 5000, silent'],
  ],
  [
    'packets on the standby are ahead of the word that the other device has moved',
    path('callee', [carrying(first), ready(second, standbyPlan)]),
    [received(first, 11), received(second, 1, relay)],
    ['sendOver 2', 'showMedia 2', 'tellUp 2'],
  ],
])('%s', (_name, before, samples, expected) => {
  expect(words(pathTransition(before, { type: 'looked', at, samples, freshId: fresh }))).toEqual(expected);
});
describe('ICE fails', () => {
  const failed: PathInput = { type: 'iceFailed', at, linkId: first };
  test.each<[string, OpenPath, PathInput, readonly string[]]>([
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
      ['askForRestart 1'],
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
      { type: 'restartWanted', linkId: first },
      ['restartIce 1'],
    ],
    [
      'both ask for it',
      broken('caller', 'timer', [silent(first, 'tried')]),
      { type: 'restartWanted', linkId: first },
      [],
    ],
  ])('%s', (_name, before, input, expected) => {
    expect(words(pathTransition(before, input))).toEqual(expected);
  });
});

describe('something that was announced does not come in', () => {
  const lacking = (role: Role, has: Carrying['has'], more: Partial<OpenPath> = {}): OpenPath =>
    path(role, [carrying(first, at, { has })], {
      expected: { audio: true, video: true, since: 47_000 },
      ...more,
    });
  const sample = { ...received(first, 11), frames: 0 };
  const seen: PathInput = { type: 'looked', at, samples: [sample], freshId: fresh };

  test('no picture for three seconds: another link is tried, once', () => {
    const step = pathTransition(lacking('caller', { audio: true, video: false }), seen);
    expect(words(step)).toEqual(['openLink fresh']);
    expect(words(pathTransition(step.path, fail(fresh, 'iceFailed')))).toEqual(['closeLink fresh']);
  });

  test('the callee asks for it', () => {
    expect(words(pathTransition(lacking('callee', { audio: true, video: false }), seen))).toEqual([
      'askForLink',
    ]);
  });

  test('it was announced a moment ago', () => {
    const before = lacking(
      'caller',
      { audio: true, video: false },
      { expected: { audio: true, video: true, since: 47_001 } },
    );
    expect(words(pathTransition(before, seen))).toEqual([]);
  });

  test('no sound, but pulses: the other device has none to send', () => {
    const before = path('caller', [
      carrying(first, at, { has: { audio: false, video: false }, last: 'pulse', media: 0 }),
    ]);
    const samples = [{ ...received(first, 0), pulses: 1 }];
    expect(words(pathTransition(before, { ...look, samples }))).toEqual([]);
  });
});
