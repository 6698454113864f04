import { fail, ok, type AdminPerson, type UserId, type AdminHandlers } from '@ringback/protocol';
import type { AccountOperations } from '../../accounts/accountsSql.ts';
import { leaveAll } from '../../calls/callCommands.ts';
import type { Calls } from '../../calls/calls.ts';
import type { AttachedDevices } from '../../devices/attachedDevices.ts';
import type { AuditLog } from '../../moderation/auditLog.ts';
import type { Suspensions } from '../../moderation/suspensions.ts';
import type { ContactNotifier } from '../../people/contactNotifier.ts';
import type { PeopleOperations } from '../../people/peopleSql.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { Storage } from '../../storage/storage.ts';
import { cursorFrom, cursorText, unknownUser, type HostPeople } from './hostPeople.ts';
import type { HostOperations } from './hostSql.ts';

export interface PeopleCommandDeps {
  readonly people: HostPeople;
  readonly storage: Storage<AccountOperations & HostOperations & PeopleOperations>;
  readonly suspensions: Suspensions;
  readonly audit: AuditLog;
  readonly calls: Calls;
  readonly sessions: Sessions;
  readonly devices: AttachedDevices;
  readonly contactNotifier: ContactNotifier;
  /** Closes all connections of a user, and what a relay holds for them. */
  readonly disconnectUser: (userId: UserId) => void;
  /** Deletes a user with all data. */
  readonly forgetUser: (userId: UserId) => Promise<void>;
  readonly now: () => number;
}

type PeopleCommand = 'people' | 'show' | 'rename' | 'free' | 'suspend' | 'unsuspend' | 'delete';

const pageSize = 50;

const nameTaken = fail('conflict', {
  message: 'Somebody else signs in with that name, or with one like it.',
});
const nameOfAccount = fail('conflict', {
  message: 'An account signs in with that name. Rename it, or delete the account.',
});
const unknownName = fail('notFound', { message: 'No one has that name or handle. It is free.' });

/** The commands on people. */
export function peopleCommands(deps: PeopleCommandDeps): Pick<AdminHandlers, PeopleCommand> {
  const { people, audit } = deps;
  return {
    people: (query) => listPeople(deps, query),
    show: ({ user }) =>
      people.with(user, async (person) => {
        const counts = await deps.storage.run('host:counts', person.id);
        return ok({ person, ...counts });
      }),
    rename: ({ user, name }) =>
      people.with(user, async ({ id }) => {
        const renamed = await deps.storage.run('users:rename', { userId: id, name });
        if (renamed === undefined) return nameTaken;
        await deps.contactNotifier.personChanged(renamed);
        audit.record({ kind: 'adminRenamed', userId: id });
        return people.again(id);
      }),
    free: ({ name }) => freeName(deps, name),
    suspend: ({ user, reason }) =>
      people.with(user, async ({ id }) => {
        await suspend(deps, id, reason);
        return people.again(id);
      }),
    unsuspend: ({ user }) =>
      people.with(user, async ({ id }) => {
        await deps.suspensions.remove(id);
        audit.record({ kind: 'adminRestored', userId: id });
        return people.again(id);
      }),
    delete: ({ user }) => people.with(user, (person) => deleteUser(deps, person)),
  };
}

async function listPeople(
  { people, storage }: PeopleCommandDeps,
  { find, after }: Parameters<AdminHandlers['people']>[0],
): ReturnType<AdminHandlers['people']> {
  const cursor = after === undefined ? undefined : cursorFrom(after);
  if (after !== undefined && cursor === undefined) return fail('badRequest');
  const [rows, total] = await Promise.all([
    storage.run('host:people', { find: find === '' ? undefined : find, after: cursor, limit: pageSize }),
    storage.run('host:countPeople', null),
  ]);
  const last = rows.length === pageSize ? rows.at(-1) : undefined;
  return ok({
    people: rows.map((row) => people.view(row)),
    total,
    ...(last !== undefined && { next: cursorText(last) }),
  });
}

async function freeName(deps: PeopleCommandDeps, text: string): ReturnType<AdminHandlers['free']> {
  const { storage, audit, people, contactNotifier } = deps;
  const freed = await storage.run('host:freeName', text);
  switch (freed.kind) {
    case 'ofAccount':
      return nameOfAccount;
    case 'unknown':
      return unknownName;
    case 'freed':
      break;
  }
  const { what, userId } = freed;
  audit.record({ kind: 'adminFreedName', userId });
  if (userId === undefined) return ok({ what });
  for (const person of await storage.run('people:named', [userId]))
    await contactNotifier.personChanged(person);
  const person = await people.find(userId);
  return ok({ what, ...(person !== undefined && { person }) });
}

/** First no token is accepted any more, then what is open is closed, so that nothing can slip in between. */
async function suspend(deps: PeopleCommandDeps, id: UserId, reason = ''): Promise<void> {
  await deps.suspensions.add(id, { at: deps.now(), reason: reason === '' ? null : reason });
  for (const device of deps.devices.ofUser(id)) device.push('session:ended', { why: 'suspended' });
  deps.disconnectUser(id);
  deps.audit.record({ kind: 'adminSuspended', userId: id });
  await deps.calls.submit(leaveAll(id));
}

/** A token that arrives while the data is being deleted finds no device any more. */
async function deleteUser(
  { storage, calls, audit, people, ...deps }: PeopleCommandDeps,
  { id }: AdminPerson,
): ReturnType<AdminHandlers['delete']> {
  if ((await people.find(id)) === undefined) return unknownUser;
  await deps.sessions.signOut(id, { kind: 'all' }, { reason: 'deleted' });
  deps.disconnectUser(id);
  await calls.submit(leaveAll(id));
  await deps.forgetUser(id);
  audit.record({ kind: 'adminDeleted', userId: id });
  return ok({ id });
}
