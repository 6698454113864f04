import {
  bounds,
  fail,
  isUnanswered,
  ok,
  type Call,
  type CallId,
  type CallNews,
  type Conversation,
  type ConversationNews,
  type Note,
  type Person,
  type Result,
  type UserId,
} from '@ringback/protocol';
import { readAs, report } from '../calls/callCommands.ts';
import type { Calls } from '../calls/calls.ts';
import type { HistoryOperations } from '../history/historySql.ts';
import type { MessageOperations } from '../messages/messagesSql.ts';
import type { NoteOperations } from '../notes/notesSql.ts';
import type { ContactOperations } from '../people/contactsSql.ts';
import type { Storage } from '../storage/storage.ts';
import { isInBrowser, type ProfileOf, type PushWorker } from './pushSubscriptions.ts';
import { handledBy } from './wakeReason.ts';

export type PushQueryOperations = ContactOperations & HistoryOperations & MessageOperations & NoteOperations;
type PushQueryStorage = Storage<PushQueryOperations>;

export interface PushQueryDeps {
  readonly calls: Calls;
  readonly storage: PushQueryStorage;
  readonly profileOf: ProfileOf;
  readonly now: () => number;
}

/** How a call to the worker's user stands; `notFound` for calls by the user, of others, and of hidden callers. */
export async function readCallNews(
  deps: PushQueryDeps,
  by: PushWorker,
  callId: CallId,
): Promise<Result<CallNews>> {
  const found = await deps.calls.query(callId, readAs(by));
  if (!found.ok) return found;
  const isCallee = found.data.callee.userId === by.userId;
  return isCallee ? ok(await toCallNews(found.data, by, deps)) : fail('notFound');
}

/** Declines a call for the worker's user, who pressed the button of a notification. */
export async function declineCall(
  deps: PushQueryDeps,
  by: PushWorker,
  callId: CallId,
): Promise<Result<CallNews>> {
  const declined = await deps.calls.submit(report(callId, by, (at) => ({ type: 'declined', by, at })));
  return declined.ok ? ok(await toCallNews(declined.data, by, deps)) : declined;
}

async function toCallNews(call: Call, by: PushWorker, deps: PushQueryDeps): Promise<CallNews> {
  const { storage, now } = deps;
  const { id: callId, caller, media, placedAt, ringDeadlineAt } = call;
  const known = await personAsKnown(storage, call.callee.userId, caller.userId);
  const about = { callId, peer: known ?? { id: caller.userId, name: caller.name }, media, placedAt };
  if (isUnanswered(call)) {
    const leftMs = Math.max(ringDeadlineAt - now(), 0);
    const reason = call.about?.reason;
    const said = {
      ...(call.isRequest && { request: true as const }),
      ...(reason !== undefined && { reason }),
    };
    return { state: 'ringing', ...about, leftMs, ...said };
  }
  const device = handledBy(call);
  const isSettled =
    device === undefined
      ? await isMissedCallSeen(call, storage)
      : isInBrowser({ ...by, id: by.deviceId }, device, deps.profileOf);
  if (isSettled) return { state: 'settled', callId };
  if (device === undefined) return { state: 'missed', ...about };
  return { state: 'over', ...about, how: call.answeredBy === undefined ? 'declined' : 'answered' };
}

/** Whether the callee saw the missed call in the history or deleted it there; the same if a new call replaced it. */
async function isMissedCallSeen(
  { id, callee: { userId } }: Call,
  storage: PushQueryStorage,
): Promise<boolean> {
  const [entry] = await storage.run('history:entries', { userId, callIds: [id] });
  return entry?.seen ?? true;
}

/** What is unread in the conversation of the worker's user with a person; `notFound` if they have none. */
export async function readConversationNews(
  { storage }: PushQueryDeps,
  { userId }: PushWorker,
  peerId: UserId,
): Promise<Result<ConversationNews>> {
  const [conversation, { notes }] = await Promise.all([
    storage.run('conversations:between', { userId, peerId }),
    storage.run('notes:page', { userId, peerId, before: undefined, limit: bounds.messagePage }),
  ]);
  if (conversation === undefined && notes.length === 0) return fail('notFound');
  const peer = await personAsKnown(storage, userId, peerId);
  if (peer === undefined) return fail('notFound');
  const unplayed = notes.filter(({ to, playedAt }) => to === userId && playedAt === undefined);
  const last = latestUnread(unplayed, conversation, peerId);
  const unread = (conversation?.unread ?? 0) + unplayed.length;
  return ok({ peer, unread, ...(last !== undefined && { last }) });
}

type UnreadItem = NonNullable<ConversationNews['last']>;

function latestUnread(
  unplayed: readonly Note[],
  conversation: Conversation | undefined,
  peerId: UserId,
): UnreadItem | undefined {
  const items: UnreadItem[] = unplayed.map(({ media, durationMs, sentAt }) => ({
    sent: { kind: 'note', media, durationMs },
    sentAt,
  }));
  const { unread = 0, last } = conversation ?? {};
  if (unread > 0 && last?.from === peerId)
    items.push({ sent: { kind: 'text', text: last.text }, sentAt: last.sentAt });
  return items.toSorted((a, b) => b.sentAt - a.sentAt)[0];
}

/** A person under the name that the user gave them, if any; undefined if the user does not know them. */
async function personAsKnown(
  storage: PushQueryStorage,
  userId: UserId,
  peerId: UserId,
): Promise<Person | undefined> {
  const known = await storage.run('people:known', { userId, peerId });
  if (known === undefined) return undefined;
  const { contact, met: _, ...person } = known;
  return { ...person, name: contact?.name ?? person.name };
}
