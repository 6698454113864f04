import { nameKey, type DeviceId, type Person, type UserId } from '@ringback/protocol';
import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { KnownDevice, NewUser, User } from './accountOperations.ts';
import { keepNameWords } from './nameWordTable.ts';
import { asPerson, personColumns } from './personRow.ts';
import type { Tables } from './schema.ts';

/** Reads and writes users and their signed-in devices. */
export class AccountTable {
  readonly #db: Kysely<Tables>;
  #byToken: CompiledQuery<KnownDevice> | undefined;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Finds a user by the name they sign in with, exact but for case. */
  userNamed(name: string): Promise<User | undefined> {
    return this.#db.selectFrom('users').selectAll().where('nameKey', '=', nameKey(name)).executeTakeFirst();
  }

  /** Finds the one user of a browser profile whom others call so, exact but for case. */
  async userCalledSo(name: string, claimHash: string): Promise<User | undefined> {
    const rows = await this.#db
      .selectFrom('users')
      .selectAll()
      .where('shownKey', '=', nameKey(name))
      .where('claimHash', '=', claimHash)
      .limit(2)
      .execute();
    return rows.length === 1 ? rows[0] : undefined;
  }

  /** Adds a user unless the name is taken. */
  async addUser(user: NewUser): Promise<void> {
    const key = nameKey(user.name);
    await this.#db.transaction().execute(async (trx) => {
      const added = await trx
        .insertInto('users')
        .values({ ...user, handle: user.name, nameKey: key, shownKey: key, picture: null })
        .onConflict((oc) => oc.column('nameKey').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added !== undefined) await keepNameWords(trx, user.id, [user.name]);
    });
  }

  /** Binds a name that nobody claimed yet; the first claim stays. */
  async claimName(userId: UserId, claimHash: string): Promise<void> {
    await this.#db
      .updateTable('users')
      .set({ claimHash })
      .where('id', '=', userId)
      .where('claimHash', 'is', null)
      .execute();
  }

  /** Changes what others call a user; undefined if somebody else signs in with that name. */
  async rename(id: UserId, name: string): Promise<Person | undefined> {
    const key = nameKey(name);
    const owner = this.#db.selectFrom('users').select('id').where('nameKey', '=', key).where('id', '!=', id);
    return this.#db.transaction().execute(async (trx) => {
      const row = await trx
        .updateTable('users')
        .set({ name, shownKey: key })
        .where('id', '=', id)
        .where((eb) => eb.not(eb.exists(owner)))
        .returning(personColumns)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await keepNameWords(trx, id, [name, row.handle]);
      return asPerson(row);
    });
  }

  /** Adds a signed-in device. */
  async addDevice(device: Tables['devices']): Promise<void> {
    await this.#db.insertInto('devices').values(device).execute();
  }

  /** Finds a device by its token's hash. */
  async deviceOf(tokenHash: string): Promise<KnownDevice | undefined> {
    this.#byToken ??= this.#deviceQuery(tokenHash).compile();
    const { rows } = await this.#db.executeQuery<KnownDevice>({ ...this.#byToken, parameters: [tokenHash] });
    return rows[0];
  }

  #deviceQuery(tokenHash: string): Compilable<KnownDevice> {
    return this.#db
      .selectFrom('devices')
      .select(['devices.id as deviceId', 'userId', 'seenAt'])
      .where('tokenHash', '=', tokenHash);
  }

  /** Notes that a device was here. */
  async touch(deviceId: DeviceId, seenAt: number): Promise<void> {
    await this.#db.updateTable('devices').set({ seenAt }).where('id', '=', deviceId).execute();
  }

  /** Signs a device out. */
  async removeDevice(deviceId: DeviceId): Promise<void> {
    await this.#db.deleteFrom('devices').where('id', '=', deviceId).execute();
  }

  /** Signs out the devices that were not here since a time. */
  async removeUnseenSince(seenAt: number): Promise<void> {
    await this.#db.deleteFrom('devices').where('seenAt', '<', seenAt).execute();
  }
}
