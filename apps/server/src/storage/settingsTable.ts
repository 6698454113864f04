import { defaultSettings, type Settings, type SettingsChange, type UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Reads and writes what users have set; who never set anything has no row. */
export class SettingsTable {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async of(userId: UserId): Promise<Settings> {
    const row = await this.#db
      .selectFrom('settings')
      .selectAll()
      .where('userId', '=', userId)
      .executeTakeFirst();
    return row === undefined ? defaultSettings : asSettings(row);
  }

  /** Changes what is named and leaves the rest, so that two devices at once do not undo each other. */
  async change(userId: UserId, change: SettingsChange): Promise<Settings> {
    const changed = asColumns(change);
    if (Object.keys(changed).length === 0) return this.of(userId);
    const row = await this.#db
      .insertInto('settings')
      .values({ userId, ...asColumns(defaultSettings), ...changed })
      .onConflict((oc) => oc.column('userId').doUpdateSet(changed))
      .returningAll()
      .executeTakeFirstOrThrow();
    return asSettings(row);
  }
}

type Columns = Omit<Tables['settings'], 'userId'>;

function asColumns(settings: Settings): Columns;
function asColumns(change: SettingsChange): Partial<Columns>;
function asColumns({ alwaysRelay, missedCallPrompts }: SettingsChange): Partial<Columns> {
  return {
    ...(alwaysRelay !== undefined && { alwaysRelay: bit(alwaysRelay) }),
    ...(missedCallPrompts !== undefined && { missedCallPrompts: bit(missedCallPrompts) }),
  };
}

function bit(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

function asSettings({ alwaysRelay, missedCallPrompts }: Columns): Settings {
  return { alwaysRelay: alwaysRelay === 1, missedCallPrompts: missedCallPrompts === 1 };
}
