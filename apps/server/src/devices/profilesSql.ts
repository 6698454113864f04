import { bounds, type ProfileId, type UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** The operations on the browser profiles in which users were signed in. */
export interface ProfileOperations {
  /** Records that a user connected from a profile; forgets the oldest beyond the bound. */
  'profiles:see': { input: { userId: UserId; profileId: ProfileId; at: number }; output: void };
  /** The profiles from which a user connected since a time, the latest first. */
  'profiles:of': { input: { userId: UserId; since: number }; output: ProfileId[] };
}

export function profileOperations(db: Kysely<Tables>): OperationHandlers<ProfileOperations> {
  const profiles = new ProfileTable(db);
  return {
    'profiles:see': ({ userId, profileId, at }) => profiles.see(userId, profileId, at),
    'profiles:of': ({ userId, since }) => profiles.of(userId, since),
  };
}

/** Precision of `seenAt`, in ms: connecting again within it costs no write. */
const precisionMs = 60 * 60 * 1000;

class ProfileTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async see(userId: UserId, id: ProfileId, seenAt: number): Promise<void> {
    const written = await this.#db
      .insertInto('profiles')
      .values({ userId, id, seenAt })
      .onConflict((oc) =>
        oc
          .columns(['userId', 'id'])
          .doUpdateSet({ seenAt })
          .where('profiles.seenAt', '<=', seenAt - precisionMs),
      )
      .returning('id')
      .execute();
    if (written.length > 0) await this.#forgetOldest(userId);
  }

  async of(userId: UserId, since: number): Promise<ProfileId[]> {
    const rows = await this.#latest(userId).where('seenAt', '>=', since).execute();
    return rows.map(({ id }) => id);
  }

  async #forgetOldest(userId: UserId): Promise<void> {
    await this.#db
      .deleteFrom('profiles')
      .where('userId', '=', userId)
      .where('id', 'not in', this.#latest(userId).limit(bounds.profiles))
      .execute();
  }

  #latest(userId: UserId) {
    return this.#db
      .selectFrom('profiles')
      .select('id')
      .where('userId', '=', userId)
      .orderBy('seenAt', 'desc')
      .orderBy('id');
  }
}
