import { bounds, type ProfileId, type UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** How exactly it is kept when a profile was here last, in ms: who connects again within it costs no write. */
const exactnessMs = 60 * 60 * 1000;

/** Reads and writes with which browser profiles users were here. */
export class ProfileTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Notes that a user was here with a profile. */
  async see(userId: UserId, id: ProfileId, seenAt: number): Promise<void> {
    const written = await this.#db
      .insertInto('profiles')
      .values({ userId, id, seenAt })
      .onConflict((oc) =>
        oc
          .columns(['userId', 'id'])
          .doUpdateSet({ seenAt })
          .where('profiles.seenAt', '<=', seenAt - exactnessMs),
      )
      .returning('id')
      .execute();
    if (written.length > 0) await this.#forgetOldest(userId);
  }

  /** Lists the profiles with which a user was here since a time, the latest first. */
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
