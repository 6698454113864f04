import { describe, expect, it, test } from 'vitest';
import type { Role } from '../call/call.ts';
import { linkId } from '../call/world.testing.ts';
import type { LinkId } from '../wire/ids.ts';
import type { Carrying, Link, Sample } from './link.ts';
import type { Mending, OpenPath, PathInput, PathStep, Told } from './path.ts';
import { openPath, pathTransition } from './pathTransition.ts';

const first = linkId(1);
const second = linkId(2);
const third = linkId(3);
const fourth = linkId(4);
const fresh = linkId(9);
const at = 50_000;
const route = { path: 'direct', transport: 'udp' } as const;

function carrying(id: LinkId, lastAt = at): Carrying {
  return { id, openedAt: 1_000, state: 'carrying', route, media: 10, pulses: 0, lastAt, last: 'media' };
}

function silent(id: LinkId): Link {
  return { ...carrying(id, 45_000), state: 'silent' };
}

function offered(id: LinkId, openedAt = at): Link {
  return { id, openedAt, state: 'offered' };
}

function connecting(id: LinkId, openedAt = at): Link {
  return { id, openedAt, state: 'connecting' };
}

const up: Told = { state: 'up', linkId: first, route, lastAt: at };

function mending(waitsFor: 'link' | 'timer' | 'server', attempts = 1): Mending {
  return { state: 'mending', since: 40_000, attempts, waitsFor, cause: 'silent' };
}

function path(role: Role, links: readonly Link[], more: Partial<OpenPath> = {}): OpenPath {
  const rest = { told: up, mending: { state: 'rest' }, shown: first, past: [] } as const;
  return { state: 'open', role, links, ...rest, ...more };
}

/** Nothing carries, and what is done about it. */
function broken(role: Role, waitsFor: 'link' | 'timer' | 'server', links: readonly Link[]): OpenPath {
  return path(role, links, { told: { state: 'down' }, mending: mending(waitsFor) });
}

const inputs: readonly PathInput[] = [
  { type: 'looked', at, samples: [] },
  { type: 'offered', at, linkId: fourth },
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
  'talking, with a newer link on its way': path('caller', [carrying(first), offered(second)]),
  'broken, a link on its way': broken('caller', 'link', [silent(first), connecting(second)]),
  'broken, waiting to try again': broken('caller', 'timer', [silent(first)]),
  'broken, waiting to ask again': broken('callee', 'timer', [silent(first)]),
  'broken, the server away': broken('caller', 'server', [silent(first)]),
};

function words({ effects }: PathStep): string[] {
  return effects.map((effect) => {
    switch (effect.type) {
      case 'tellDown':
        return `tellDown ${effect.cause}`;
      case 'startRetryTimer':
        return `startRetryTimer ${effect.attempt}`;
      case 'openLink':
      case 'closeLink':
      case 'showMedia':
      case 'tellUp':
        return `${effect.type} ${effect.linkId === fresh ? 'fresh' : Number(effect.linkId.slice(-4))}`;
      case 'askForLink':
      case 'stopRetryTimer':
        return effect.type;
    }
  });
}

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
    expect(words(openPath('caller', at, fresh))).toEqual(['openLink fresh']);
    expect(words(openPath('callee', at, fresh))).toEqual(['askForLink', 'startRetryTimer 1']);
  });
});

/** What is told, what is done and which links there are always agree. */
function expectConsistent(after: PathStep['path']): void {
  if (after.state === 'closed') return expect.fail('closed by itself');
  const { told, links } = after;
  const carriers = links.filter(({ state }) => state === 'carrying');
  expect(carriers.length).toBe(told.state === 'up' ? 1 : 0);
  expect(after.mending.state).toBe(told.state === 'up' ? 'rest' : 'mending');
  expect(new Set(links.map(({ id }) => id)).size).toBe(links.length);
}

const look: PathInput = { type: 'looked', at, samples: [] };
const want = (after: LinkId | null): PathInput => ({ type: 'wanted', at, after, freshId: fresh });
const fail = (id: LinkId, cause: 'iceFailed' | 'peerClosed' | 'connectTimeout'): PathInput => ({
  type: 'failed',
  at,
  linkId: id,
  cause,
});

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
    { type: 'offered', at, linkId: second },
    ['openLink 2', 'stopRetryTimer'],
  ],
  [
    'the callee is offered a link it had',
    path('callee', [carrying(first)], { past: [second] }),
    { type: 'offered', at, linkId: second },
    [],
  ],
  [
    'the caller is offered a link',
    path('caller', [carrying(first)]),
    { type: 'offered', at, linkId: second },
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

function received(id: LinkId, media: number, via: Sample['route'] = route): Sample {
  return { linkId: id, media, pulses: 0, route: via, localCandidates: 1, remoteCandidates: 1 };
}

test.each<[string, OpenPath, readonly Sample[], readonly string[]]>([
  [
    'the first packet',
    path('caller', [connecting(first)], {
      told: { state: 'starting' },
      shown: null,
      mending: mending('link'),
    }),
    [received(first, 1)],
    ['showMedia 1', 'tellUp 1'],
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
    ['tellUp 1', 'stopRetryTimer'],
  ],
  [
    'the newer link carries: the older ones are closed',
    path('caller', [carrying(first), connecting(second)]),
    [received(first, 11), received(second, 1)],
    ['showMedia 2', 'tellUp 2', 'closeLink 1'],
  ],
  [
    'the newer link carries while a still newer one is on its way',
    broken('caller', 'link', [silent(first), connecting(second), offered(third)]),
    [received(second, 1)],
    ['showMedia 2', 'tellUp 2', 'closeLink 1'],
  ],
])('%s', (_name, before, samples, expected) => {
  expect(words(pathTransition(before, { type: 'looked', at, samples }))).toEqual(expected);
});
