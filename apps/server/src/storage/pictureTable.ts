import type { Person, PictureId, UserId } from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type { StoredPicture } from './accountOperations.ts';
import { asPerson, personColumns } from './personRow.ts';
import type { Tables } from './schema.ts';

/** Reads and writes the pictures of people, at most one each. */
export class PictureTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Keeps a picture in place of the one that its user had. */
  keep(picture: Tables['pictures']): Promise<Person> {
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
      .returning(personColumns)
      .executeTakeFirstOrThrow();
    return asPerson(row);
  }
}
