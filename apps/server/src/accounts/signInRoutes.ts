import {
  SignInBrowser,
  SignInRequest,
  type DeviceId,
  type HostInfo,
  type Limits,
  type PublicConfig,
} from '@ringback/protocol';
import { json, Router, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import type { OidcConfig } from '../config/config.ts';
import { sendError } from '../http/errorResponse.ts';
import { originOf, rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { Accounts, GuestSignIn } from './accounts.ts';
import { requireDevice } from './bearerAuth.ts';
import { signInLinkRoutes, type SignInLinkRouteDeps } from './signInLinkRoutes.ts';
import { passkeysAt, relyingPartyId } from '../platform/origin/relyingParty.ts';

export interface SignInDeps extends SignInLinkRouteDeps {
  readonly accounts: Accounts;
  /** Closes the connections of devices that were signed out. */
  readonly disconnect: (gone: ReadonlySet<DeviceId>) => void;
  readonly guests: PublicConfig['guests'];
  readonly hostInfo: HostInfo;
  readonly publicUrls: readonly string[];
  readonly oidc: OidcConfig | undefined;
  readonly accountsMode: 'open' | 'invite';
  readonly invitesByMembers: boolean;
  readonly limits: Limits;
  readonly now: () => number;
}

const taken = 'That name is taken here. Choose another one, or sign in with a password if it is yours.';
const unclaimed =
  'This server keeps each name for the browser that first used it, and yours did not say which it is.';
const closed = 'This server takes no guests.';

/** Serves `/api`: the public configuration, signing in and out, and a new device for a duplicated tab. */
export function signInRoutes(deps: SignInDeps): Router {
  const { accounts, guests, hostInfo: host, publicUrls, accountsMode } = deps;
  const router = Router();
  const limit = limitByAddress(deps);
  const rpId = relyingPartyId(publicUrls);
  const oidc = deps.oidc === undefined ? {} : { oidc: { name: deps.oidc.name } };
  const invites = accountsMode === 'invite' && deps.invitesByMembers ? { invites: true } : {};
  router.get('/config', (request, response) => {
    const passkeys = passkeysAt(originOf(request, deps.proxies).hostname, rpId);
    response.json({
      guests,
      host,
      ways: { accounts: accountsMode, passkeys, ...invites, ...oidc },
    } satisfies PublicConfig);
  });
  router.post('/devices', limit, json({ limit: '2kb' }), addDevice(accounts));
  router.post('/session', limit, json({ limit: '2kb' }), signInGuest(deps));
  router.use('/sign-in-link', limit, json({ limit: '2kb' }), signInLinkRoutes(deps));
  router.delete('/session', signOut(deps));
  router.use((_request, response) => sendError(response, 'notFound'));
  return router;
}

function signInGuest({ accounts, audit, proxies }: SignInDeps): RequestHandler {
  return async (request, response) => {
    const parsed = v.safeParse(SignInRequest, request.body);
    if (parsed.success) {
      const { name, claim, ...browser } = parsed.output;
      const outcome = await accounts.signInGuest(name, claim, browser);
      const addressKey = rateLimitAddress(request, proxies);
      if (outcome.kind === 'signedIn')
        audit.record({ kind: 'signedIn', userId: outcome.signedIn.me.id, addressKey });
      if (outcome.kind === 'taken') audit.record({ kind: 'nameTaken', addressKey });
      sendSignIn(response, outcome);
    } else sendError(response, 'badRequest', { message: messageFor(parsed.issues) });
  };
}

/** A duplicated tab has a copy of the token, with which it gets a device and token of its own. */
function addDevice(accounts: Accounts): RequestHandler {
  return async (request, response) => {
    const device = await requireDevice(request, response, accounts);
    if (device === undefined) return;
    const browser = v.safeParse(SignInBrowser, request.body ?? {});
    if (!browser.success) return sendError(response, 'badRequest');
    const added = await accounts.addDevice(device.userId, browser.output, device.deviceId);
    if (added === undefined) sendError(response, 'unauthorized');
    else response.json(added);
  };
}

function signOut({ accounts, disconnect }: SignInDeps): RequestHandler {
  return async (request, response) => {
    const device = await requireDevice(request, response, accounts);
    if (device === undefined) return;
    await accounts.signOut(device.deviceId);
    disconnect(new Set([device.deviceId]));
    response.status(204).end();
  };
}

function sendSignIn(response: Response, outcome: GuestSignIn): void {
  switch (outcome.kind) {
    case 'signedIn':
      response.json(outcome.signedIn);
      break;
    case 'taken':
      sendError(response, 'conflict', { message: taken });
      break;
    case 'unclaimed':
      sendError(response, 'badRequest', { message: unclaimed });
      break;
    case 'closed':
      sendError(response, 'forbidden', { message: closed });
  }
}

/** Messages of the rules for names are written for people. Our own app causes no other issue. */
function messageFor(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.find(({ kind }) => kind === 'validation')?.message ?? 'Expected a name.';
}

function limitByAddress({ audit, limits, proxies, now }: SignInDeps): RequestHandler {
  const signIns = new KeyedTokenBucket<string>(perMinute(limits.signInsPerMinute), now);
  return (request, response, next) => {
    const addressKey = rateLimitAddress(request, proxies);
    const retryAfterMs = signIns.take(addressKey);
    if (retryAfterMs === 0) return next();
    audit.record({ kind: 'tooManySignIns', addressKey });
    sendError(response, 'tooMany', { retryAfterMs });
  };
}
