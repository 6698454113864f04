import { OidcSignIn, OidcStartRequest } from '@ringback/protocol';
import { json, Router, type Request, type RequestHandler } from 'express';
import { sendError, sendResult } from '../../http/errorResponse.ts';
import type { Log } from '../../platform/log.ts';
import { reading } from '../credentials/credentialRoutes.ts';
import type { OidcAccounts } from './oidcAccounts.ts';

export interface OidcRouteDeps {
  readonly oidc: OidcAccounts;
  readonly publicUrls: readonly string[];
  /** Limits sign-ins by address. */
  readonly limit: RequestHandler;
  readonly log: Log;
}

const body = json({ limit: '2kb' });
const unreachable = 'The sign-in service cannot be reached. Try again later.';

/** Serves signing in through a provider of OpenID Connect. */
export function oidcRoutes({ oidc, publicUrls, limit, log }: OidcRouteDeps): Router {
  const router = Router();
  router.post(
    '/session/oidc/start',
    limit,
    body,
    reading(OidcStartRequest, async ({ binding }, request, response) => {
      try {
        const redirectUri = `${publicUrls[0] ?? pageOrigin(request)}/api/session/oidc/callback`;
        response.json({ url: await oidc.start(binding, redirectUri) });
      } catch (error) {
        log.warn({ err: error }, 'the provider of OpenID Connect cannot be used');
        sendError(response, 'unavailable', { message: unreachable });
      }
    }),
  );
  router.get('/session/oidc/callback', limit, comeBack(oidc, log));
  router.post(
    '/session/oidc',
    limit,
    body,
    reading(OidcSignIn, async (input, _request, response) => {
      sendResult(response, await oidc.signIn(input));
    }),
  );
  return router;
}

/** The page reads the ticket from the fragment, which browsers send to no server. */
function comeBack(oidc: OidcAccounts, log: Log): RequestHandler {
  return async (request, response) => {
    const query = new URL(request.originalUrl, 'http://localhost').searchParams;
    try {
      response.redirect(303, `/#oidc=${await oidc.finish(query)}`);
    } catch (error) {
      log.info({ err: error }, 'sign-in by OpenID Connect refused');
      response.redirect(303, '/#oidc=failed');
    }
  };
}

/** Pages of other sites were refused before. */
function pageOrigin({ headers }: Request): string {
  return headers.origin ?? `http://${headers.host ?? 'localhost'}`;
}
