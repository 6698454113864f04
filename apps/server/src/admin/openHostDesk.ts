import type { UserId } from '@ringback/protocol';
import type { RequestHandler, Router } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import { SignInLinks } from '../accounts/signInLinks.ts';
import type { SignInLinkOperations } from '../accounts/signInLinksSql.ts';
import type { RelayGrants } from '../ice/relayGrants.ts';
import { bearerGuard } from '../http/bearerGuard.ts';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import { exportUserData } from '../userData/userDataExport.ts';
import type { UserDeletion } from '../userData/userDeletion.ts';
import type { UserDataOperations } from '../userData/userDataSql.ts';
import { createAdminDispatcher, type AdminDispatcher } from './adminDispatcher.ts';
import { adminRoutes } from './adminRoutes.ts';
import { HostPeople, type HostPeopleDeps } from './commands/hostPeople.ts';
import type { HostOperations } from './commands/hostSql.ts';
import { invitationCommands, type InvitationCommandDeps } from './commands/invitationCommands.ts';
import { peopleCommands, type PeopleCommandDeps } from './commands/peopleCommands.ts';
import { recordCommands, type RecordCommandDeps } from './commands/recordCommands.ts';
import { reportCommands, type ReportCommandDeps } from './commands/reportCommands.ts';
import { sessionCommands, type SessionCommandDeps } from './commands/sessionCommands.ts';

type CommandDeps = PeopleCommandDeps &
  SessionCommandDeps &
  InvitationCommandDeps &
  RecordCommandDeps &
  ReportCommandDeps;

/** What the desk builds itself. */
type Built = 'people' | 'forgetUser' | 'signInLinks' | 'disconnectUser' | 'exportData';

export type HostDeskDeps = Omit<CommandDeps & HostPeopleDeps, Built> & {
  readonly storage: Storage<HostOperations & SignInLinkOperations & UserDataOperations>;
  readonly accounts: Accounts;
  readonly deletion: UserDeletion;
  readonly now: () => number;
  readonly relayGrants: RelayGrants;
  /** The sockets, which are opened after the routes that need them. */
  readonly sockets: () => { readonly disconnectUser: (userId: UserId) => void };
  /** Undefined: there is no page for the host. */
  readonly adminToken: string | undefined;
  readonly proxies: number;
  readonly log: Log;
};

/** What the host can do. */
export interface HostDesk {
  readonly dispatch: AdminDispatcher;
  /** The router for `/api/admin`. */
  readonly routes: Router | undefined;
  /** Lets requests with `ADMIN_TOKEN` pass; all that use it count wrong tokens together. Undefined without a token. */
  readonly guard: RequestHandler | undefined;
  readonly signInLinks: SignInLinks;
}

/** Puts the commands of the host together. */
export function openHostDesk(deps: HostDeskDeps): HostDesk {
  const { devices, sessions, relayGrants, sockets, adminToken, log } = deps;
  const disconnectUser = (userId: UserId): void => {
    for (const { deviceId } of devices.ofUser(userId)) relayGrants.signedOut(deviceId);
    sockets().disconnectUser(userId);
  };
  const forgetUser = (userId: UserId): Promise<void> => deps.deletion.deleteNow(userId);
  const exportData = (userId: UserId): Promise<string | undefined> => exported(deps, userId);
  const signInLinks = new SignInLinks({
    ...deps,
    signOutAll: (userId) => sessions.signOut(userId, { kind: 'all' }, { reason: 'host' }),
  });
  const commandDeps = {
    ...deps,
    people: new HostPeople(deps),
    signInLinks,
    disconnectUser,
    forgetUser,
    exportData,
  };
  const dispatch = createAdminDispatcher(
    {
      ...peopleCommands(commandDeps),
      ...sessionCommands(commandDeps),
      ...invitationCommands(commandDeps),
      ...recordCommands(commandDeps),
      ...reportCommands(commandDeps),
    },
    log,
  );
  const guard = adminToken === undefined ? undefined : adminGuard(deps, adminToken);
  const routes = guard && adminRoutes({ ...deps, guard, dispatch });
  return { dispatch, routes, guard, signInLinks };
}

function adminGuard({ audit, proxies, now }: HostDeskDeps, token: string): RequestHandler {
  return bearerGuard({
    token,
    message: 'That is not the admin token.',
    onRefused: (addressKey) => audit.record({ kind: 'adminRefused', addressKey }),
    proxies,
    now,
  });
}

/** Without the bytes of notes: they are for those two people. */
async function exported({ storage, now }: HostDeskDeps, userId: UserId): Promise<string | undefined> {
  const pieces = await exportUserData({ storage, now }, userId);
  if (pieces === undefined) return undefined;
  let json = '';
  for await (const piece of pieces) json += piece;
  return json;
}
