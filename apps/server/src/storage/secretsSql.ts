import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import type { OperationHandlers } from './storage.ts';

/** The operations on secrets of the server itself, shared by all servers that use one database. */
export interface SecretOperations {
  /** Returns the stored secret; where there is none yet, stores the fresh one. */
  'secrets:getOrCreate': { input: { name: string; fresh: string }; output: string };
}

export function secretOperations(db: Kysely<Tables>): OperationHandlers<SecretOperations> {
  return { 'secrets:getOrCreate': ({ name, fresh }) => getOrCreateSecret(db, name, fresh) };
}

async function getOrCreateSecret(db: Kysely<Tables>, name: string, fresh: string): Promise<string> {
  await db
    .insertInto('secrets')
    .values({ name, value: fresh })
    .onConflict((oc) => oc.column('name').doNothing())
    .execute();
  const stored = await db
    .selectFrom('secrets')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return stored.value;
}
