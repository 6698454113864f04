import { defaultRules, type PersonRules, type Settings, type UserId } from '@ringback/protocol';
import type { SettingsOperations } from './settingsSql.ts';
import { LruCache } from '../platform/lruCache.ts';
import type { Storage } from '../storage/storage.ts';
import type { PersonRulesOperations, RulesOfPair } from './personRulesSql.ts';

/** Number of cached users, and of cached pairs; others are read from storage when needed. */
const limit = 50_000;

type PrivacyStorage = Storage<PersonRulesOperations & SettingsOperations>;
type Pair = readonly [UserId, UserId];

/**
 * Caches settings and rules, which every call to a user needs. Only this server writes to the database, so the cache is
 * right as long as every change is reported to it.
 */
export class PrivacyCache {
  readonly #storage: PrivacyStorage;
  readonly #settings = new LruCache<UserId, Settings>(limit);
  readonly #rules = new LruCache<string, PersonRules>(limit);

  constructor(storage: PrivacyStorage) {
    this.#storage = storage;
  }

  async settingsOf(users: readonly UserId[]): Promise<Map<UserId, Settings>> {
    const unknown = users.filter((userId) => this.#settings.get(userId) === undefined);
    if (unknown.length > 0)
      for (const [userId, settings] of await this.#storage.run('settings:ofAll', unknown))
        this.#settings.setIfAbsent(userId, settings);
    return new Map(users.flatMap((userId) => entry(userId, this.#settings.get(userId))));
  }

  /** The rules of the first of each pair about the second. */
  async rulesAmong(pairs: readonly Pair[]): Promise<RulesOfPair[]> {
    const unknown = pairs.filter(([a, b]) => this.#rules.get(keyOf(a, b)) === undefined);
    if (unknown.length > 0) {
      for (const { userId, peerId, rules } of await this.#storage.run('rules:among', unknown))
        this.#rules.setIfAbsent(keyOf(userId, peerId), rules);
      for (const [a, b] of unknown) this.#rules.setIfAbsent(keyOf(a, b), defaultRules);
    }
    return pairs.map(([userId, peerId]) => ({
      userId,
      peerId,
      rules: this.#rules.get(keyOf(userId, peerId)) ?? defaultRules,
    }));
  }

  /** Reports changed settings. */
  setSettings(userId: UserId, settings: Settings): void {
    this.#settings.set(userId, settings);
  }

  /** Reports changed rules. */
  setRules({ userId, peerId, rules }: RulesOfPair): void {
    this.#rules.set(keyOf(userId, peerId), rules);
  }
}

function entry<Key, Value>(key: Key, value: Value | undefined): (readonly [Key, Value])[] {
  return value === undefined ? [] : [[key, value]];
}

function keyOf(userId: UserId, peerId: UserId): string {
  return `${userId} ${peerId}`;
}
