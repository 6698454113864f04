import {
  fail,
  isUnanswered,
  ok,
  verdicts,
  type Call,
  type CallId,
  type CallNews,
  type ConversationNews,
  type Result,
  type UserId,
} from '@ringback/protocol';
import type { Calls } from '../calls/calls.ts';
import { lookAs, report } from '../calls/requests.ts';
import type { Storage } from '../storage/operations.ts';
import type { Worker } from './subscriptions.ts';

/** What answers to service workers are made of. */
export interface NewsParts {
  readonly calls: Calls;
  readonly storage: Storage;
  readonly now: () => number;
}

/** How a call to the worker's user stands; `notFound` for every other call, and for those that this user must not know of. */
export async function newsOfCall(parts: NewsParts, by: Worker, callId: CallId): Promise<Result<CallNews>> {
  const found = await parts.calls.look(callId, lookAs(by));
  if (!found.ok) return found;
  return found.data.callee.userId === by.userId ? ok(await newsOf(found.data, parts)) : fail('notFound');
}

/** The worker's user declines, without a window. */
export async function declineCall(parts: NewsParts, by: Worker, callId: CallId): Promise<Result<CallNews>> {
  const declined = await parts.calls.submit(report(callId, by, (at) => ({ type: 'declined', by, at })));
  return declined.ok ? ok(await newsOf(declined.data, parts)) : declined;
}

async function newsOf(call: Call, { storage, now }: NewsParts): Promise<CallNews> {
  const { id: callId, caller, media, placedAt, ringDeadlineAt } = call;
  const [known] = await storage.run('people:named', [caller.userId]);
  const about = { callId, peer: known ?? { id: caller.userId, name: caller.name }, media, placedAt };
  if (isUnanswered(call)) return { state: 'ringing', ...about, leftMs: Math.max(ringDeadlineAt - now(), 0) };
  if (call.phase !== 'ended' || call.answeredBy !== undefined)
    return { state: 'over', ...about, how: 'answered' };
  const isMissed = verdicts[call.end.reason].callee.label === 'missed';
  return isMissed ? { state: 'missed', ...about } : { state: 'over', ...about, how: 'declined' };
}

/** What waits to be read in the worker's user's conversation with somebody; `notFound` where nothing was written. */
export async function newsOfConversation(
  { storage }: NewsParts,
  { userId }: Worker,
  peerId: UserId,
): Promise<Result<ConversationNews>> {
  const found = await storage.run('conversations:between', { userId, peerId });
  if (found === undefined) return fail('notFound');
  const { peer, unread, last } = found;
  const isTheirs = unread > 0 && last.from === peerId;
  return ok({ peer, unread, ...(isTheirs && { last: { text: last.text, sentAt: last.sentAt } }) });
}
