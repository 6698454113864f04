import { SignInRequest, type DeviceId, type Limits, type PublicConfig } from '@ringback/protocol';
import { json, Router, type RequestHandler, type Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import * as v from 'valibot';
import type { Accounts } from './accounts.ts';
import { addressOf } from '../platform/requestOrigin.ts';
import { sendError } from '../http/errorResponse.ts';
import { requireDevice } from './bearerAuth.ts';

/** What sign-in over HTTP works with. */
export interface SignInDeps {
  readonly accounts: Accounts;
  /** Ends the connections of a device that was signed out. */
  readonly disconnect: (deviceId: DeviceId) => void;
  readonly guests: PublicConfig['guests'];
  readonly limits: Limits;
  readonly proxies: number;
}

const taken = 'That name is taken here. Choose another one.';
const unclaimed =
  'This server keeps each name for the browser that first used it, and yours did not say which it is.';
const closed = 'This server takes no guests.';

/** Serves `/api`: how guests may come in, signing in and out, and a device of its own for a duplicated tab. */
export function signInRoutes(deps: SignInDeps): Router {
  const { accounts, guests } = deps;
  const router = Router();
  const limit = limited(deps);
  router.get('/config', (_request, response) => {
    response.json({ guests } satisfies PublicConfig);
  });
  router.post('/session', limit, json({ limit: '2kb' }), signInGuest(accounts));
  router.post('/devices', limit, addDevice(accounts));
  router.delete('/session', signOut(deps));
  router.use((_request, response) => sendError(response, 'notFound'));
  return router;
}

function signInGuest(accounts: Accounts): RequestHandler {
  return async (request, response) => {
    const parsed = v.safeParse(SignInRequest, request.body);
    if (parsed.success) {
      answerSignIn(response, await accounts.signInGuest(parsed.output.name, parsed.output.claim));
    } else sendError(response, 'badRequest', { message: firstIssue(parsed.issues) });
  };
}

/** A duplicated tab has its twin's token; it asks for one of its own. */
function addDevice(accounts: Accounts): RequestHandler {
  return async (request, response) => {
    const device = await requireDevice(request, response, accounts);
    if (device !== undefined) response.json(await accounts.addDevice(device.userId));
  };
}

function signOut({ accounts, disconnect }: SignInDeps): RequestHandler {
  return async (request, response) => {
    const device = await requireDevice(request, response, accounts);
    if (device === undefined) return;
    await accounts.signOut(device.deviceId);
    disconnect(device.deviceId);
    response.status(204).end();
  };
}

type SignIn = Awaited<ReturnType<Accounts['signInGuest']>>;

function answerSignIn(response: Response, outcome: SignIn): void {
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

/** The words of a name's rules are made to be shown; anything else was not sent by our app. */
function firstIssue(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.find(({ kind }) => kind === 'validation')?.message ?? 'Expected a name.';
}

/** So many sign-ins a minute from one address. */
function limited({ limits, proxies }: SignInDeps): RequestHandler {
  const limiter = new RateLimiterMemory({ points: limits.signInsPerMinute, duration: 60 });
  return async (request, response, next) => {
    try {
      await limiter.consume(addressOf(request, proxies));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      sendError(response, 'tooMany', { retryAfterMs: refusal.msBeforeNext });
      return;
    }
    next();
  };
}
