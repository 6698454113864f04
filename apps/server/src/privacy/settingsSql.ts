import {
  defaultSettings,
  QuietHours,
  type Settings,
  type SettingsChange,
  type UserId,
} from '@ringback/protocol';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { Tables } from '../storage/schema.ts';
import { padded, sized } from '../storage/statements.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** The operations on what users have set. */
export interface SettingsOperations {
  'settings:of': { input: UserId; output: Settings };
  'settings:ofAll': { input: readonly UserId[]; output: (readonly [UserId, Settings])[] };
  /** Changes only the settings that are named; returns all of them. */
  'settings:change': { input: { userId: UserId; change: SettingsChange }; output: Settings };
}

export function settingsOperations(db: Kysely<Tables>): OperationHandlers<SettingsOperations> {
  const settings = new SettingsTable(db);
  return {
    'settings:of': (userId) => settings.of(userId),
    'settings:ofAll': (users) => settings.ofAll(users),
    'settings:change': ({ userId, change }) => settings.change(userId, change),
  };
}

/** A user who never changed a setting has no row. */
class SettingsTable {
  readonly #db: Kysely<Tables>;
  readonly #rowsOf: ReturnType<typeof rowsOf>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#rowsOf = rowsOf(db);
  }

  async ofAll(users: readonly UserId[]): Promise<(readonly [UserId, Settings])[]> {
    const known = new Map<UserId, Settings>();
    for (const query of this.#rowsOf(padded(users)))
      for (const row of (await this.#db.executeQuery(query)).rows) known.set(row.userId, asSettings(row));
    return users.map((userId) => [userId, known.get(userId) ?? defaultSettings]);
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
  const { callsFrom, messagesFrom, strangers, readReceipts, quietHours, doNotDisturbUntil } = change;
  return {
    ...(alwaysRelay !== undefined && { alwaysRelay: bit(alwaysRelay) }),
    ...(missedCallPrompts !== undefined && { missedCallPrompts: bit(missedCallPrompts) }),
    ...(busyOnAnotherCall !== undefined && { busyOnAnotherCall: bit(busyOnAnotherCall) }),
    ...(showCameraWhileRinging !== undefined && { showCameraWhileRinging: bit(showCameraWhileRinging) }),
    ...(keyboardShortcuts !== undefined && { keyboardShortcuts: bit(keyboardShortcuts) }),
    ...(callsFrom !== undefined && { callsFrom }),
    ...(messagesFrom !== undefined && { messagesFrom }),
    ...(strangers !== undefined && { strangers }),
    ...(readReceipts !== undefined && { readReceipts: bit(readReceipts) }),
    ...(quietHours !== undefined && { quietHours: quietHours && JSON.stringify(quietHours) }),
    ...(doNotDisturbUntil !== undefined && { doNotDisturbUntil }),
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
    callsFrom: row.callsFrom,
    messagesFrom: row.messagesFrom,
    strangers: row.strangers,
    readReceipts: row.readReceipts === 1,
    quietHours: row.quietHours === null ? null : quietHoursFrom(row.quietHours),
    doNotDisturbUntil: row.doNotDisturbUntil,
  };
}

/** Another release may have written them, with a time zone that this machine does not know. */
function quietHoursFrom(json: string): QuietHours | null {
  const parsed = v.safeParse(QuietHours, JSON.parse(json));
  return parsed.success ? parsed.output : null;
}

function rowsOf(db: Kysely<Tables>) {
  return sized<UserId, Tables['settings']>(
    (users) => db.selectFrom('settings').selectAll().where('userId', 'in', users),
    (users) => users,
  );
}
