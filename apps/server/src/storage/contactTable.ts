import type { Contact, KnownPerson, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { ContactWish, Knowing } from './contactOperations.ts';
import { asPerson, personColumns, type PersonRow } from './personRow.ts';
import type { Tables } from './schema.ts';
import { padded, sized } from './sized.ts';

type ContactRow = Pick<Tables['contacts'], 'name' | 'favorite'>;

/** Reads and writes whom users have added, and lists whom they know: those, and those they have talked to. */
export class ContactTable {
  readonly #db: Kysely<Tables>;
  readonly #among: ReturnType<typeof amongOf>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#among = amongOf(db);
  }

  /** Adds somebody, or changes what is named of a contact; false if there is no room for one more. */
  set({ userId, peerId, change, at, atMost }: ContactWish): Promise<boolean> {
    const { name, isFavorite } = change;
    const changed = {
      ...(name !== undefined && { name: name === '' ? null : name }),
      ...(isFavorite !== undefined && { favorite: isFavorite ? (1 as const) : (0 as const) }),
    };
    return this.#db.transaction().execute(async (trx) => {
      const known = await trx.selectFrom('contacts').select('peerId').where('userId', '=', userId).execute();
      if (known.length >= atMost && !known.some((row) => row.peerId === peerId)) return false;
      await trx
        .insertInto('contacts')
        .values({ userId, peerId, name: null, favorite: 0, addedAt: at, ...changed })
        .onConflict((oc) => oc.columns(['userId', 'peerId']).doUpdateSet({ userId, ...changed }))
        .execute();
      return true;
    });
  }

  async remove(userId: UserId, peerId: UserId): Promise<void> {
    await this.#db.deleteFrom('contacts').where('userId', '=', userId).where('peerId', '=', peerId).execute();
  }

  /** Those of the pairs of which the first has added the second. */
  async among(pairs: readonly (readonly [UserId, UserId])[]): Promise<(readonly [UserId, UserId])[]> {
    const found: (readonly [UserId, UserId])[] = [];
    for (const query of this.#among(padded(pairs))) {
      const { rows } = await this.#db.executeQuery(query);
      for (const { userId, peerId } of rows) found.push([userId, peerId]);
    }
    return found;
  }

  /** Lists whom a user knows: all contacts, and so many of those they have talked to, the latest acquaintances first. */
  async list(userId: UserId, limit: number): Promise<KnownPerson[]> {
    const [contacts, met] = await Promise.all([this.#contactsOf(userId), this.#metBy(userId, limit)]);
    const addedIds = new Set(contacts.map(({ id }) => id));
    const others = met.filter(({ id }) => !addedIds.has(id));
    return [...contacts, ...others.map((row) => asKnown(row, true, undefined))];
  }

  /** Somebody as one user has them; undefined where there is nobody. */
  async known(userId: UserId, peerId: UserId): Promise<KnownPerson | undefined> {
    const row = await this.#db
      .selectFrom('users')
      .select(personColumns)
      .where('id', '=', peerId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const [contact, met] = await Promise.all([
      this.#db
        .selectFrom('contacts')
        .select(['name', 'favorite'])
        .where('userId', '=', userId)
        .where('peerId', '=', peerId)
        .executeTakeFirst(),
      this.#db
        .selectFrom('acquaintances')
        .select('peerId')
        .where('userId', '=', userId)
        .where('peerId', '=', peerId)
        .executeTakeFirst(),
    ]);
    return asKnown(row, met !== undefined, contact && asContact(contact));
  }

  /** Everyone who knows a user, and how. */
  async knowing(peerId: UserId): Promise<Knowing[]> {
    const [met, contacts] = await Promise.all([
      this.#db.selectFrom('acquaintances').select('userId').where('peerId', '=', peerId).execute(),
      this.#db
        .selectFrom('contacts')
        .select(['userId', 'name', 'favorite'])
        .where('peerId', '=', peerId)
        .execute(),
    ]);
    const all = new Map<UserId, Knowing>(met.map(({ userId }) => [userId, { userId, met: true }]));
    for (const { userId, ...contact } of contacts) {
      all.set(userId, { userId, met: all.has(userId), contact: asContact(contact) });
    }
    return [...all.values()];
  }

  async #contactsOf(userId: UserId): Promise<KnownPerson[]> {
    const rows = await this.#db
      .selectFrom('contacts')
      .innerJoin('users', 'users.id', 'contacts.peerId')
      .leftJoin('acquaintances', (join) =>
        join
          .onRef('acquaintances.userId', '=', 'contacts.userId')
          .onRef('acquaintances.peerId', '=', 'contacts.peerId'),
      )
      .select(personColumns)
      .select(['contacts.name as contactName', 'favorite', 'acquaintances.userId as metBy'])
      .where('contacts.userId', '=', userId)
      .execute();
    return rows.map(({ contactName: name, favorite, metBy, ...row }) =>
      asKnown(row, metBy !== null, asContact({ name, favorite })),
    );
  }

  #metBy(userId: UserId, limit: number): Promise<PersonRow[]> {
    return this.#db
      .selectFrom('acquaintances')
      .innerJoin('users', 'users.id', 'acquaintances.peerId')
      .select(personColumns)
      .where('acquaintances.userId', '=', userId)
      .orderBy('metAt', 'desc')
      .orderBy('users.id')
      .limit(limit)
      .execute();
  }
}

function asContact({ name, favorite }: ContactRow): Contact {
  return { ...(name !== null && { name }), isFavorite: favorite === 1 };
}

function asKnown(row: PersonRow, met: boolean, contact: Contact | undefined): KnownPerson {
  return { ...asPerson(row), met, ...(contact !== undefined && { contact }) };
}

function amongOf(db: Kysely<Tables>) {
  return sized<readonly [UserId, UserId], Pick<Tables['contacts'], 'userId' | 'peerId'>>(
    (pairs) =>
      db
        .selectFrom('contacts')
        .select(['userId', 'peerId'])
        .where((eb) =>
          eb.or(
            pairs.map(([userId, peerId]) => eb.and([eb('userId', '=', userId), eb('peerId', '=', peerId)])),
          ),
        ),
    (pairs) => pairs.flat(),
  );
}
