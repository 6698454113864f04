import { randomUUID } from 'node:crypto';
import { CallId, LinkId, type WireCall } from '@ringback/protocol';
import * as v from 'valibot';
import type { RawDevice } from '@ringback/testkit';

const route = { path: 'direct', transport: 'udp' } as const;

/** Connects two devices in a call until media flows both ways; the call stays active. */
export async function connectCall(caller: RawDevice, callee: RawDevice): Promise<WireCall> {
  const callId = v.parse(CallId, randomUUID());
  const linkId = v.parse(LinkId, randomUUID());
  const rings = callee.next('call:changed', ({ id }) => id === callId);
  await caller.must('call:place', { callId, to: callee.userId, media: 'audio' });
  await rings;
  const answered = caller.next('call:changed', ({ id, phase }) => id === callId && phase === 'connecting');
  await callee.must('call:ringing', { callId });
  await callee.must('call:accept', { callId, media: 'audio' });
  await answered;
  const heard = callee.next('call:signal', (signal) => signal.callId === callId);
  await caller.must('call:signal', { callId, to: callee.deviceId, linkId, box: 'an offer' });
  await heard;
  await caller.must('call:linkUp', { callId, linkId, route });
  return callee.must('call:linkUp', { callId, linkId, route });
}

/** Takes two devices through a complete call, up to both histories. */
export async function completeCall(caller: RawDevice, callee: RawDevice): Promise<void> {
  const { id: callId } = await connectCall(caller, callee);
  const entries = [caller, callee].map((device) =>
    device.next('history:changed', (entry) => entry.callId === callId && entry.label === 'answered'),
  );
  await caller.must('call:end', { callId });
  await Promise.all(entries);
}
