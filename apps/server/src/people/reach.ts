import { defaultRules, defaultSettings, type ReachFacts, type UserId } from '@ringback/protocol';
import type { PrivacyCache } from '../privacy/privacyCache.ts';
import type { UserCache } from './userCache.ts';

/** What decides whether messages and notes of a person reach a user. */
export async function reachFactsOf(
  { people, privacy }: { readonly people: UserCache; readonly privacy: PrivacyCache },
  userId: UserId,
  peerId: UserId,
): Promise<ReachFacts> {
  const pair = [[userId, peerId]] as const;
  const [settings, [ruled], contacts, [known]] = await Promise.all([
    privacy.settingsOf([userId]),
    privacy.rulesAmong(pair),
    people.contactsAmong(pair),
    people.acquaintancesOf(pair),
  ]);
  return {
    settings: settings.get(userId) ?? defaultSettings,
    rules: ruled?.rules ?? defaultRules,
    isContact: contacts.length > 0 || known?.called === true || known?.answered === true,
  };
}
