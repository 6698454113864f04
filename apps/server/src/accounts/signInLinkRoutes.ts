import { fail, LookAtLinkRequest, ok, UseLinkRequest } from '@ringback/protocol';
import { Router, type RequestHandler } from 'express';
import * as v from 'valibot';
import { sendResult } from '../http/errorResponse.ts';
import type { AuditLog } from '../moderation/auditLog.ts';
import type { PeopleOperations } from '../people/peopleSql.ts';
import { rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import type { Storage } from '../storage/storage.ts';
import type { SignInLinks } from './signInLinks.ts';

export interface SignInLinkRouteDeps {
  readonly signInLinks: SignInLinks;
  readonly storage: Storage<PeopleOperations>;
  readonly audit: AuditLog;
  readonly proxies: number;
}

const linkGone = fail('notFound', {
  message: 'This link was used, or it has expired. Ask the host of this server for a new one.',
});

/** Serves `/api/sign-in-link`: whom a one-time link signs in, and signing in with it. */
export function signInLinkRoutes(deps: SignInLinkRouteDeps): Router {
  return Router().post('/look', lookAt(deps)).post('/', signInBy(deps));
}

function lookAt({ signInLinks, storage }: SignInLinkRouteDeps): RequestHandler {
  return async (request, response) => {
    const parsed = v.safeParse(LookAtLinkRequest, request.body);
    const userId = parsed.success ? await signInLinks.find(parsed.output.code) : undefined;
    const [person] = userId === undefined ? [] : await storage.run('people:named', [userId]);
    sendResult(response, person === undefined ? linkGone : ok(person));
  };
}

function signInBy({ signInLinks, audit, proxies }: SignInLinkRouteDeps): RequestHandler {
  return async (request, response) => {
    const parsed = v.safeParse(UseLinkRequest, request.body);
    const signedIn = parsed.success ? await signInLinks.use(parsed.output) : undefined;
    if (signedIn !== undefined)
      audit.record({
        kind: 'signedIn',
        userId: signedIn.me.id,
        addressKey: rateLimitAddress(request, proxies),
      });
    sendResult(response, signedIn === undefined ? linkGone : ok(signedIn));
  };
}
