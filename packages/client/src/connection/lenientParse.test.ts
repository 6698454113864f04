import { CallRecord, DeviceId, UserId, type WireCall } from '@ringback/protocol';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { missed } from '../testing/entries.testing.ts';
import { fromGrace } from '../messages/messages.testing.ts';
import { noteAt } from '../notes/notes.testing.ts';
import { lenientParse } from './lenientParse.ts';
import { readAnswer, readPush } from './pushParser.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [ada, grace] = [v.parse(UserId, uuid(1)), v.parse(UserId, uuid(2))];
const device = v.parse(DeviceId, uuid(3));

const call: WireCall = {
  id: missed(1).callId,
  version: 3,
  phase: 'ringing',
  media: 'audio',
  caller: { userId: ada, deviceId: device, name: 'Ada' },
  callee: { userId: grace, name: 'Grace' },
  placedAt: 1_000,
  ringDeadlineAt: 46_000,
  warm: 'all',
};
const end = { reason: 'tookOver', by: ada, at: 9_000, cause: 'solarFlare' };

describe('a newer server', () => {
  test('adds fields anywhere, also where none are allowed', () => {
    const route = { path: 'direct', transport: 'udp', hops: 3 };
    const payload = { ...call, phase: 'active', answeredBy: device, connectedAt: 2_000, route, color: 'red' };
    expect(readPush('call:changed', payload)?.payload).toEqual({
      ...call,
      phase: 'active',
      answeredBy: device,
      connectedAt: 2_000,
      route: { path: 'direct', transport: 'udp' },
    });
  });

  test('uses new words in optional fields: they are left out', () => {
    const entry = { ...missed(1), missed: 1, detail: 'onTheMoon', cause: 'solarFlare' };
    expect(readPush('history:changed', entry)?.payload).toEqual({ ...missed(1), missed: 1 });
    const carried = { ...call, route: { path: 'mesh', transport: 'udp' } };
    expect(readPush('call:changed', carried)?.payload).toEqual(call);
  });

  test.each([
    ['rings on', { phase: 'buzzing' }, { phase: 'ringing' }],
    ['connects', { phase: 'warming', answeredBy: device }, { phase: 'connecting' }],
    ['goes on', { phase: 'onHold', answeredBy: device, connectedAt: 2_000 }, { phase: 'active' }],
    ['is over', { phase: 'archived', end }, { phase: 'ended', end: { reason: 'canceled' } }],
    [
      'is over after an answer',
      { phase: 'ended', answeredBy: device, end },
      { phase: 'ended', end: { reason: 'hungUp', by: ada } },
    ],
    ['is of a new kind', { media: 'hologram' }, { media: 'audio' }],
  ])('uses new words in a call: it %s', (_, changes, expected) => {
    expect(readPush('call:changed', { ...call, ...changes })?.payload).toMatchObject(expected);
  });

  test('labels an entry with a new word: it is shown all the same', () => {
    const entry = { ...missed(1), missed: 1, label: 'screened' };
    expect(readPush('history:changed', entry)?.payload).toMatchObject({ label: 'failed', missed: 1 });
  });

  test('answers with a new error code: its message is kept', () => {
    const error = { code: 'tooPopular', message: 'Grace has too many callers.' };
    const read = readAnswer('call:place', { ok: false, error });
    expect(read).toEqual({ ok: false, error: { ...error, code: 'internal' } });
  });

  test('sends a note in a new format: it is listed', () => {
    const read = readPush('note:changed', { ...noteAt(5), mime: 'audio/flac', bytes: 'archived' });
    expect(read?.payload).toMatchObject({ mime: 'audio/webm', bytes: 'kept' });
  });

  test('records new kinds of events and devices: the known ones stay', () => {
    const back = { kind: 'back', at: 5, role: 'caller' };
    const record = {
      placedAt: 1,
      devicesRang: 2,
      rangOn: [{ form: 'watch' }, { form: 'phone', browser: 'Lynx' }],
      moments: [
        { kind: 'teleported', at: 3 },
        back,
        { kind: 'down', at: 4, role: 'witness', cause: 'silent' },
      ],
      dropped: 0,
    };
    expect(lenientParse(CallRecord, record)?.output).toMatchObject({
      rangOn: [{ form: 'phone' }],
      moments: [back],
    });
  });
});

describe('a row that cannot be read', () => {
  test('hides no other entry', () => {
    const broken = [{ ...missed(4), placedAt: -1 }, null, 7, { ...missed(3), peer: { id: 'x' } }, {}];
    const read = readAnswer('history:list', {
      ok: true,
      data: { entries: [missed(5), ...broken, missed(1)], missed: 2 },
    });
    expect(read).toEqual({ ok: true, data: { entries: [missed(5), missed(1)], missed: 2 } });
  });

  test('hides no other message or note', () => {
    const messages = [{ ...fromGrace(3), text: 'x'.repeat(20_000) }, fromGrace(2)];
    expect(readAnswer('message:list', { ok: true, data: { messages } })).toEqual({
      ok: true,
      data: { messages: [fromGrace(2)] },
    });
    const notes = [noteAt(3), { ...noteAt(2), durationMs: 'long' }];
    expect(readAnswer('note:new', { ok: true, data: { notes } })).toEqual({
      ok: true,
      data: { notes: [noteAt(3)] },
    });
  });
});

test('what lacks something that it needs is not read', () => {
  for (const payload of [undefined, null, 7, 'x', [], {}, { ...call, caller: {} }, { ...call, version: 0 }])
    expect(readPush('call:changed', payload)).toBeUndefined();
});

test('what was sent is not changed', () => {
  const payload = { ...call, phase: 'buzzing' };
  readPush('call:changed', payload);
  expect(payload.phase).toBe('buzzing');
});
