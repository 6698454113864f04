import {
  bounds,
  fail,
  ok,
  type Handlers,
  type KnownPerson,
  type RequestName,
  type Result,
  type UserId,
} from '@ringback/protocol';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { RequestContext } from '../devices/requestContext.ts';
import { KeyedTokenBucket } from '../platform/tokenBucket.ts';
import type { UserCache } from './userCache.ts';
import type { Storage } from '../storage/storage.ts';
import type { ContactOperations } from './contactsSql.ts';

type ContactRequest = Extract<RequestName, `contact:${string}`>;

/** What requests about contacts work with. */
export interface ContactHandlerDeps {
  readonly storage: Storage<ContactOperations>;
  readonly people: UserCache;
  readonly devices: AttachedDevices;
  readonly now: () => number;
}

/** Far more than anybody adds or renames by hand. */
const perMinute = { size: 120, intervalMs: 60_000 };
const full = `You have ${bounds.contacts} contacts, which is as many as there can be. Remove one first.`;

/** Answers the requests about the user's own contacts, and keeps their other devices in step. Nobody else hears of it. */
export function contactHandlers(deps: ContactHandlerDeps): Pick<Handlers<RequestContext>, ContactRequest> {
  const { storage, people, now } = deps;
  const byUser = new KeyedTokenBucket<UserId>(perMinute, now);
  return {
    'contact:set': async ({ userId }, { userId: peerId, ...change }) => {
      if (peerId === userId) return fail('badRequest');
      const retryAfterMs = byUser.take(userId);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      if (!(await people.peopleOf([peerId])).has(peerId)) return fail('notFound');
      const wish = { userId, peerId, change, at: now(), atMost: bounds.contacts };
      if (!(await storage.run('contacts:set', wish))) return fail('conflict', { message: full });
      people.added(userId, peerId, true);
      return tell(deps, userId, peerId);
    },
    'contact:remove': async ({ userId }, { userId: peerId }) => {
      const retryAfterMs = byUser.take(userId);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      await storage.run('contacts:remove', { userId, peerId });
      people.added(userId, peerId, false);
      return tell(deps, userId, peerId);
    },
  };
}

/** Also the device that asked: should its answer get lost, it still learns what holds. */
async function tell(
  { storage, devices }: ContactHandlerDeps,
  userId: UserId,
  peerId: UserId,
): Promise<Result<KnownPerson>> {
  const known = await storage.run('people:known', { userId, peerId });
  if (known === undefined || peerId === userId) return fail('notFound');
  devices.pushToUser(userId, 'people:changed', known);
  return ok(known);
}
