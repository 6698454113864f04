import type { DeviceId, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** Where and how to wake up one browser of a user. */
export type PushSubscription = Tables['pushSubscriptions'];

/** The new address of a subscription at its push service. */
type AddressChange = Pick<PushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth' | 'seenAt'>;

/** The operations on push subscriptions. */
export interface PushOperations {
  /** Replaces the subscription that the user had in this profile; removes their oldest beyond a limit. */
  'push:add': { input: { subscription: PushSubscription; atMost: number }; output: void };
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
    'push:add': ({ subscription, atMost }) => push.add(subscription, atMost),
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

  async add(subscription: PushSubscription, atMost: number): Promise<void> {
    const { userId, profileId } = subscription;
    await this.#db.transaction().execute(async (trx) => {
      await trx
        .deleteFrom('pushSubscriptions')
        .where('userId', '=', userId)
        .where('profileId', '=', profileId)
        .execute();
      await trx.insertInto('pushSubscriptions').values(subscription).execute();
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
