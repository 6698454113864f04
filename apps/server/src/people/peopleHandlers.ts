import {
  bounds,
  fail,
  ok,
  type CheckedPayload,
  type Handlers,
  type KnownPerson,
  type Limits,
  type RequestName,
  type Result,
  type UserId,
} from '@ringback/protocol';
import type { AttachedDevices, RequestContext } from '../devices/attachedDevices.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { Storage } from '../storage/storage.ts';
import type { ContactOperations } from './contactsSql.ts';
import type { PeopleOperations } from './peopleSql.ts';
import type { UserCache } from './userCache.ts';

type PeopleRequest = Extract<RequestName, `people:${string}` | `contact:${string}`>;
type ContactChange = Omit<CheckedPayload<'contact:set'>, 'userId'>;

export interface PeopleHandlerDeps {
  readonly storage: Storage<ContactOperations & PeopleOperations>;
  readonly people: UserCache;
  readonly devices: AttachedDevices;
  readonly limits: Limits;
  readonly now: () => number;
}

/** Limits changes of contacts; far above what a person does by hand. */
const contactRate = perMinute(120);
const contactsFull = `You have ${bounds.contacts} contacts, which is as many as there can be. Remove one first.`;

/** Handles requests about other people: known ones, anyone by exact name, and the user's own contacts. */
export function peopleHandlers(deps: PeopleHandlerDeps): Pick<Handlers<RequestContext>, PeopleRequest> {
  const { storage, people, limits, now } = deps;
  const finds = new KeyedTokenBucket<UserId>(perMinute(limits.findsPerMinute), now);
  const contactChanges = new KeyedTokenBucket<UserId>(contactRate, now);
  return {
    'people:list': async ({ userId }) =>
      ok({ people: await storage.run('people:of', { userId, limit: bounds.people }) }),
    'people:get': async (by, { userId }) => {
      const person = (await people.peopleOf([userId])).get(userId);
      return person === undefined || userId === by.userId ? fail('notFound') : ok(person);
    },
    'people:find': async (by, { name }) => {
      const retryAfterMs = finds.take(by.userId);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      const person = await storage.run('people:find', name);
      return person === undefined || person.id === by.userId ? fail('notFound') : ok(person);
    },
    'contact:set': async ({ userId }, { userId: peerId, ...change }) => {
      if (peerId === userId) return fail('badRequest');
      const retryAfterMs = contactChanges.take(userId);
      return retryAfterMs > 0 ? fail('tooMany', { retryAfterMs }) : setContact(deps, userId, peerId, change);
    },
    'contact:remove': async ({ userId }, { userId: peerId }) => {
      const retryAfterMs = contactChanges.take(userId);
      return retryAfterMs > 0 ? fail('tooMany', { retryAfterMs }) : removeContact(deps, userId, peerId);
    },
  };
}

async function setContact(
  deps: PeopleHandlerDeps,
  userId: UserId,
  peerId: UserId,
  change: ContactChange,
): Promise<Result<KnownPerson>> {
  const { storage, people, now } = deps;
  if (!(await people.peopleOf([peerId])).has(peerId)) return fail('notFound');
  const contact = { userId, peerId, change, at: now(), atMost: bounds.contacts };
  if (!(await storage.run('contacts:set', contact))) return fail('conflict', { message: contactsFull });
  people.setContact(userId, peerId, true);
  return pushContact(deps, userId, peerId);
}

async function removeContact(
  deps: PeopleHandlerDeps,
  userId: UserId,
  peerId: UserId,
): Promise<Result<KnownPerson>> {
  await deps.storage.run('contacts:remove', { userId, peerId });
  deps.people.setContact(userId, peerId, false);
  return pushContact(deps, userId, peerId);
}

/** Pushes the contact to all devices of the user, including the one that made the request: its answer may get lost. */
async function pushContact(
  { storage, devices }: PeopleHandlerDeps,
  userId: UserId,
  peerId: UserId,
): Promise<Result<KnownPerson>> {
  const known = await storage.run('people:known', { userId, peerId });
  if (known === undefined || peerId === userId) return fail('notFound');
  devices.pushToUser(userId, 'people:changed', known);
  return ok(known);
}
