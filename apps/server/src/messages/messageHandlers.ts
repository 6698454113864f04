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
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { RequestContext } from '../devices/requestContext.ts';
import { KeyedTokenBucket } from '../platform/tokenBucket.ts';
import type { ContactNotifier } from '../people/contactNotifier.ts';
import type { UserCache } from '../people/userCache.ts';
import type { Storage } from '../storage/storage.ts';
import type { Acquaintance } from '../people/peopleSql.ts';
import type { MessageOperations } from './messagesSql.ts';

type MessageRequest = Extract<RequestName, `message:${string}` | `conversation:${string}`>;

/** What requests about messages work with. */
export interface MessageHandlerDeps {
  readonly storage: Storage<MessageOperations>;
  readonly devices: AttachedDevices;
  readonly people: UserCache;
  readonly contactNotifier: ContactNotifier;
  readonly limits: Limits;
  readonly now: () => number;
  /** A message is stored and told to those who are here. */
  readonly onSent: (message: Message) => void;
}

/** Answers the requests about text messages, and keeps the devices of both sides in step. */
export function messageHandlers(deps: MessageHandlerDeps): Pick<Handlers<RequestContext>, MessageRequest> {
  const { storage, devices } = deps;
  return {
    'message:send': sendHandler(deps),
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
        await tellConversation(deps, peer, userId);
      }
      return ok(conversation);
    },
  };
}

function sendHandler(deps: MessageHandlerDeps): Handlers<RequestContext>['message:send'] {
  const { storage, people, limits, now } = deps;
  const byUser = new KeyedTokenBucket<UserId>({ size: limits.messagesPerMinute, intervalMs: 60_000 }, now);
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
        await tell(deps, sent.message, sent.met);
        deps.onSent(sent.message);
        return ok(sent.message);
    }
  };
}

/** Also the device that sent it: should its answer get lost, it still learns that the message is there. */
async function tell(deps: MessageHandlerDeps, message: Message, met: readonly Acquaintance[]): Promise<void> {
  const { devices, people, contactNotifier } = deps;
  const { from, to } = message;
  people.met(met);
  await contactNotifier.met(met);
  for (const userId of [from, to]) devices.pushToUser(userId, 'message:changed', message);
  await tellConversation(deps, from, to);
  await tellConversation(deps, to, from);
}

/** Tells a user's devices how a conversation stands, if any are here. */
async function tellConversation(
  { storage, devices }: MessageHandlerDeps,
  userId: UserId,
  peerId: UserId,
): Promise<void> {
  if (devices.ofUser(userId).length === 0) return;
  const conversation = await storage.run('conversations:between', { userId, peerId });
  if (conversation !== undefined) devices.pushToUser(userId, 'conversation:changed', conversation);
}
