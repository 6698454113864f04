import type { DeviceId, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import { isSignedIn } from '../accounts/accountsSql.ts';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** Where and how to wake up one browser of a user. */
export type PushSubscription = Tables['pushSubscriptions'];

type NewSubscription = Omit<PushSubscription, 'subscribedBy'>;

/** The new address of a subscription at its push service. */
type AddressChange = Pick<PushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth' | 'seenAt'>;

/** The operations on push subscriptions. */
export interface PushOperations {
  /**
   * Replaces the subscription that the user had in this profile; removes their oldest beyond a limit. False if `by`, the
   * device that asked for it, is signed out by now.
   */
  'push:add': { input: { subscription: NewSubscription; by: DeviceId; atMost: number }; output: boolean };
  'push:of': { input: UserId; output: PushSubscription[] };
  /** The users who have a subscription. */
  'push:users': { input: null; output: UserId[] };
  'push:byToken': { input: string; output: (PushSubscription & { readonly name: string }) | undefined };
  'push:setAddress': { input: AddressChange; output: void };
  'push:see': { input: Pick<PushSubscription, 'id' | 'seenAt'>; output: void };
  'push:remove': { input: DeviceId; output: void };
  /** Removes subscriptions that were not used since a time. */
  'push:removeUnseen': { input: number; output: void };
}

export function pushOperations(db: Kysely<Tables>): OperationHandlers<PushOperations> {
  const push = new PushTable(db);
  return {
    'push:add': ({ subscription, by, atMost }) => push.add(subscription, by, atMost),
    'push:of': (userId) => push.of(userId),
    'push:users': () => push.users(),
    'push:byToken': (tokenHash) => push.byToken(tokenHash),
    'push:setAddress': (subscription) => push.setAddress(subscription),
    'push:see': (seen) => push.see(seen),
    'push:remove': (id) => push.remove(id),
    'push:removeUnseen': (seenAt) => push.removeUnseen(seenAt),
  };
}

class PushTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async add(subscription: NewSubscription, by: DeviceId, atMost: number): Promise<boolean> {
    const { userId, profileId } = subscription;
    return this.#db.transaction().execute(async (trx) => {
      if (!(await isSignedIn(trx, by))) return false;
      await trx
        .deleteFrom('pushSubscriptions')
        .where('userId', '=', userId)
        .where('profileId', '=', profileId)
        .execute();
      await trx
        .insertInto('pushSubscriptions')
        .values({ ...subscription, subscribedBy: by })
        .execute();
      const latest = trx
        .selectFrom('pushSubscriptions')
        .select('id')
        .where('userId', '=', userId)
        .orderBy('seenAt', 'desc')
        .orderBy('id')
        .limit(atMost);
      await trx
        .deleteFrom('pushSubscriptions')
        .where('userId', '=', userId)
        .where('id', 'not in', latest)
        .execute();
      return true;
    });
  }

  of(userId: UserId): Promise<PushSubscription[]> {
    return this.#db.selectFrom('pushSubscriptions').selectAll().where('userId', '=', userId).execute();
  }

  async users(): Promise<UserId[]> {
    const rows = await this.#db.selectFrom('pushSubscriptions').select('userId').distinct().execute();
    return rows.map(({ userId }) => userId);
  }

  byToken(tokenHash: string): Promise<(PushSubscription & { readonly name: string }) | undefined> {
    return this.#db
      .selectFrom('pushSubscriptions')
      .innerJoin('users', 'users.id', 'pushSubscriptions.userId')
      .selectAll('pushSubscriptions')
      .select('users.name as name')
      .where('tokenHash', '=', tokenHash)
      .executeTakeFirst();
  }

  async setAddress({ id, ...changes }: AddressChange): Promise<void> {
    await this.#db.updateTable('pushSubscriptions').set(changes).where('id', '=', id).execute();
  }

  async see({ id, seenAt }: Pick<PushSubscription, 'id' | 'seenAt'>): Promise<void> {
    await this.#db.updateTable('pushSubscriptions').set({ seenAt }).where('id', '=', id).execute();
  }

  async remove(id: DeviceId): Promise<void> {
    await this.#db.deleteFrom('pushSubscriptions').where('id', '=', id).execute();
  }

  async removeUnseen(seenAt: number): Promise<void> {
    await this.#db.deleteFrom('pushSubscriptions').where('seenAt', '<', seenAt).execute();
  }
}
