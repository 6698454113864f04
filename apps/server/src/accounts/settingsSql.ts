import { defaultSettings, type Settings, type SettingsChange, type UserId } from '@ringback/protocol';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** The operations on what users have set. */
export interface SettingsOperations {
  'settings:of': { input: UserId; output: Settings };
  /** Changes only the settings that are named; returns all of them. */
  'settings:change': { input: { userId: UserId; change: SettingsChange }; output: Settings };
}

export function settingsOperations(db: Kysely<Tables>): OperationHandlers<SettingsOperations> {
  const settings = new SettingsTable(db);
  return {
    'settings:of': (userId) => settings.of(userId),
    'settings:change': ({ userId, change }) => settings.change(userId, change),
  };
}

/** A user who never changed a setting has no row. */
class SettingsTable {
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

  /** Leaves the other settings alone, so that two devices at once do not undo each other's change. */
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
function asColumns(change: SettingsChange): Partial<Columns> {
  const { alwaysRelay, missedCallPrompts, busyOnAnotherCall, showCameraWhileRinging, keyboardShortcuts } =
    change;
  return {
    ...(alwaysRelay !== undefined && { alwaysRelay: bit(alwaysRelay) }),
    ...(missedCallPrompts !== undefined && { missedCallPrompts: bit(missedCallPrompts) }),
    ...(busyOnAnotherCall !== undefined && { busyOnAnotherCall: bit(busyOnAnotherCall) }),
    ...(showCameraWhileRinging !== undefined && { showCameraWhileRinging: bit(showCameraWhileRinging) }),
    ...(keyboardShortcuts !== undefined && { keyboardShortcuts: bit(keyboardShortcuts) }),
  };
}

function bit(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

function asSettings(row: Columns): Settings {
  return {
    alwaysRelay: row.alwaysRelay === 1,
    missedCallPrompts: row.missedCallPrompts === 1,
    busyOnAnotherCall: row.busyOnAnotherCall === 1,
    showCameraWhileRinging: row.showCameraWhileRinging === 1,
    keyboardShortcuts: row.keyboardShortcuts === 1,
  };
}
