import { expect, it } from 'vitest';
import { createFakeStorage } from '../../testing/storage.ts';
import { createNetworkHistory } from './callStorage.ts';

function memory(kept?: string) {
  const entries = kept === undefined ? [] : [['ringback.networkHistory', kept] as const];
  return createNetworkHistory(createFakeStorage(new Map(entries)));
}

it('direct paths failed twice in a row: the next call starts with a relay', () => {
  const { record, isRelayFirst } = memory();
  record('home', false);
  expect(isRelayFirst('home')).toBe(false);
  record('home', false);
  expect(isRelayFirst('home')).toBe(true);
  expect(isRelayFirst('office')).toBe(false);
});

it('a direct path that works makes good for all that failed', () => {
  const { record, isRelayFirst } = memory();
  record('home', false);
  record('home', false);
  record('home', true);
  record('home', false);
  expect(isRelayFirst('home')).toBe(false);
});

it('remembers the networkHistory that were used last, and no more', () => {
  const { record, isRelayFirst } = memory();
  for (let cafe = 0; cafe < 20; cafe += 1) {
    record(`cafe ${cafe}`, false);
    record(`cafe ${cafe}`, false);
  }
  expect(isRelayFirst('cafe 0')).toBe(false);
  expect(isRelayFirst('cafe 4')).toBe(true);
});

it('whatever somebody else has written there counts as nothing', () => {
  for (const kept of ['', '{', '{}', '[1]', '[["home"]]', '[["home","2"]]']) {
    const { record, isRelayFirst } = memory(kept);
    expect(isRelayFirst('home')).toBe(false);
    record('home', false);
    record('home', false);
    expect(isRelayFirst('home')).toBe(true);
  }
});
