import { bounds, fail, ok, type Handlers, type RequestName } from '@ringback/protocol';
import type { RequestContext } from '../devices/requestContext.ts';
import type { Storage } from '../storage/storage.ts';
import type { ContactOperations } from './contactsSql.ts';
import type { PeopleOperations } from './peopleSql.ts';
import type { UserCache } from './userCache.ts';

type PeopleRequest = Extract<RequestName, `people:${string}`>;

/** Answers the requests about other people: those one has talked to, and anyone by their exact name. */
export function peopleHandlers(
  storage: Storage<ContactOperations & PeopleOperations>,
  memory: UserCache,
): Pick<Handlers<RequestContext>, PeopleRequest> {
  return {
    'people:list': async ({ userId }) =>
      ok({ people: await storage.run('people:of', { userId, limit: bounds.people }) }),
    'people:get': async (by, { userId }) => {
      const person = (await memory.peopleOf([userId])).get(userId);
      return person === undefined || userId === by.userId ? fail('notFound') : ok(person);
    },
    'people:find': async (by, { name }) => {
      const person = await storage.run('people:find', name);
      return person === undefined || person.id === by.userId ? fail('notFound') : ok(person);
    },
  };
}
