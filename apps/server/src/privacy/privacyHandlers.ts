import {
  bounds,
  fail,
  ok,
  type Handlers,
  type KnownPerson,
  type RequestName,
  type Result,
  type RulesChange,
  type UserId,
} from '@ringback/protocol';
import type { AttachedDevices, RequestContext } from '../devices/attachedDevices.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { Storage } from '../storage/storage.ts';
import type { PersonRulesOperations, RulesOfPair } from './personRulesSql.ts';
import type { PrivacyCache } from './privacyCache.ts';

type PrivacyRequest = Extract<RequestName, `privacy:${string}`>;

export interface PrivacyHandlerDeps {
  readonly storage: Storage<PersonRulesOperations>;
  /** A person as one user knows them; undefined where there is no such person. */
  readonly knownPerson: (userId: UserId, peerId: UserId) => Promise<KnownPerson | undefined>;
  readonly privacy: PrivacyCache;
  /** Applies changed rules to the calls that wait for an answer. */
  readonly onRules: (changed: RulesOfPair) => Promise<void>;
  readonly devices: AttachedDevices;
  readonly now: () => number;
}

/** Far above what a person does by hand. */
const changeRate = perMinute(120);
const tooManyRules = `You have rules about ${bounds.ruledPeople} people, which is as many as there can be. Undo one first.`;

/** Handles requests about what a user has decided about others. The others learn nothing of it. */
export function privacyHandlers(deps: PrivacyHandlerDeps): Pick<Handlers<RequestContext>, PrivacyRequest> {
  const changes = new KeyedTokenBucket<UserId>(changeRate, deps.now);
  return {
    'privacy:setRules': async ({ userId }, { userId: peerId, change }) => {
      if (peerId === userId) return fail('badRequest');
      const retryAfterMs = changes.take(userId);
      return retryAfterMs > 0 ? fail('tooMany', { retryAfterMs }) : setRules(deps, userId, peerId, change);
    },
  };
}

async function setRules(
  { storage, knownPerson, privacy, devices, onRules }: PrivacyHandlerDeps,
  userId: UserId,
  peerId: UserId,
  change: RulesChange,
): Promise<Result<KnownPerson>> {
  if ((await knownPerson(userId, peerId)) === undefined) return fail('notFound');
  const rules = await storage.run('rules:set', { userId, peerId, change, atMost: bounds.ruledPeople });
  if (rules === undefined) return fail('conflict', { message: tooManyRules });
  privacy.setRules({ userId, peerId, rules });
  await onRules({ userId, peerId, rules });
  const known = await knownPerson(userId, peerId);
  if (known === undefined) return fail('notFound');
  // Including the device that made the request, because its answer may get lost.
  devices.pushToUser(userId, 'people:changed', known);
  return ok(known);
}
