import type { Limits } from '@ringback/protocol';
import type { Router } from 'express';
import type { AttachedDevices } from '../../devices/attachedDevices.ts';
import type { ContactNotifier } from '../../people/contactNotifier.ts';
import type { PeopleOperations } from '../../people/peopleSql.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Accounts } from '../accounts.ts';
import { AttemptLimiter } from './attemptLimiter.ts';
import { credentialRoutes } from './credentialRoutes.ts';
import { CredentialSignIn, type SignOutOthers } from './credentialSignIn.ts';
import type { CredentialOperations } from './credentialsSql.ts';
import { HashQueue } from './hashQueue.ts';
import { OwnAccounts } from './ownAccount.ts';

export interface CredentialDeps {
  readonly storage: Storage<CredentialOperations & PeopleOperations>;
  readonly accounts: Accounts;
  readonly devices: AttachedDevices;
  readonly contactNotifier: ContactNotifier;
  readonly accountsMode: 'open' | 'invite';
  readonly signOutOthers: SignOutOthers;
  readonly limits: Limits;
  readonly proxies: number;
  readonly now: () => number;
}

/** Puts together how people sign in to accounts and look after them. */
export function openCredentials(deps: CredentialDeps): Router {
  const common = {
    ...deps,
    attempts: new AttemptLimiter(deps.now),
    hashes: new HashQueue(),
  };
  const credentialSignIn = new CredentialSignIn(common);
  const ownAccounts = new OwnAccounts(common);
  return credentialRoutes({ ...deps, credentialSignIn, ownAccounts });
}
