import { CallId, UserId, type Entry } from '@ringback/protocol';
import * as v from 'valibot';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const callId = (n: number): CallId => v.parse(CallId, uuid(n));
export const userId = (n: number): UserId => v.parse(UserId, uuid(n));

/** An entry of a missed call, placed at minute `n`. */
export function missed(n: number, changes: Partial<Entry> = {}): Entry {
  const placedAt = n * 60_000;
  return {
    callId: callId(n),
    peer: { id: userId(1), name: 'Grace' },
    direction: 'incoming',
    media: 'audio',
    label: 'missed',
    placedAt,
    endedAt: placedAt + 30_000,
    seen: false,
    ...changes,
  };
}

/** An entry of a call that was answered, placed at minute `n`. */
export function answered(n: number): Entry {
  return missed(n, { label: 'answered', direction: 'outgoing', durationMs: 7_000, seen: true });
}
