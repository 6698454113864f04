import type { DeviceId, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** Where and how to wake up one browser of a user. */
export type PushSubscription = Tables['pushSubscriptions'];

/** A new place at which a browser's push service takes messages. */
type Relocation = Pick<PushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth' | 'seenAt'>;

/** The operations on push subscriptions. */
export interface PushOperations {
  /** Replaces the subscription that the user had in this profile; forgets their oldest beyond a bound. */
  'push:keep': { input: { subscription: PushSubscription; atMost: number }; output: void };
  'push:of': { input: UserId; output: PushSubscription[] };
  /** The users who have a subscription. */
  'push:users': { input: null; output: UserId[] };
  'push:byToken': { input: string; output: (PushSubscription & { readonly name: string }) | undefined };
  'push:move': { input: Relocation; output: void };
  'push:see': { input: Pick<PushSubscription, 'id' | 'seenAt'>; output: void };
  'push:forget': { input: DeviceId; output: void };
  /** Forgets subscriptions that were not used since a time. */
  'push:forgetUnseen': { input: number; output: void };
}

export function pushOperations(db: Kysely<Tables>): OperationHandlers<PushOperations> {
  const push = new PushTable(db);
  return {
    'push:keep': ({ subscription, atMost }) => push.keep(subscription, atMost),
    'push:of': (userId) => push.of(userId),
    'push:users': () => push.users(),
    'push:byToken': (tokenHash) => push.byToken(tokenHash),
    'push:move': (subscription) => push.move(subscription),
    'push:see': (seen) => push.see(seen),
    'push:forget': (id) => push.forget(id),
    'push:forgetUnseen': (seenAt) => push.forgetUnseen(seenAt),
  };
}

class PushTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async keep(subscription: PushSubscription, atMost: number): Promise<void> {
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

  async move({ id, ...changes }: Relocation): Promise<void> {
    await this.#db.updateTable('pushSubscriptions').set(changes).where('id', '=', id).execute();
  }

  async see({ id, seenAt }: Pick<PushSubscription, 'id' | 'seenAt'>): Promise<void> {
    await this.#db.updateTable('pushSubscriptions').set({ seenAt }).where('id', '=', id).execute();
  }

  async forget(id: DeviceId): Promise<void> {
    await this.#db.deleteFrom('pushSubscriptions').where('id', '=', id).execute();
  }

  async forgetUnseen(seenAt: number): Promise<void> {
    await this.#db.deleteFrom('pushSubscriptions').where('seenAt', '<', seenAt).execute();
  }
}
