import { CallId, fail, ok, type Entry, type Result } from '@ringback/protocol';
import * as v from 'valibot';
import type { SignalingClient } from '../connection/signalingClient.ts';

/** Comes before every other id of the same time, in the order of pages. */
const firstId = v.parse(CallId, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
/** More calls than one user has within one millisecond. */
const atOneTime = 5;

/**
 * Finds one entry however far back it lies: the call tells when it was placed, and there the history is opened.
 * `notFound` for a call of others, and for an entry that was deleted.
 */
export async function lookUpEntry(signaling: SignalingClient, callId: CallId): Promise<Result<Entry>> {
  const record = await signaling.request('call:record', { callId });
  if (!record.ok) return record;
  const before = { placedAt: record.data.placedAt, callId: firstId };
  const page = await signaling.request('history:list', { filter: 'all', before, limit: atOneTime });
  if (!page.ok) return page;
  const entry = page.data.entries.find((each) => each.callId === callId);
  return entry === undefined ? fail('notFound') : ok(entry);
}
