import type { Contact, ContactChange, KnownPerson, PersonRules, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import { asRules } from '../privacy/personRulesSql.ts';
import type { Tables } from '../storage/schema.ts';
import { padded, sized } from '../storage/statements.ts';
import type { OperationHandlers } from '../storage/storage.ts';
import { accountColumns, asPerson, personColumns, type PersonRow } from './personSql.ts';

/** Adds a person to a user's contacts, at most `atMost`, or changes them there. */
interface ContactUpdate {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly change: ContactChange;
  readonly at: number;
  readonly atMost: number;
}

/** A user who knows a person, and how. */
interface Acquaintanceship {
  readonly userId: UserId;
  readonly met: boolean;
  readonly contact?: Contact;
  readonly rules?: PersonRules;
}

/** The operations on contacts, and on the people that a user knows. */
export interface ContactOperations {
  /** False if the list is full. */
  'contacts:set': { input: ContactUpdate; output: boolean };
  'contacts:remove': { input: { userId: UserId; peerId: UserId }; output: void };
  /** The pairs in which the first user has added the second. */
  'contacts:among': {
    input: readonly (readonly [UserId, UserId])[];
    output: (readonly [UserId, UserId])[];
  };
  /**
   * All contacts, all people about whom a user has rules, and up to `limit` whom they have called or were called by, the
   * latest acquaintances first.
   */
  'people:of': { input: { userId: UserId; limit: number }; output: KnownPerson[] };
  /** A person as one user knows them; undefined where there is no such person. */
  'people:known': { input: { userId: UserId; peerId: UserId }; output: KnownPerson | undefined };
  /** The users who know a person, to notify them of changes. */
  'people:knowing': { input: UserId; output: Acquaintanceship[] };
}

export function contactOperations(db: Kysely<Tables>): OperationHandlers<ContactOperations> {
  const contacts = new ContactTable(db);
  return {
    'contacts:set': (update) => contacts.set(update),
    'contacts:remove': ({ userId, peerId }) => contacts.remove(userId, peerId),
    'contacts:among': (pairs) => contacts.among(pairs),
    'people:of': ({ userId, limit }) => contacts.list(userId, limit),
    'people:known': ({ userId, peerId }) => contacts.known(userId, peerId),
    'people:knowing': (userId) => contacts.knowing(userId),
  };
}

type ContactRow = Pick<Tables['contacts'], 'name' | 'favorite'>;

export class ContactTable {
  readonly #db: Kysely<Tables>;
  readonly #among: ReturnType<typeof amongOf>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#among = amongOf(db);
  }

  set({ userId, peerId, change, at, atMost }: ContactUpdate): Promise<boolean> {
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

  async among(pairs: readonly (readonly [UserId, UserId])[]): Promise<(readonly [UserId, UserId])[]> {
    const found: (readonly [UserId, UserId])[] = [];
    for (const query of this.#among(padded(pairs))) {
      const { rows } = await this.#db.executeQuery(query);
      for (const { userId, peerId } of rows) found.push([userId, peerId]);
    }
    return found;
  }

  async list(userId: UserId, limit: number): Promise<KnownPerson[]> {
    const [contacts, met, ruled] = await Promise.all([
      this.#contactsOf(userId),
      this.#metBy(userId, limit),
      this.#ruledBy(userId),
    ]);
    const people = new Map(contacts.map((person) => [person.id, person]));
    for (const row of met) if (!people.has(row.id)) people.set(row.id, asKnown(row, true, {}));
    for (const { person, rules } of ruled)
      people.set(person.id, { ...(people.get(person.id) ?? person), rules });
    return [...people.values()];
  }

  async known(userId: UserId, peerId: UserId): Promise<KnownPerson | undefined> {
    const row = await this.#db
      .selectFrom('users')
      .select([...personColumns, ...accountColumns])
      .where('id', '=', peerId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const [contact, met, rules] = await Promise.all([
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
      this.#db
        .selectFrom('personRules')
        .selectAll()
        .where('userId', '=', userId)
        .where('peerId', '=', peerId)
        .executeTakeFirst(),
    ]);
    return asKnown(row, met !== undefined, {
      ...(contact !== undefined && { contact: asContact(contact) }),
      ...(rules !== undefined && { rules: asRules(rules) }),
    });
  }

  async knowing(peerId: UserId): Promise<Acquaintanceship[]> {
    const [met, contacts, ruled] = await Promise.all([
      this.#db.selectFrom('acquaintances').select('userId').where('peerId', '=', peerId).execute(),
      this.#db
        .selectFrom('contacts')
        .select(['userId', 'name', 'favorite'])
        .where('peerId', '=', peerId)
        .execute(),
      this.#db.selectFrom('personRules').selectAll().where('peerId', '=', peerId).execute(),
    ]);
    const all = new Map<UserId, Acquaintanceship>(met.map(({ userId }) => [userId, { userId, met: true }]));
    for (const { userId, ...contact } of contacts) {
      all.set(userId, { userId, met: all.has(userId), contact: asContact(contact) });
    }
    for (const { userId, peerId: _, ...rules } of ruled)
      all.set(userId, { met: false, ...all.get(userId), userId, rules: asRules(rules) });
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
      .select([...personColumns, ...accountColumns])
      .select(['contacts.name as contactName', 'favorite', 'acquaintances.userId as metBy'])
      .where('contacts.userId', '=', userId)
      .execute();
    return rows.map(({ contactName: name, favorite, metBy, ...row }) =>
      asKnown(row, metBy !== null, { contact: asContact({ name, favorite }) }),
    );
  }

  #metBy(userId: UserId, limit: number): Promise<PersonRow[]> {
    return this.#db
      .selectFrom('acquaintances')
      .innerJoin('users', 'users.id', 'acquaintances.peerId')
      .select([...personColumns, ...accountColumns])
      .where('acquaintances.userId', '=', userId)
      .orderBy('metAt', 'desc')
      .orderBy('users.id')
      .limit(limit)
      .execute();
  }

  async #ruledBy(userId: UserId): Promise<{ person: KnownPerson; rules: PersonRules }[]> {
    const rows = await this.#db
      .selectFrom('personRules')
      .innerJoin('users', 'users.id', 'personRules.peerId')
      .leftJoin('acquaintances', (join) =>
        join
          .onRef('acquaintances.userId', '=', 'personRules.userId')
          .onRef('acquaintances.peerId', '=', 'personRules.peerId'),
      )
      .selectAll('personRules')
      .select(personColumns)
      .select('acquaintances.userId as metBy')
      .where('personRules.userId', '=', userId)
      .execute();
    return rows.map((row) => ({ person: asKnown(row, row.metBy !== null, {}), rules: asRules(row) }));
  }
}

function asContact({ name, favorite }: ContactRow): Contact {
  return { ...(name !== null && { name }), isFavorite: favorite === 1 };
}

function asKnown(
  row: PersonRow,
  met: boolean,
  more: Pick<Acquaintanceship, 'contact' | 'rules'>,
): KnownPerson {
  return { ...asPerson(row), met, ...more };
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
