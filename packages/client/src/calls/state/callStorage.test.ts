import { CallId, DeviceId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { createFakeStorage } from '../../testing/storage.ts';
import { createNetworkHistory, readPersistedCalls, savePersistedCalls } from './callStorage.ts';
import { signedOutState, type PendingEnd } from './callsState.ts';

function historyFrom(text?: string) {
  const entries = text === undefined ? [] : [['ringback.networks', text] as const];
  return createNetworkHistory(createFakeStorage(new Map(entries)));
}

it('starts the next call with a relay after two direct links failed in a row', () => {
  const { record, isRelayFirst } = historyFrom();
  record('home', false);
  expect(isRelayFirst('home')).toBe(false);
  record('home', false);
  expect(isRelayFirst('home')).toBe(true);
  expect(isRelayFirst('office')).toBe(false);
});

it('forgets the failures of a network once a direct link works on it', () => {
  const { record, isRelayFirst } = historyFrom();
  record('home', false);
  record('home', false);
  record('home', true);
  record('home', false);
  expect(isRelayFirst('home')).toBe(false);
});

it('remembers only the most recently used networks', () => {
  const { record, isRelayFirst } = historyFrom();
  for (let cafe = 0; cafe < 20; cafe += 1) {
    record(`cafe ${cafe}`, false);
    record(`cafe ${cafe}`, false);
  }
  expect(isRelayFirst('cafe 0')).toBe(false);
  expect(isRelayFirst('cafe 4')).toBe(true);
});

it('treats unreadable content as empty', () => {
  for (const text of ['', '{', '{}', '[1]', '[["home"]]', '[["home","2"]]']) {
    const { record, isRelayFirst } = historyFrom(text);
    expect(isRelayFirst('home')).toBe(false);
    record('home', false);
    record('home', false);
    expect(isRelayFirst('home')).toBe(true);
  }
});

describe('what survives a reload', () => {
  const deviceId = v.parse(DeviceId, '00000000-0000-4000-8000-0000000000aa');
  const otherDeviceId = v.parse(DeviceId, '00000000-0000-4000-8000-0000000000ab');
  const callId = v.parse(CallId, '00000000-0000-4000-8000-000000000001');
  const peerId = v.parse(UserId, '00000000-0000-4000-8000-0000000000b1');
  const end: PendingEnd = { request: 'call:end', callId, peerId, pressedAt: 7, endedByPeer: true };
  const me = { person: { id: peerId, name: 'Ada' }, deviceId };
  const stored = {
    deviceId,
    ends: [{ ask: 'call:end', callId, peerId, pressedAt: 7, isPeers: true }],
    inputs: null,
  };

  it('is written under the keys that earlier versions read', () => {
    const storage = createFakeStorage();
    savePersistedCalls(storage, { ...signedOutState, me, pendingEnds: [end] });
    expect(JSON.parse(storage.get('ringback.calls') ?? '')).toEqual(stored);
    expect(readPersistedCalls(storage, deviceId)).toEqual({ pendingEnds: [end], inputs: null });
  });

  it('is ignored by a duplicated tab, which is another device', () => {
    const storage = createFakeStorage(new Map([['ringback.calls', JSON.stringify(stored)]]));
    expect(readPersistedCalls(storage, otherDeviceId)).toEqual({ pendingEnds: [], inputs: null });
  });

  it('is removed once there is nothing to save', () => {
    const storage = createFakeStorage(new Map([['ringback.calls', JSON.stringify(stored)]]));
    savePersistedCalls(storage, { ...signedOutState, me });
    expect(storage.get('ringback.calls')).toBeNull();
  });
});
