import { CallId, DeviceId, UserId, type Entry } from '@ringback/protocol';
import * as v from 'valibot';

/** A device by a digit. */
export function device(digit: number): DeviceId {
  return v.parse(DeviceId, `00000000-0000-4000-8000-00000000000${digit}`);
}

/** An entry: an outgoing voice call to Grace that was canceled, unless said otherwise. */
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
