import type { Limits } from '@ringback/protocol';
import { Router, type RequestHandler } from 'express';
import { sendError } from '../../http/errorResponse.ts';
import type { OidcConfig } from '../../config/config.ts';
import type { AttachedDevices } from '../../devices/attachedDevices.ts';
import type { AuditLog } from '../../moderation/auditLog.ts';
import type { ContactNotifier } from '../../people/contactNotifier.ts';
import type { PeopleOperations } from '../../people/peopleSql.ts';
import type { Log } from '../../platform/log.ts';
import { rateLimitAddress } from '../../platform/origin/requestOrigin.ts';
import { KeyedTokenBucket, perMinute } from '../../platform/tokenBucket.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Accounts } from '../accounts.ts';
import type { AccountOperations } from '../accountsSql.ts';
import { OidcAccounts } from '../oidc/oidcAccounts.ts';
import { OidcProvider } from '../oidc/oidcProvider.ts';
import { oidcRoutes } from '../oidc/oidcRoutes.ts';
import { PasskeyAccounts } from '../passkeys/passkeyAccounts.ts';
import { PasskeyCeremonies } from '../passkeys/passkeyCeremonies.ts';
import { passkeyRoutes } from '../passkeys/passkeyRoutes.ts';
import type { PasskeyOperations } from '../passkeys/passkeysSql.ts';
import { relyingPartyId } from '../../platform/origin/relyingParty.ts';
import { AttemptLimiter } from '../credentials/attemptLimiter.ts';
import { credentialRoutes } from '../credentials/credentialRoutes.ts';
import { CredentialSignIn, type SignOutOthers } from '../credentials/credentialSignIn.ts';
import type { CredentialOperations } from '../credentials/credentialsSql.ts';
import { passwordHashes } from '../credentials/hashQueue.ts';
import { MemberInvitations } from '../credentials/invitations.ts';
import type { InvitationOperations } from '../credentials/memberInvitationsSql.ts';
import { Proofs } from '../credentials/proofs.ts';
import { OwnAccounts } from '../credentials/ownAccount.ts';

export interface CredentialDeps {
  readonly storage: Storage<
    AccountOperations & CredentialOperations & InvitationOperations & PasskeyOperations & PeopleOperations
  >;
  readonly accounts: Accounts;
  readonly devices: AttachedDevices;
  readonly contactNotifier: ContactNotifier;
  readonly accountsMode: 'open' | 'invite';
  readonly invitesByMembers: boolean;
  readonly signOutOthers: SignOutOthers;
  readonly audit: AuditLog;
  readonly publicUrls: readonly string[];
  readonly oidc: OidcConfig | undefined;
  readonly log: Log;
  readonly limits: Limits;
  readonly proxies: number;
  readonly now: () => number;
}

/** Puts together how people sign in to accounts and look after them. */
export function openCredentials(deps: CredentialDeps): Router {
  const common = {
    ...deps,
    attempts: new AttemptLimiter(deps.now),
    hashes: passwordHashes,
    proofs: new Proofs({ ...deps, hashes: passwordHashes }),
    ceremonies: new PasskeyCeremonies(relyingPartyId(deps.publicUrls), deps.now),
    limit: limitByAddress(deps),
  };
  const credentialSignIn = new CredentialSignIn(common);
  const ownAccounts = new OwnAccounts(common);
  const passkeys = new PasskeyAccounts({ ...common, credentialSignIn, ownAccounts });
  const router = Router();
  router.use('/session', auditRefusals(deps));
  const invitations = new MemberInvitations(deps);
  router.use(credentialRoutes({ ...common, credentialSignIn, ownAccounts, invitations }));
  router.use(passkeyRoutes({ ...common, passkeys }));
  if (deps.oidc !== undefined) {
    const provider = new OidcProvider(deps.oidc, deps.now);
    const oidc = new OidcAccounts({ ...common, provider, credentialSignIn, ownAccounts });
    router.use(oidcRoutes({ ...common, oidc }));
  }
  return router;
}

/** Logs how many passkeys cannot be used because the server's host has changed. */
export async function warnOfForeignPasskeys({
  storage,
  publicUrls,
  log,
}: {
  readonly storage: Storage<PasskeyOperations>;
  readonly publicUrls: readonly string[];
  readonly log: Log;
}): Promise<void> {
  const rpId = relyingPartyId(publicUrls);
  const count = await storage.run('passkeys:elsewhere', rpId);
  if (count > 0)
    log.warn(
      { passkeys: count, host: rpId },
      'passkeys belong to another host and do not work; was PUBLIC_URL changed?',
    );
}

/** Records wrong credentials, and attempts that were too many. Guests, who sign in at the root, are recorded there. */
function auditRefusals({ audit, proxies }: CredentialDeps): RequestHandler {
  return (request, response, next) => {
    const addressKey = rateLimitAddress(request, proxies);
    const isGuest = request.path === '/';
    response.once('finish', () => {
      if (isGuest) return;
      if (response.statusCode === 401) audit.record({ kind: 'wrongCredential', addressKey });
      if (response.statusCode === 429) audit.record({ kind: 'tooManySignIns', addressKey });
    });
    next();
  };
}

function limitByAddress({ limits, proxies, now }: CredentialDeps): RequestHandler {
  const signIns = new KeyedTokenBucket<string>(perMinute(limits.signInsPerMinute), now);
  return (request, response, next) => {
    const retryAfterMs = signIns.take(rateLimitAddress(request, proxies));
    if (retryAfterMs > 0) sendError(response, 'tooMany', { retryAfterMs });
    else next();
  };
}
