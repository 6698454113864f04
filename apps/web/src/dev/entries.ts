import type { Entry } from '@ringback/protocol';
import { callId, grace, linus, longName, myDevice, otherDevice, people } from './cast.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

function entry(number: number, agoMs: number, more: Partial<Entry>): Entry {
  // Noon, so that what is some hours ago is on the same day at whatever time one looks.
  const placedAt = new Date().setHours(12, 0, 0, 0) - agoMs;
  return {
    callId: callId(number),
    peer: grace,
    direction: 'outgoing',
    media: 'audio',
    label: 'answered',
    placedAt,
    endedAt: placedAt + (more.durationMs ?? 30_000),
    seen: true,
    ...more,
  };
}

/** One entry of each kind, newest first. */
export const entries: readonly Entry[] = [
  entry(901, 0, { direction: 'incoming', label: 'missed', seen: false, media: 'video' }),
  entry(902, 6 * minuteMs, {
    peer: linus,
    direction: 'incoming',
    label: 'missed',
    detail: 'onAnotherCall',
    seen: false,
  }),
  entry(903, 10 * minuteMs, { durationMs: 754_000, media: 'video', deviceId: myDevice }),
  entry(904, 47 * minuteMs, { label: 'noAnswer' }),
  entry(912, 49 * minuteMs, { label: 'noAnswer' }),
  entry(913, 53 * minuteMs, { label: 'noAnswer' }),
  entry(905, 90 * minuteMs, { peer: longName, label: 'canceled', detail: 'notReached' }),
  entry(906, dayMs, { peer: linus, label: 'busy', media: 'video' }),
  entry(907, dayMs + 3 * minuteMs, { direction: 'incoming', durationMs: 7_000, deviceId: otherDevice }),
  entry(908, dayMs + 40 * minuteMs, { label: 'declined', media: 'video' }),
  entry(909, 3 * dayMs, { peer: linus, label: 'failed', cause: 'iceFailed' }),
  entry(910, 3 * dayMs + minuteMs, { durationMs: 4_356_000, detail: 'connectionLost', cause: 'silent' }),
  entry(911, 21 * dayMs, { direction: 'incoming', label: 'declined', deviceId: myDevice }),
];

/** As many as somebody has after years: with everyone in turn, now and then twice or three times in a row. */
export function manyEntries(count: number): readonly Entry[] {
  return Array.from({ length: count }, (_, n) => {
    const peer = people[Math.floor(n ** 1.5) % people.length] ?? grace;
    const label = n % 3 === 0 ? 'answered' : 'noAnswer';
    return entry(10_000 + n, n * 11 * minuteMs, { peer, label, durationMs: (n % 500) * 1_000 });
  });
}
