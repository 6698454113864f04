import type { Kysely } from 'kysely';
import { writeBatch } from './batch.ts';
import { CallTable } from './callTable.ts';
import { EngagedTable } from './engagedTable.ts';
import { HistoryTable } from './historyTable.ts';
import { MessageTable } from './messageTable.ts';
import { accountOperations } from './accountOperations.ts';
import { contactOperations } from './contactOperations.ts';
import { noteOperations } from './noteOperations.ts';
import type { OperationHandlers } from './operations.ts';
import { PeopleTable } from './peopleTable.ts';
import { ProfileTable } from './profileTable.ts';
import { PushTable } from './pushTable.ts';
import { RemovedTable } from './removedTable.ts';
import type { Tables } from './schema.ts';
import { SecretTable } from './secretTable.ts';
import { SettingsTable } from './settingsTable.ts';

/** Carries out operations on an open database. */
export function operationHandlers(db: Kysely<Tables>): OperationHandlers {
  const calls = new CallTable(db);
  const engaged = new EngagedTable(db);
  const history = new HistoryTable(db);
  const removed = new RemovedTable(db);
  const people = new PeopleTable(db);
  const messages = new MessageTable(db, people);
  const profiles = new ProfileTable(db);
  const push = new PushTable(db);
  const settings = new SettingsTable(db);
  const secrets = new SecretTable(db);
  return {
    'calls:live': () => calls.live(),
    'calls:byIds': (ids) => calls.byIds(ids),
    'calls:overdue': ({ at, limit }) => calls.overdue(at, limit),
    'calls:write': (batch) => writeBatch(db, { calls, engaged, history, people }, batch),
    'history:missed': (users) => history.missedOf(users),
    'history:page': (wish) => history.page(wish),
    'history:see': ({ userId, callIds }) => history.see(userId, callIds),
    'history:entries': ({ userId, callIds }) => history.entriesOf(userId, callIds),
    'history:remove': ({ callIds, ...removal }) => removed.take(removal, callIds),
    'history:removeUntil': ({ placedAt, ...removal }) => removed.takeUntil(removal, placedAt),
    'history:restore': (wish) => removed.restore(wish),
    'history:purge': (removedAt) => removed.purge(removedAt),
    'people:named': (users) => people.named(users),
    'people:acquaintances': (pairs) => people.acquaintancesOf(pairs),
    'people:find': (name) => people.find(name),
    'messages:send': (draft) => messages.send(draft),
    'messages:page': (wish) => messages.page(wish),
    'conversations:between': ({ userId, peerId }) => messages.conversation(userId, peerId),
    'conversations:of': ({ userId, limit }) => messages.conversations(userId, limit),
    'conversations:mark': (wish) => messages.mark(wish),
    ...accountOperations(db),
    ...contactOperations(db),
    ...noteOperations(db),
    'profiles:see': ({ userId, profileId, at }) => profiles.see(userId, profileId, at),
    'profiles:of': ({ userId, since }) => profiles.of(userId, since),
    'push:keep': ({ subscription, atMost }) => push.keep(subscription, atMost),
    'push:of': (userId) => push.of(userId),
    'push:users': () => push.users(),
    'push:byToken': (tokenHash) => push.byToken(tokenHash),
    'push:move': (subscription) => push.move(subscription),
    'push:see': (seen) => push.see(seen),
    'push:forget': (id) => push.forget(id),
    'push:forgetUnseen': (seenAt) => push.forgetUnseen(seenAt),
    'settings:of': (userId) => settings.of(userId),
    'settings:change': ({ userId, change }) => settings.change(userId, change),
    'secrets:keep': ({ name, fresh }) => secrets.keep(name, fresh),
  };
}
