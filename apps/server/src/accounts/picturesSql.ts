import type { Person, PictureId, UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import { accountColumns, asPerson, personColumns } from '../people/personSql.ts';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** A picture with its bytes in base64. */
export type StoredPicture = Pick<Tables['pictures'], 'type' | 'bytes'>;

/** The operations on the pictures of people, at most one each. */
export interface PictureOperations {
  /** Replaces the picture that its user had. */
  'pictures:set': { input: Tables['pictures']; output: Person };
  'pictures:remove': { input: UserId; output: Person };
  'pictures:byId': { input: PictureId; output: StoredPicture | undefined };
}

export function pictureOperations(db: Kysely<Tables>): OperationHandlers<PictureOperations> {
  const pictures = new PictureTable(db);
  return {
    'pictures:set': (picture) => pictures.set(picture),
    'pictures:remove': (userId) => pictures.remove(userId),
    'pictures:byId': (id) => pictures.byId(id),
  };
}

class PictureTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  set(picture: Tables['pictures']): Promise<Person> {
    const { id, type, bytes } = picture;
    return this.#db.transaction().execute(async (trx) => {
      await trx
        .insertInto('pictures')
        .values(picture)
        .onConflict((oc) => oc.column('userId').doUpdateSet({ id, type, bytes }))
        .execute();
      return this.#name(trx, picture.userId, id);
    });
  }

  remove(userId: UserId): Promise<Person> {
    return this.#db.transaction().execute(async (trx) => {
      await trx.deleteFrom('pictures').where('userId', '=', userId).execute();
      return this.#name(trx, userId, null);
    });
  }

  byId(id: PictureId): Promise<StoredPicture | undefined> {
    return this.#db.selectFrom('pictures').select(['type', 'bytes']).where('id', '=', id).executeTakeFirst();
  }

  async #name(trx: Transaction<Tables>, id: UserId, picture: PictureId | null): Promise<Person> {
    const row = await trx
      .updateTable('users')
      .set({ picture })
      .where('id', '=', id)
      .returning([...personColumns, ...accountColumns])
      .executeTakeFirstOrThrow();
    return asPerson(row);
  }
}
