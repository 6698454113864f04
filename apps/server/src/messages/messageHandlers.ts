import {
  allowsMessage,
  bounds,
  fail,
  ok,
  type Handlers,
  type Limits,
  type Message,
  type RequestName,
  type UserId,
} from '@ringback/protocol';
import type { AttachedDevices, RequestContext } from '../devices/attachedDevices.ts';
import type { ContactNotifier } from '../people/contactNotifier.ts';
import type { Acquaintance } from '../people/peopleSql.ts';
import { reachFactsOf } from '../people/reach.ts';
import type { UserCache } from '../people/userCache.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { PrivacyCache } from '../privacy/privacyCache.ts';
import type { Storage } from '../storage/storage.ts';
import type { MessageOperations } from './messagesSql.ts';

type MessageRequest = Extract<RequestName, `message:${string}` | `conversation:${string}`>;

export interface MessageHandlerDeps {
  readonly storage: Storage<MessageOperations>;
  readonly devices: AttachedDevices;
  readonly people: UserCache;
  readonly privacy: PrivacyCache;
  readonly contactNotifier: ContactNotifier;
  readonly limits: Limits;
  /** How many bytes all messages of one sender may have together. */
  readonly textRoom: number;
  readonly now: () => number;
  /** Called once a message is stored and pushed to the devices that are attached. */
  readonly onSent: (message: Message) => void;
}

/** Handles requests about text messages, and pushes each change to the devices of both people. */
export function messageHandlers(deps: MessageHandlerDeps): Pick<Handlers<RequestContext>, MessageRequest> {
  const { storage } = deps;
  return {
    'message:send': sendHandler(deps),
    'message:list': async ({ userId }, { peer, before, limit = bounds.messagePage }) =>
      ok(await storage.run('messages:page', { userId, peerId: peer, before, limit })),
    'conversation:list': async ({ userId }) => {
      const conversations = await storage.run('conversations:of', { userId, limit: bounds.conversations });
      return ok({ conversations });
    },
    'conversation:mark': markHandler(deps),
  };
}

function markHandler(deps: MessageHandlerDeps): Handlers<RequestContext>['conversation:mark'] {
  const { storage, devices, privacy } = deps;
  return async ({ userId }, { peer: peerId, delivered, read }) => {
    const settings = (await privacy.settingsOf([userId])).get(userId);
    const sendsReceipt = read !== undefined && settings?.readReceipts !== false;
    const marked = await storage.run('conversations:mark', {
      userId,
      peerId,
      delivered,
      read,
      sendsReceipt,
    });
    if (marked === undefined) return fail('notFound');
    const { conversation, isNew, isTold } = marked;
    if (isNew) devices.pushToUser(userId, 'conversation:changed', conversation);
    // A push without news would tell that something was read.
    if (isTold) await pushConversation(deps, peerId, userId);
    return ok(conversation);
  };
}

const full = 'You have used all the space this server gives one person. Ask the person who runs it for more.';

function sendHandler(deps: MessageHandlerDeps): Handlers<RequestContext>['message:send'] {
  const { storage, people, limits, textRoom, now } = deps;
  const messages = new KeyedTokenBucket<UserId>(perMinute(limits.messagesPerMinute), now);
  return async ({ userId }, { id, to, text }) => {
    if (to === userId) return fail('badRequest');
    const retryAfterMs = messages.take(userId);
    if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
    if (!(await people.peopleOf([to])).has(to)) return fail('notFound');
    const isHidden = !allowsMessage(await reachFactsOf(deps, to, userId));
    const sent = await storage.run('messages:send', {
      draft: { id, from: userId, to, text, sentAt: now() },
      room: textRoom,
      isHidden,
    });
    switch (sent.kind) {
      case 'conflict':
        return fail('conflict', { message: 'Another message has this id.' });
      case 'full':
        return fail('forbidden', { message: full });
      case 'known':
        return ok(sent.message);
      case 'stored':
        await pushMessage(deps, sent.message, sent.met, isHidden);
        if (!isHidden) deps.onSent(sent.message);
        return ok(sent.message);
    }
  };
}

/**
 * Pushes the message to all devices of both people, including the sender's device: its answer may get lost. A hidden one
 * goes to the sender alone.
 */
async function pushMessage(
  deps: MessageHandlerDeps,
  message: Message,
  acquaintances: readonly Acquaintance[],
  isHidden: boolean,
): Promise<void> {
  const { devices, people, contactNotifier } = deps;
  const { from, to } = message;
  people.addAcquaintances(acquaintances);
  await contactNotifier.acquaintancesMade(acquaintances);
  const told = isHidden ? [from] : [from, to];
  for (const userId of told) devices.pushToUser(userId, 'message:changed', message);
  await pushConversation(deps, from, to);
  if (!isHidden) await pushConversation(deps, to, from);
}

/** Pushes a conversation to one of its two people, if they have a device attached. */
async function pushConversation(
  { storage, devices }: MessageHandlerDeps,
  userId: UserId,
  peerId: UserId,
): Promise<void> {
  if (devices.ofUser(userId).length === 0) return;
  const conversation = await storage.run('conversations:between', { userId, peerId });
  if (conversation !== undefined) devices.pushToUser(userId, 'conversation:changed', conversation);
}
