import {
  fail,
  LinkClaim,
  LinkConfirmation,
  LinkStatusRequest,
  ok,
  SignInBrowser,
  type Limits,
  type Result,
} from '@ringback/protocol';
import { json, Router, type Request, type RequestHandler } from 'express';
import * as v from 'valibot';
import { deviceGuard } from '../accounts/bearerAuth.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { KnownDevice } from '../accounts/accountsSql.ts';
import { sendResult } from '../http/errorResponse.ts';
import { rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { Links } from './links.ts';

export interface LinkRouteDeps {
  readonly links: Links;
  readonly accounts: Accounts;
  readonly limits: Limits;
  readonly proxies: number;
  readonly now: () => number;
}

/** People type a code once or twice. */
const answersPerUser = perMinute(20);
/** The same for an address: with 60 bits a guess hits one of a thousand codes once in 10^15 tries. */
const answersPerAddress = perMinute(60);
/** A waiting browser asks every 8 s, and at once after news. */
const statusPerAddress = perMinute(300);

/** Serves `/api/link`. The packet plan is in `wire/accounts/linking.ts` of the protocol. */
export function linkRoutes(deps: LinkRouteDeps): Router {
  const { links, limits } = deps;
  const offers = byAddress(deps, perMinute(limits.signInsPerMinute));
  const statuses = byAddress(deps, statusPerAddress);
  const answers = byAddress(deps, answersPerAddress);
  const byDevice = deviceGuard(deps, answersPerUser);
  const router = Router();
  router.use(json({ limit: '2kb' }));
  router.post('/', offers, (request, response) => {
    const browser = v.safeParse(SignInBrowser, request.body);
    const offered = browser.success
      ? links.offer(browser.output, rateLimitAddress(request, deps.proxies))
      : fail('badRequest');
    sendResult(response, offered);
  });
  router.post('/status', statuses, sendStatus(links));
  router.post('/claim', answers, byDevice(withBody(LinkClaim, ({ code }, by) => links.claim(code, by))));
  router.post(
    '/confirm',
    answers,
    byDevice(withBody(LinkConfirmation, ({ code, number }, by) => links.confirm(code, number, by))),
  );
  router.delete('/', answers, byDevice(withBody(LinkClaim, ({ code }, by) => ok(links.refuse(code, by)))));
  return router;
}

function sendStatus(links: Links): RequestHandler {
  return async (request, response) => {
    const asked = v.safeParse(LinkStatusRequest, request.body);
    sendResult(response, asked.success ? ok(await links.status(asked.output.secret)) : fail('badRequest'));
  };
}

function byAddress({ proxies, now }: LinkRouteDeps, rate: ReturnType<typeof perMinute>): RequestHandler {
  const requests = new KeyedTokenBucket<string>(rate, now);
  return (request, response, next) => {
    const retryAfterMs = requests.take(rateLimitAddress(request, proxies));
    if (retryAfterMs > 0) sendResult(response, fail('tooMany', { retryAfterMs }));
    else next();
  };
}

/** Messages of the rule for codes are written for people. */
function withBody<Body>(
  schema: v.GenericSchema<unknown, Body>,
  handle: (body: Body, by: KnownDevice) => Result<unknown>,
): (by: KnownDevice, request: Request) => Promise<Result<unknown>> {
  return (by, request) => {
    const body = v.safeParse(schema, request.body);
    if (body.success) return Promise.resolve(handle(body.output, by));
    const message = body.issues.find(({ kind }) => kind === 'validation')?.message;
    return Promise.resolve(fail('badRequest', message === undefined ? {} : { message }));
  };
}
