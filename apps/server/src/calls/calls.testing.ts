import { randomUUID } from 'node:crypto';
import { DeviceId, UserId, type Calling } from '@ringback/protocol';
import * as v from 'valibot';
import { newCallId } from '../testing/testServer.ts';

export const newUserId = (): UserId => v.parse(UserId, randomUUID());
export const newDeviceId = (): DeviceId => v.parse(DeviceId, randomUUID());

/** A new call between two new users. */
export function aCall(changes: Partial<Calling> = {}): Calling {
  return {
    id: newCallId(),
    version: 1,
    phase: 'calling',
    media: 'audio',
    caller: { userId: newUserId(), deviceId: newDeviceId(), name: 'Ada' },
    callee: { userId: newUserId(), name: 'Grace' },
    visibility: 'open',
    earlyCandidates: 'relay',
    placedAt: 0,
    ringDeadlineAt: 45_000,
    callerConnection: 'attached',
    deadlines: { ring: 45_000 },
    ...changes,
  };
}
