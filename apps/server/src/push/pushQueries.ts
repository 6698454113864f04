import {
  bounds,
  fail,
  isUnanswered,
  ok,
  type Call,
  type CallId,
  type CallNews,
  type ConversationNews,
  type Person,
  type Result,
  type UserId,
} from '@ringback/protocol';
import type { Calls } from '../calls/calls.ts';
import { readAs, report } from '../calls/callCommands.ts';
import type { Storage } from '../storage/storage.ts';
import type { HistoryOperations } from '../history/historySql.ts';
import type { MessageOperations } from '../messages/messagesSql.ts';
import type { NoteOperations } from '../notes/notesSql.ts';
import type { ContactOperations } from '../people/contactsSql.ts';
import { isInBrowser, type ProfileOf } from './browser.ts';
import type { PushWorker } from './pushSubscriptions.ts';
import { dealtWithOn } from './wakeReason.ts';

/** The operations from which answers to service workers are built. */
export type PushQueryOperations = ContactOperations & HistoryOperations & MessageOperations & NoteOperations;

/** What answers to service workers are made of. */
export interface PushQueryDeps {
  readonly calls: Calls;
  readonly storage: Storage<PushQueryOperations>;
  readonly profileOf: ProfileOf;
  readonly now: () => number;
}

/** How a call to the worker's user stands; `notFound` for every other call, and for those that this user must not know of. */
export async function readCallNews(
  deps: PushQueryDeps,
  by: PushWorker,
  callId: CallId,
): Promise<Result<CallNews>> {
  const found = await deps.calls.query(callId, readAs(by));
  if (!found.ok) return found;
  return found.data.callee.userId === by.userId ? ok(await newsOf(found.data, by, deps)) : fail('notFound');
}

/** The worker's user declines, without a window. */
export async function declineCall(
  deps: PushQueryDeps,
  by: PushWorker,
  callId: CallId,
): Promise<Result<CallNews>> {
  const declined = await deps.calls.submit(report(callId, by, (at) => ({ type: 'declined', by, at })));
  return declined.ok ? ok(await newsOf(declined.data, by, deps)) : declined;
}

async function newsOf(call: Call, by: PushWorker, deps: PushQueryDeps): Promise<CallNews> {
  const { storage, now } = deps;
  const { id: callId, caller, media, placedAt, ringDeadlineAt } = call;
  const known = await personTo(storage, call.callee.userId, caller.userId);
  const about = { callId, peer: known ?? { id: caller.userId, name: caller.name }, media, placedAt };
  if (isUnanswered(call)) return { state: 'ringing', ...about, leftMs: Math.max(ringDeadlineAt - now(), 0) };
  const on = dealtWithOn(call);
  const isSettled =
    on === undefined
      ? await isKnown(call, deps)
      : isInBrowser({ ...by, id: by.deviceId }, on, deps.profileOf);
  if (isSettled) return { state: 'settled', callId };
  if (on === undefined) return { state: 'missed', ...about };
  return { state: 'over', ...about, how: call.answeredBy === undefined ? 'declined' : 'answered' };
}

/** Whether the callee of a missed call has seen it in the history, deleted it there, or was called again at once. */
async function isKnown({ id, callee: { userId } }: Call, { storage }: PushQueryDeps): Promise<boolean> {
  const [entry] = await storage.run('history:entries', { userId, callIds: [id] });
  return entry?.seen ?? true;
}

/** What waits in the worker's user's conversation with somebody; `notFound` for whom they never met. */
export async function readConversationNews(
  { storage }: PushQueryDeps,
  { userId }: PushWorker,
  peerId: UserId,
): Promise<Result<ConversationNews>> {
  const [conversation, { notes }] = await Promise.all([
    storage.run('conversations:between', { userId, peerId }),
    storage.run('notes:page', { userId, peerId, before: undefined, limit: bounds.messagePage }),
  ]);
  const unplayed = notes.filter(({ to, playedAt }) => to === userId && playedAt === undefined);
  if (conversation === undefined && notes.length === 0) return fail('notFound');
  const peer = await personTo(storage, userId, peerId);
  if (peer === undefined) return fail('notFound');
  const { unread = 0, last } = conversation ?? {};
  const waiting: Waiting[] = unplayed.map(({ media, durationMs, sentAt }) => ({
    sent: { kind: 'note', media, durationMs },
    sentAt,
  }));
  if (unread > 0 && last?.from === peerId)
    waiting.push({ sent: { kind: 'text', text: last.text }, sentAt: last.sentAt });
  const latest = waiting.toSorted((a, b) => b.sentAt - a.sentAt)[0];
  return ok({ peer, unread: unread + unplayed.length, ...(latest !== undefined && { last: latest }) });
}

type Waiting = NonNullable<ConversationNews['last']>;

/** Somebody as a user calls them; undefined where there is nobody. */
async function personTo(
  storage: Storage<PushQueryOperations>,
  userId: UserId,
  peerId: UserId,
): Promise<Person | undefined> {
  const known = await storage.run('people:known', { userId, peerId });
  if (known === undefined) return undefined;
  const { contact, met: _, ...person } = known;
  return { ...person, name: contact?.name ?? person.name };
}
