import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { callId, deviceId, linkId, userId } from '../testing/simulatedServer.ts';
import { bounds } from './base/limits.ts';
import { isRequestName, requests, type RequestName } from './requests.ts';

const route = { path: 'direct', transport: 'udp' };
const onCall = { callId: callId(1) };
const onLink = { ...onCall, linkId: linkId(1) };

/** One valid payload per request. A new request does not compile until it is added here. */
const validPayloads: { readonly [N in RequestName]: object } = {
  'session:hello': {
    links: [{ ...onLink, route }],
    profile: callId(1),
    kind: { form: 'phone', browser: 'Safari' },
  },
  'session:time': {},
  'call:get': onCall,
  'call:record': onCall,
  'call:place': { ...onCall, to: userId(2), media: 'video' },
  'call:askReason': onCall,
  'call:giveReason': { ...onCall, reason: 'Your parcel' },
  'call:ringing': onCall,
  'call:accept': { ...onCall, media: 'audio', current: 'hold' },
  'call:hold': { ...onCall, held: true },
  'call:decline': onCall,
  'call:end': { ...onCall, endedAgoMs: 5, peerEnded: true },
  'call:signal': { ...onLink, to: deviceId(1), box: 'x' },
  'call:linkUp': { ...onLink, route, gapMs: 400, cause: 'silent' },
  'call:linkDown': { ...onLink, cause: 'silent' },
  'ice:servers': onCall,
  'checkup:relay': {},
  'history:list': {
    filter: 'all',
    peer: userId(1),
    search: 'gra',
    before: { placedAt: 1, callId: callId(1) },
    limit: 10,
  },
  'history:seen': { callIds: [callId(1)] },
  'history:delete': { before: 1 },
  'history:restore': { removal: callId(1) },
  'me:rename': { name: 'Ada' },
  'people:list': {},
  'contact:set': { userId: userId(1), name: 'Mum', isFavorite: true },
  'contact:remove': { userId: userId(1) },
  'people:get': { userId: userId(1) },
  'people:find': { name: 'Ada' },
  'conversation:list': {},
  'conversation:mark': { peer: userId(1), delivered: 5, read: 5 },
  'message:send': { id: callId(1), to: userId(1), text: 'Hello' },
  'message:list': { peer: userId(1), before: 5, limit: 10 },
  'note:list': { peer: userId(1), before: 5, limit: 10 },
  'note:ofCalls': { callIds: [callId(1)] },
  'note:new': {},
  'note:fetched': { noteIds: [callId(1)] },
  'note:played': { noteId: callId(1) },
  'settings:set': {
    alwaysRelay: true,
    missedCallPrompts: false,
    busyOnAnotherCall: true,
    showCameraWhileRinging: true,
    keyboardShortcuts: false,
    callsFrom: 'contacts',
    messagesFrom: 'contactsExcept',
    strangers: 'silence',
    readReceipts: false,
    quietHours: { on: true, days: [1, 5], from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
    doNotDisturbUntil: 5,
  },
  'report:send': { userId: userId(1), reason: 'spam', note: 'Calls all day', messages: [callId(1)] },
  'privacy:setRules': { userId: userId(1), change: { blocksCalls: true, isMuted: false } },
};

/** Settings that null switches off. */
const nullable = ['quietHours', 'doNotDisturbUntil'];

const accepts = (name: RequestName, payload: unknown): boolean =>
  v.safeParse(requests[name].payload, payload).success;
const names = Object.keys(validPayloads).filter(isRequestName);

describe('payloads of requests', () => {
  it.each(names)('%s: accepts a valid payload', (name) => {
    expect(accepts(name, validPayloads[name])).toBe(true);
  });

  it.each(names)('%s: rejects another type and additional fields', (name) => {
    for (const wrong of [
      undefined,
      null,
      7,
      'text',
      [],
      [validPayloads[name]],
      { ...validPayloads[name], extra: 1 },
    ]) {
      expect(accepts(name, wrong)).toBe(false);
    }
  });

  it.each(names)('%s: rejects a wrong type in each field', (name) => {
    for (const key of Object.keys(validPayloads[name])) {
      for (const wrong of [null, { a: 1 }, -1, Number.NaN, '\u0000', 'x'.repeat(bounds.boxBytes + 1)]) {
        const isFree = key === 'name' || key === 'box';
        if (isFree && wrong === '\u0000' && key === 'box') continue;
        if (wrong === null && nullable.includes(key)) continue;
        expect(
          accepts(name, { ...validPayloads[name], [key]: wrong }),
          `${key}: ${JSON.stringify(wrong).slice(0, 20)}`,
        ).toBe(false);
      }
    }
  });

  it('a signal is bounded in bytes, not in characters', () => {
    const box = 'é'.repeat(bounds.boxBytes / 2 + 1);
    expect(accepts('call:signal', { ...validPayloads['call:signal'], box })).toBe(false);
  });

  it('quiet hours have times of a day, days of a week and a time zone', () => {
    const hours = { on: true, days: [7], from: '00:00', to: '23:59', timeZone: 'America/St_Johns' };
    const set = (change: object): boolean => accepts('settings:set', { quietHours: { ...hours, ...change } });
    expect(set({})).toBe(true);
    for (const wrong of [
      { days: [0] },
      { days: [8] },
      { from: '24:00' },
      { to: '7:00' },
      { timeZone: 'Mars/Base' },
    ])
      expect(set(wrong)).toBe(false);
  });

  it('rules that do not exist are refused', () => {
    const change = { blocksCalls: true, blocksEverything: true };
    expect(accepts('privacy:setRules', { userId: userId(1), change })).toBe(false);
  });

  it('names of built-in properties are not requests', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'call:unknown', '']) {
      expect(isRequestName(name)).toBe(false);
    }
  });
});
