import { bounds, nameKey, type DeviceId, type Person, type UserId } from '@ringback/protocol';
import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import { accountColumns, asPerson, replaceNameWords, personColumns } from '../people/personSql.ts';
import { nameSkeletons } from '../platform/names/nameSkeletons.ts';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';
import { isResting, reserveNames } from './handlesSql.ts';

/** A signed-in device and its user. */
export interface KnownDevice {
  readonly deviceId: DeviceId;
  readonly userId: UserId;
  readonly seenAt: number;
  /** When its user was made, in server ms; null for an account. */
  readonly guestSince: number | null;
}

export type User = Tables['users'];

/** A user, and whether the name belongs to an account: then it opens to the account's credentials only. */
export type NamedUser = User & { readonly hasAccount: boolean };

/** At first, others see a user by the name that they sign in with. */
type NewUser = Pick<User, 'id' | 'name' | 'claimHash' | 'createdAt'>;

/** The operations on users and their signed-in devices. */
export interface AccountOperations {
  /** By the name they sign in with, ignoring case. */
  'users:named': { input: string; output: NamedUser | undefined };
  /** By the name that others see, among the users of one browser profile; undefined where none or several match. */
  'users:byShownName': { input: { name: string; claimHash: string }; output: User | undefined };
  /** Adds a user unless another signs in with that name, or with one that looks like it. */
  'users:add': { input: NewUser; output: void };
  /** Removes a user who was added a moment ago and became no account. */
  'users:removeNew': { input: UserId; output: void };
  /** Changes the name that others see; undefined if another user signs in with that name or one that looks like it. */
  'users:rename': { input: { userId: UserId; name: string }; output: Person | undefined };
  /** Binds a name to a browser profile if it is not bound yet; the first claim stays. */
  'users:claim': { input: { userId: UserId; claimHash: string }; output: void };
  /** Signs a user in on a device; false if `by`, the device that asked for it, is signed out by now. */
  'devices:add': { input: { device: Tables['devices']; by?: DeviceId | undefined }; output: boolean };
  'devices:byToken': { input: string; output: KnownDevice | undefined };
  'devices:touch': { input: { deviceId: DeviceId; seenAt: number }; output: void };
  /** Records that the user proved who they are; false if the device is signed out by now. */
  'devices:prove': { input: { deviceId: DeviceId; at: number }; output: boolean };
  /** Whether the user proved on the device who they are, at a time or later. */
  'devices:isProven': { input: { deviceId: DeviceId; since: number }; output: boolean };
  'devices:remove': { input: DeviceId; output: void };
  /** Removes devices that have not connected since a time. */
  'devices:removeUnseen': { input: number; output: void };
}

export function accountOperations(db: Kysely<Tables>): OperationHandlers<AccountOperations> {
  const accounts = new AccountTable(db);
  return {
    'users:named': (name) => accounts.userNamed(name),
    'users:byShownName': ({ name, claimHash }) => accounts.userByShownName(name, claimHash),
    'users:add': (user) => accounts.addUser(user),
    'users:removeNew': async (userId) => {
      await db.deleteFrom('users').where('id', '=', userId).execute();
    },
    'users:rename': ({ userId, name }) => accounts.rename(userId, name),
    'users:claim': ({ userId, claimHash }) => accounts.claimName(userId, claimHash),
    'devices:add': ({ device, by }) => accounts.addDevice(device, by),
    'devices:byToken': (tokenHash) => accounts.deviceOf(tokenHash),
    'devices:touch': ({ deviceId, seenAt }) => accounts.touch(deviceId, seenAt),
    'devices:prove': ({ deviceId, at }) => accounts.prove(deviceId, at),
    'devices:isProven': ({ deviceId, since }) => accounts.isProven(deviceId, since),
    'devices:remove': (deviceId) => accounts.removeDevice(deviceId),
    'devices:removeUnseen': (seenAt) => accounts.removeUnseenSince(seenAt),
  };
}

