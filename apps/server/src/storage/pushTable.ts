import type { DeviceId, UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { PushSubscription } from './operations.ts';
import type { Tables } from './schema.ts';

/** Reads and writes which browsers are woken up for whom. */
export class PushTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Keeps a subscription in place of that which the user had in this profile. */
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

  /** Takes over where a browser is found now. */
  async move({
    id,
    ...changes
  }: Pick<PushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth' | 'seenAt'>): Promise<void> {
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
