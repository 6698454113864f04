import { endReasons, linkCauses, UserId, type CallRecord, type Entry } from '@ringback/protocol';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { device, entry } from '../entries/entry.testing.ts';
import { callTimeline, spanText } from './timelineText.ts';

const udp = { path: 'direct', transport: 'udp' } as const;
const relay = { path: 'relay', transport: 'udp' } as const;
const relayTcp = { path: 'relay', transport: 'tcp' } as const;

const quiet: CallRecord = { placedAt: 0, devicesRang: 0, moments: [], dropped: 0 };

function rowTexts(record: Partial<CallRecord>, more: Partial<Entry> = {}): readonly string[] {
  const rows = callTimeline({ ...quiet, ...record }, entry(more), device(1));
  return rows.map(({ text, more: why }) => (why === undefined ? text : `${text} ${why}`));
}

test('a call that both sides held', () => {
  const texts = rowTexts(
    {
      answeredAt: 3_000,
      moments: [
        { kind: 'held', at: 9_000, role: 'caller' },
        { kind: 'held', at: 9_500, role: 'callee' },
        { kind: 'resumed', at: 12_000, role: 'caller' },
      ],
    },
    { label: 'answered' },
  );
  expect(texts.slice(-3)).toEqual([
    'You put the call on hold.',
    'Grace put the call on hold.',
    'You resumed the call.',
  ]);
});

test('a call that moved to the relay and was hung up by the other side', () => {
  const texts = rowTexts(
    {
      rangAt: 250,
      devicesRang: 2,
      answeredAt: 3_000,
      connectedAt: 3_120,
      moments: [
        { kind: 'up', at: 3_120, role: 'caller', route: udp },
        { kind: 'up', at: 3_150, role: 'callee', route: udp },
        { kind: 'up', at: 9_000, role: 'caller', route: relay, gapMs: 400, cause: 'silent' },
        { kind: 'up', at: 9_100, role: 'callee', route: relay, gapMs: 510 },
        { kind: 'up', at: 14_000, role: 'caller', route: relayTcp, gapMs: 1_200 },
        { kind: 'away', at: 20_000, role: 'callee' },
        { kind: 'back', at: 21_000, role: 'callee' },
      ],
      end: { reason: 'hungUp', by: entry().peer.id, at: 22_000 },
    },
    { label: 'answered' },
  );
  expect(texts).toEqual([
    'You called. The call reached the server.',
    'Rang on 2 devices.',
    'Grace answered.',
    'Connected in 120 ms, directly over UDP.',
    'Switched to relay, over UDP. No audio for 0.4 s, and for Grace for 0.5 s: the network between the two devices went silent.',
    'Switched to TCP, through the relay as before. No audio for 1.2 s.',
    'Grace’s page was closed or reloaded.',
    'Grace’s page was back.',
    'Grace hung up.',
  ]);
});

test('a lost call says on which side the sound stopped, and why', () => {
  const texts = rowTexts(
    {
      answeredAt: 100,
      moments: [
        { kind: 'up', at: 200, role: 'callee', route: relay },
        { kind: 'down', at: 900, role: 'callee', cause: 'silent' },
        { kind: 'up', at: 6_000, role: 'callee', route: relay, gapMs: 5_100, cause: 'iceFailed' },
        { kind: 'down', at: 9_000, role: 'callee', cause: 'iceFailed' },
        { kind: 'down', at: 9_500, role: 'caller', cause: 'iceFailed' },
      ],
      end: { reason: 'connectionLost', at: 40_000, cause: 'iceFailed' },
    },
    { label: 'answered', detail: 'connectionLost', cause: 'iceFailed' },
  );
  expect(texts.slice(2)).toEqual([
    'Connected on Grace’s side in 100 ms, through the relay over UDP.',
    'The sound stopped reaching Grace. Because the network between the two devices went silent.',
    'Connected again on Grace’s side, through the relay over UDP. No audio for Grace for 5.1 s: the path between the two networks failed.',
    'The sound stopped reaching Grace. Because the path between the two networks failed.',
    'An attempt to connect failed. Because the path between the two networks failed.',
    'The connection was lost for good.',
  ]);
});

test('a call that rang nowhere has no ringing row', () => {
  expect(rowTexts({ end: { reason: 'unreachable', at: 45_000 } })).toEqual([
    'You called. The call reached the server.',
    'It did not ring anywhere.',
  ]);
});

test.each([
  ['answered', { answeredAt: 9, end: undefined }],
  ['declined', { end: { reason: 'declined', at: 9 } }],
] as const)('%s by the callee on this device, and on another one', (label, record) => {
  const incoming = { direction: 'incoming', label } as const;
  expect(rowTexts(record, { ...incoming, deviceId: device(1) }).at(-1)).toBe(`You ${label}.`);
  expect(rowTexts(record, { ...incoming, deviceId: device(2) }).at(-1)).toBe(
    `You ${label} on another device.`,
  );
});

test('the kinds of devices that rang, answered or declined are shown as far as they are known', () => {
  const [chrome, phone] = [{ form: 'computer', browser: 'Chrome' }, { form: 'phone' }] as const;
  const rang = (devicesRang: number, rangOn: CallRecord['rangOn']) =>
    rowTexts({ rangAt: 100, devicesRang, rangOn })[1];
  expect(rang(1, [chrome])).toBe('Rang on Chrome (computer).');
  expect(rang(3, [chrome, phone, chrome])).toBe('Rang on 3 devices: 2 computers (Chrome) and a phone.');
  expect(rang(2, [phone])).toBe('Rang on 2 devices, including a phone.');
  const declined = { declinedOn: phone, end: { reason: 'declined', at: 9 } } as const;
  expect(rowTexts({ answeredAt: 9, answeredOn: chrome }).at(-1)).toBe(
    'Grace answered on a computer (Chrome).',
  );
  expect(rowTexts(declined).at(-1)).toBe('Grace declined on a phone.');
  const incoming = { direction: 'incoming', label: 'declined' } as const;
  expect(rowTexts(declined, { ...incoming, deviceId: device(1) }).at(-1)).toBe('You declined.');
  expect(rowTexts(declined, { ...incoming, deviceId: device(2) }).at(-1)).toBe(
    'You declined on another device, a phone.',
  );
});

test('who ended the call reads right from either side', () => {
  const { peer } = entry();
  const me = v.parse(UserId, '00000000-0000-4000-8000-000000000009');
  expect(rowTexts({ end: { reason: 'hungUp', by: peer.id, at: 1 } }).at(-1)).toBe('Grace hung up.');
  expect(rowTexts({ end: { reason: 'hungUp', by: me, at: 1 } }).at(-1)).toBe('You hung up.');
  const canceled = { end: { reason: 'canceled', at: 1 } } as const;
  expect(rowTexts(canceled).at(-1)).toBe('You stopped calling.');
  expect(rowTexts(canceled, { direction: 'incoming' }).at(-1)).toBe('Grace stopped calling.');
});

test('every ending and every cause reads as a full sentence', () => {
  const moments = linkCauses.map((cause, at) => ({ kind: 'down', at, role: 'caller', cause }) as const);
  for (const reason of endReasons)
    for (const row of rowTexts({ moments, end: { reason, at: 99 } })) expect(row).toMatch(/^[A-Z].*\.$/);
});

test.each([
  [0, '0 ms'],
  [199, '199 ms'],
  [400, '0.4 s'],
  [12_400, '12 s'],
])('%i ms reads %s', (ms, text) => {
  expect(spanText(ms)).toBe(text);
});
