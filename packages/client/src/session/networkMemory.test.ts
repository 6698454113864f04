import { createFakeStorage } from '../testing/storage.ts';
import { expect, it } from 'vitest';
import { createNetworkMemory } from './networkMemory.ts';

function memory(kept?: string) {
  const entries = kept === undefined ? [] : [['ringback.networks', kept] as const];
  return createNetworkMemory(createFakeStorage(new Map(entries)));
}

it('direct paths failed twice in a row: the next call starts with a relay', () => {
  const { note, isRelayFirst } = memory();
  note('home', false);
  expect(isRelayFirst('home')).toBe(false);
  note('home', false);
  expect(isRelayFirst('home')).toBe(true);
  expect(isRelayFirst('office')).toBe(false);
});

it('a direct path that works makes good for all that failed', () => {
  const { note, isRelayFirst } = memory();
  note('home', false);
  note('home', false);
  note('home', true);
  note('home', false);
  expect(isRelayFirst('home')).toBe(false);
});

it('remembers the networks that were used last, and no more', () => {
  const { note, isRelayFirst } = memory();
  for (let cafe = 0; cafe < 20; cafe += 1) {
    note(`cafe ${cafe}`, false);
    note(`cafe ${cafe}`, false);
  }
  expect(isRelayFirst('cafe 0')).toBe(false);
  expect(isRelayFirst('cafe 4')).toBe(true);
});

it('whatever somebody else has written there counts as nothing', () => {
  for (const kept of ['', '{', '{}', '[1]', '[["home"]]', '[["home","2"]]']) {
    const { note, isRelayFirst } = memory(kept);
    expect(isRelayFirst('home')).toBe(false);
    note('home', false);
    note('home', false);
    expect(isRelayFirst('home')).toBe(true);
  }
});
