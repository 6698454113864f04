import type { Kysely } from 'kysely';
import { GreetingTable } from './greetingTable.ts';
import { NoteDelivery } from './noteDelivery.ts';
import { NoteTable } from './noteTable.ts';
import type { OperationHandlers, OperationName } from './operations.ts';
import type { Tables } from './schema.ts';

/** Carries out the operations on notes. */
export function noteOperations(
  db: Kysely<Tables>,
): Pick<OperationHandlers, Extract<OperationName, `${'notes' | 'greetings'}:${string}`>> {
  const notes = new NoteTable(db);
  const greetings = new GreetingTable(db);
  const delivery = new NoteDelivery(db);
  return {
    'notes:offer': ({ draft, at, room }) => notes.offer(draft, at, room),
    'notes:byId': (id) => notes.byId(id),
    'notes:ofCalls': ({ userId, callIds }) => notes.ofCalls(userId, callIds),
    'notes:complete': ({ id, at }) => notes.complete(id, at),
    'notes:page': (wish) => notes.page(wish),
    'notes:new': ({ userId, profileId, limit }) => delivery.newFor(userId, profileId, limit),
    'notes:played': ({ userId, id, at }) => notes.played(userId, id, at),
    'notes:fetched': ({ userId, profileId, ids, since }) => delivery.fetched(userId, profileId, ids, since),
    'notes:releaseSpent': (wish) => delivery.releaseSpent(wish),
    'notes:release': (ids) => delivery.release(ids),
    'notes:kept': async () => [...(await delivery.kept()), ...(await greetings.ids())],
    'greetings:of': (userId) => greetings.of(userId),
    'greetings:set': ({ userId, greeting, room }) => greetings.set(userId, greeting, room),
    'greetings:remove': (userId) => greetings.remove(userId),
  };
}
