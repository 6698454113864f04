import {
  defaultRules,
  defaultSettings,
  type PersonRules,
  type ReachFacts,
  type ReachSettings,
  type UserId,
} from '@ringback/protocol';
import type { PrivacyCache } from '../privacy/privacyCache.ts';
import type { Acquaintance } from './peopleSql.ts';
import type { UserCache } from './userCache.ts';

/** What is stored of one user about another; undefined where there is nothing. */
export interface StoredReach {
  readonly settings: ReachSettings | undefined;
  readonly rules: PersonRules | undefined;
  readonly isInList: boolean;
  readonly acquaintance: Acquaintance | undefined;
}

/** What decides whether one user reaches another. A contact is who is in the list, or was called or answered. */
export function asReachFacts({ settings, rules, isInList, acquaintance }: StoredReach): ReachFacts {
  return {
    settings: settings ?? defaultSettings,
    rules: rules ?? defaultRules,
    isContact: isInList || acquaintance?.called === true || acquaintance?.answered === true,
  };
}

/** What decides whether messages and notes of a person reach a user. */
export async function reachFactsOf(
  { people, privacy }: { readonly people: UserCache; readonly privacy: PrivacyCache },
  userId: UserId,
  peerId: UserId,
): Promise<ReachFacts> {
  const pair = [[userId, peerId]] as const;
  const [settings, [ruled], contacts, [acquaintance]] = await Promise.all([
    privacy.settingsOf([userId]),
    privacy.rulesAmong(pair),
    people.contactsAmong(pair),
    people.acquaintancesOf(pair),
  ]);
  return asReachFacts({
    settings: settings.get(userId),
    rules: ruled?.rules,
    isInList: contacts.length > 0,
    acquaintance,
  });
}
