import { CallId, DeviceId, UserId, type Entry } from '@ringback/protocol';
import * as v from 'valibot';

/** The id of a device that ends in a digit. */
export function device(digit: number): DeviceId {
  return v.parse(DeviceId, `00000000-0000-4000-8000-00000000000${digit}`);
}

/** An entry with the given changes; by default an outgoing voice call to Grace that was canceled. */
export function entry(more: Partial<Entry> = {}): Entry {
  return {
    callId: v.parse(CallId, '00000000-0000-4000-8000-000000000001'),
    peer: { id: v.parse(UserId, '00000000-0000-4000-8000-000000000002'), name: 'Grace' },
    direction: 'outgoing',
    media: 'audio',
    label: 'canceled',
    placedAt: 0,
    endedAt: 0,
    seen: true,
    ...more,
  };
}
