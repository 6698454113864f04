import { bounds, fail, ok, type Handlers, type RequestName } from '@ringback/protocol';
import type { Requester } from '../devices/requester.ts';
import type { PeopleStore } from '../storage/peopleStore.ts';

type PeopleRequest = Extract<RequestName, `people:${string}`>;

/** Answers the requests about other people: those one has talked to, and anyone by their exact name. */
export function peopleHandlers(people: PeopleStore): Pick<Handlers<Requester>, PeopleRequest> {
  return {
    'people:list': async ({ userId }) => ok({ people: await people.list(userId, bounds.people) }),
    'people:get': async (by, { userId }) => {
      const name = (await people.namesOf([userId])).get(userId);
      return name === undefined || userId === by.userId ? fail('notFound') : ok({ id: userId, name });
    },
    'people:find': async (by, { name }) => {
      const person = await people.find(name);
      return person === undefined || person.id === by.userId ? fail('notFound') : ok(person);
    },
  };
}
