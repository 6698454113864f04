import {
  bounds,
  fail,
  ok,
  type Handlers,
  type Limits,
  type Message,
  type RequestName,
  type UserId,
} from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attached.ts';
import type { Requester } from '../devices/requester.ts';
import { Buckets } from '../platform/tokenBucket.ts';
import type { Introductions } from '../people/introductions.ts';
import type { PeopleMemory } from '../people/peopleMemory.ts';
import type { Acquaintance, Storage } from '../storage/operations.ts';

type MessageRequest = Extract<RequestName, `message:${string}` | `conversation:${string}`>;

/** What requests about messages work with. */
export interface MessageParts {
  readonly storage: Storage;
  readonly devices: AttachedDevices;
  readonly people: PeopleMemory;
  readonly introductions: Introductions;
  readonly limits: Limits;
  readonly now: () => number;
  /** A message is stored and told to those who are here. */
  readonly onSent: (message: Message) => void;
}

/** Answers the requests about text messages, and keeps the devices of both sides in step. */
export function messageHandlers(parts: MessageParts): Pick<Handlers<Requester>, MessageRequest> {
  const { storage, devices } = parts;
  return {
    'message:send': sendHandler(parts),
    'message:list': async ({ userId }, { peer, before, limit = bounds.messagePage }) =>
      ok(await storage.run('messages:page', { userId, peerId: peer, before, limit })),
    'conversation:list': async ({ userId }) => {
      const conversations = await storage.run('conversations:of', { userId, limit: bounds.conversations });
      return ok({ conversations });
    },
    'conversation:mark': async ({ userId }, { peer, delivered, read }) => {
      const marked = await storage.run('conversations:mark', { userId, peerId: peer, delivered, read });
      if (marked === undefined) return fail('notFound');
      const { conversation, isNew } = marked;
      if (isNew) {
        devices.pushToUser(userId, 'conversation:changed', conversation);
        await tellConversation(parts, peer, userId);
      }
      return ok(conversation);
    },
  };
}

function sendHandler(parts: MessageParts): Handlers<Requester>['message:send'] {
  const { storage, people, limits, now } = parts;
  const byUser = new Buckets<UserId>({ size: limits.messagesPerMinute, intervalMs: 60_000 }, now);
  return async ({ userId }, { id, to, text }) => {
    if (to === userId) return fail('badRequest');
    const retryAfterMs = byUser.take(userId);
    if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
    if (!(await people.peopleOf([to])).has(to)) return fail('notFound');
    const sent = await storage.run('messages:send', { id, from: userId, to, text, sentAt: now() });
    switch (sent.kind) {
      case 'conflict':
        return fail('conflict', { message: 'Another message has this id.' });
      case 'known':
        return ok(sent.message);
      case 'stored':
        await tell(parts, sent.message, sent.met);
        parts.onSent(sent.message);
        return ok(sent.message);
    }
  };
}

/** Also the device that sent it: should its answer get lost, it still learns that the message is there. */
async function tell(parts: MessageParts, message: Message, met: readonly Acquaintance[]): Promise<void> {
  const { devices, people, introductions } = parts;
  const { from, to } = message;
  people.met(met);
  await introductions.met(met);
  for (const userId of [from, to]) devices.pushToUser(userId, 'message:changed', message);
  await tellConversation(parts, from, to);
  await tellConversation(parts, to, from);
}

/** Tells a user's devices how a conversation stands, if any are here. */
async function tellConversation(
  { storage, devices }: MessageParts,
  userId: UserId,
  peerId: UserId,
): Promise<void> {
  if (devices.ofUser(userId).length === 0) return;
  const conversation = await storage.run('conversations:between', { userId, peerId });
  if (conversation !== undefined) devices.pushToUser(userId, 'conversation:changed', conversation);
}
