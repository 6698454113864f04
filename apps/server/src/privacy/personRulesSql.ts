import {
  changeRules,
  defaultRules,
  hasNoRule,
  type PersonRules,
  type RulesChange,
  type UserId,
} from '@ringback/protocol';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../storage/schema.ts';
import { padded, sized } from '../storage/statements.ts';
import type { OperationHandlers } from '../storage/storage.ts';

/** What a user has decided about another. */
export interface RulesOfPair {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly rules: PersonRules;
}

/** Changes the rules of a user, who may have them about `atMost` people. */
interface RulesUpdate {
  readonly userId: UserId;
  readonly peerId: UserId;
  readonly change: RulesChange;
  readonly atMost: number;
}

/** The operations on what users have decided about others. */
export interface PersonRulesOperations {
  /** The rules as they are now; undefined if there are rules about too many people. */
  'rules:set': { input: RulesUpdate; output: PersonRules | undefined };
  /** The rules of the first of each pair about the second; leaves out pairs without any. */
  'rules:among': { input: readonly (readonly [UserId, UserId])[]; output: RulesOfPair[] };
}

export function personRulesOperations(db: Kysely<Tables>): OperationHandlers<PersonRulesOperations> {
  const among = amongOf(db);
  return {
    'rules:set': (update) => db.transaction().execute((trx) => setRules(trx, update)),
    'rules:among': async (pairs) => {
      const found: RulesOfPair[] = [];
      for (const query of among(padded(pairs))) {
        for (const row of (await db.executeQuery(query)).rows)
          found.push({ userId: row.userId, peerId: row.peerId, rules: asRules(row) });
      }
      return found;
    },
  };
}

async function setRules(
  trx: Transaction<Tables>,
  { userId, peerId, change, atMost }: RulesUpdate,
): Promise<PersonRules | undefined> {
  const known = await trx.selectFrom('personRules').selectAll().where('userId', '=', userId).execute();
  const row = known.find((one) => one.peerId === peerId);
  const rules = changeRules(row === undefined ? defaultRules : asRules(row), change);
  if (hasNoRule(rules)) {
    await trx.deleteFrom('personRules').where('userId', '=', userId).where('peerId', '=', peerId).execute();
    return rules;
  }
  if (row === undefined && known.length >= atMost) return undefined;
  const columns = asColumns(rules);
  await trx
    .insertInto('personRules')
    .values({ userId, peerId, ...columns })
    .onConflict((oc) => oc.columns(['userId', 'peerId']).doUpdateSet(columns))
    .execute();
  return rules;
}

type RuleColumns = Omit<Tables['personRules'], 'userId' | 'peerId'>;

export function asRules(row: RuleColumns): PersonRules {
  return {
    blocksCalls: row.blocksCalls === 1,
    blocksMessages: row.blocksMessages === 1,
    isMuted: row.isMuted === 1,
    alwaysThrough: row.alwaysThrough === 1,
    exceptCalls: row.exceptCalls === 1,
    exceptMessages: row.exceptMessages === 1,
    allowsUrgent: row.allowsUrgent === 1,
  };
}

function asColumns(rules: PersonRules): RuleColumns {
  return {
    blocksCalls: bit(rules.blocksCalls),
    blocksMessages: bit(rules.blocksMessages),
    isMuted: bit(rules.isMuted),
    alwaysThrough: bit(rules.alwaysThrough),
    exceptCalls: bit(rules.exceptCalls),
    exceptMessages: bit(rules.exceptMessages),
    allowsUrgent: bit(rules.allowsUrgent),
  };
}

function bit(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

function amongOf(db: Kysely<Tables>) {
  return sized<readonly [UserId, UserId], Tables['personRules']>(
    (pairs) =>
      db
        .selectFrom('personRules')
        .selectAll()
        .where((eb) =>
          eb.or(
            pairs.map(([userId, peerId]) => eb.and([eb('userId', '=', userId), eb('peerId', '=', peerId)])),
          ),
        ),
    (pairs) => pairs.flat(),
  );
}
