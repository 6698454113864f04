import type { Kysely } from 'kysely';
import { AccountStore } from './accountStore.ts';
import type { Stores } from './batch.ts';
import { CallStore } from './callStore.ts';
import { EngagedStore } from './engagedStore.ts';
import { HistoryStore } from './historyStore.ts';
import { PeopleStore } from './peopleStore.ts';
import type { Tables } from './schema.ts';

/** Makes one store for each concern, all upon one database. */
export function storesOf(db: Kysely<Tables>): Stores & { readonly accounts: AccountStore } {
  return {
    accounts: new AccountStore(db),
    calls: new CallStore(db),
    engaged: new EngagedStore(db),
    history: new HistoryStore(db),
    people: new PeopleStore(db),
  };
}