/** Reads and writes users and their signed-in devices. */
export class AccountTable {
  readonly #db: Kysely<Tables>;
  #byToken: CompiledQuery<KnownDevice> | undefined;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async userNamed(name: string): Promise<NamedUser | undefined> {
    const user = await this.#db
      .selectFrom('users')
      .selectAll()
      .where('nameKey', '=', nameKey(name))
      .executeTakeFirst();
    if (user === undefined) return undefined;
    const account = this.#db.selectFrom('accounts').select('userId').where('userId', '=', user.id);
    return { ...user, hasAccount: (await account.executeTakeFirst()) !== undefined };
  }

  async userByShownName(name: string, claimHash: string): Promise<User | undefined> {
    const rows = await this.#db
      .selectFrom('users')
      .selectAll()
      .where('shownKey', '=', nameKey(name))
      .where('claimHash', '=', claimHash)
      .limit(2)
      .execute();
    return rows.length === 1 ? rows[0] : undefined;
  }

  async addUser(user: NewUser): Promise<void> {
    const key = nameKey(user.name);
    const skeletons = nameSkeletons(user.name);
    await this.#db.transaction().execute(async (trx) => {
      if (await isLikeAnother(trx, skeletons, user.id)) return;
      if (await isResting(trx, key, user.id, user.createdAt)) return;
      const added = await trx
        .insertInto('users')
        .values({
          ...user,
          handle: user.name,
          nameKey: key,
          shownKey: key,
          picture: null,
          seenAt: user.createdAt,
          textBytes: 0,
        })
        .onConflict((oc) => oc.column('nameKey').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) return;
      const rows = skeletons.map((skeleton) => ({ skeleton, userId: user.id }));
      await trx.insertInto('nameSkeletons').values(rows).execute();
      await replaceNameWords(trx, user.id, [user.name]);
    });
  }

  async claimName(userId: UserId, claimHash: string): Promise<void> {
    await this.#db
      .updateTable('users')
      .set({ claimHash })
      .where('id', '=', userId)
      .where('claimHash', 'is', null)
      .execute();
  }

  async rename(id: UserId, name: string): Promise<Person | undefined> {
    const key = nameKey(name);
    return this.#db.transaction().execute(async (trx) => {
      const own = await trx.selectFrom('users').select('nameKey').where('id', '=', id).executeTakeFirst();
      // Users whose sign-in names look alike since before that was refused keep them.
      if (own?.nameKey !== key && (await isLikeAnother(trx, nameSkeletons(name), id))) return undefined;
      const row = await trx
        .updateTable('users')
        .set({ name, shownKey: key })
        .where('id', '=', id)
        .returning([...personColumns, ...accountColumns])
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await replaceNameWords(trx, id, [name, row.handle]);
      await reserveNames(trx, id);
      return asPerson(row);
    });
  }

  /** Signs out the devices that were not seen for the longest time beyond the bound. */
  async addDevice(device: Tables['devices'], by: DeviceId | undefined): Promise<boolean> {
    const { userId, seenAt } = device;
    return this.#db.transaction().execute(async (trx) => {
      if (by !== undefined && !(await isSignedIn(trx, by))) return false;
      await trx.insertInto('devices').values(device).execute();
      const here = trx.updateTable('users').set({ seenAt }).where('id', '=', userId).where('seenAt', '>', 0);
      // A user who is forgotten at this moment has no devices any more.
      if ((await here.returning('id').executeTakeFirst()) === undefined)
        await trx.deleteFrom('devices').where('userId', '=', userId).execute();
      // Signing in keeps an account that was to be deleted; a tab that was signed in is about to be signed out.
      if (by === undefined)
        await trx.updateTable('accounts').set({ deleteAt: null }).where('userId', '=', userId).execute();
      const latest = trx.selectFrom('devices').select('id').where('userId', '=', userId);
      await trx
        .deleteFrom('devices')
        .where('userId', '=', userId)
        .where(
          'id',
          'not in',
          latest.orderBy('seenAt', 'desc').orderBy('createdAt', 'desc').limit(bounds.devices),
        )
        .execute();
      return true;
    });
  }

  async deviceOf(tokenHash: string): Promise<KnownDevice | undefined> {
    this.#byToken ??= this.#deviceQuery(tokenHash).compile();
    const { rows } = await this.#db.executeQuery<KnownDevice>({ ...this.#byToken, parameters: [tokenHash] });
    return rows[0];
  }

  #deviceQuery(tokenHash: string): Compilable<KnownDevice> {
    return this.#db
      .selectFrom('devices')
      .select(['devices.id as deviceId', 'userId', 'seenAt'])
      .select((eb) =>
        eb
          .selectFrom('users')
          .leftJoin('accounts', 'accounts.userId', 'users.id')
          .select('users.createdAt')
          .whereRef('users.id', '=', 'devices.userId')
          .where('accounts.userId', 'is', null)
          .as('guestSince'),
      )
      .where('tokenHash', '=', tokenHash);
  }

  /** Also records that the device's user was here. */
  async touch(deviceId: DeviceId, seenAt: number): Promise<void> {
    const owner = this.#db.selectFrom('devices').select('userId').where('id', '=', deviceId);
    await this.#db.updateTable('devices').set({ seenAt }).where('id', '=', deviceId).execute();
    await this.#db.updateTable('users').set({ seenAt }).where('id', '=', owner).execute();
  }

  async prove(deviceId: DeviceId, provenAt: number): Promise<boolean> {
    const update = this.#db.updateTable('devices').set({ provenAt }).where('id', '=', deviceId);
    return (await update.returning('id').executeTakeFirst()) !== undefined;
  }

  async isProven(deviceId: DeviceId, since: number): Promise<boolean> {
    const row = await this.#db
      .selectFrom('devices')
      .select('id')
      .where('id', '=', deviceId)
      .where('provenAt', '>=', since)
      .executeTakeFirst();
    return row !== undefined;
  }

  async removeDevice(deviceId: DeviceId): Promise<void> {
    await this.#db.deleteFrom('devices').where('id', '=', deviceId).execute();
  }

  async removeUnseenSince(seenAt: number): Promise<void> {
    await this.#db.deleteFrom('devices').where('seenAt', '<', seenAt).execute();
  }
}

/** Whether a device is still signed in. */
export async function isSignedIn(db: Kysely<Tables>, deviceId: DeviceId): Promise<boolean> {
  const row = await db.selectFrom('devices').select('id').where('id', '=', deviceId).executeTakeFirst();
  return row !== undefined;
}

/** Whether a user other than `id` signs in with a name that has one of these skeletons. */
async function isLikeAnother(db: Kysely<Tables>, skeletons: readonly string[], id: UserId): Promise<boolean> {
  const other = await db
    .selectFrom('nameSkeletons')
    .select('userId')
    .where('skeleton', 'in', skeletons)
    .where('userId', '!=', id)
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}
