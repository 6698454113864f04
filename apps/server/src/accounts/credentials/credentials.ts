import type { DeviceId, Limits } from '@ringback/protocol';
import type { Router } from 'express';
import type { AttachedDevices } from '../../devices/attachedDevices.ts';
import type { ContactNotifier } from '../../people/contactNotifier.ts';
import type { PeopleOperations } from '../../people/peopleSql.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Accounts } from '../accounts.ts';
import type { KnownDevice } from '../accountsSql.ts';
import { AttemptLimiter } from './attemptLimiter.ts';
import { credentialRoutes } from './credentialRoutes.ts';
import { CredentialSignIn } from './credentialSignIn.ts';
import type { CredentialOperations } from './credentialsSql.ts';
import { HashQueue } from './hashQueue.ts';
import { OwnAccounts } from './ownAccount.ts';

export interface CredentialDeps {
  readonly storage: Storage<CredentialOperations & PeopleOperations>;
  readonly accounts: Accounts;
  readonly devices: AttachedDevices;
  readonly contactNotifier: ContactNotifier;
  readonly accountsMode: 'open' | 'invite';
  /** Closes the connections of a device that was signed out. */
  readonly disconnect: (deviceId: DeviceId) => void;
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
    signOutOthers: (device: SignedOutBy) => signOutOthers(deps, device),
  };
  const credentialSignIn = new CredentialSignIn(common);
  const ownAccounts = new OwnAccounts(common);
  return credentialRoutes({ ...deps, credentialSignIn, ownAccounts });
}

type SignedOutBy = Pick<KnownDevice, 'userId' | 'deviceId'>;

/** Signs out all devices of a user but one; browsers that are signed out get no push messages either. */
async function signOutOthers(
  { storage, devices, disconnect }: CredentialDeps,
  { userId, deviceId }: SignedOutBy,
): Promise<void> {
  const exceptProfile = devices.get(deviceId)?.profile;
  const removed = await storage.run('devices:removeOthers', { userId, except: deviceId, exceptProfile });
  removed.forEach(disconnect);
}
