import { SignInRequest, type DeviceId, type Limits, type PublicConfig } from '@ringback/protocol';
import { json, Router, type RequestHandler, type Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import * as v from 'valibot';
import type { Accounts } from '../accounts/accounts.ts';
import { addressOf } from './address.ts';
import { answerError } from './answers.ts';
import { bearer } from './bearer.ts';

/** What sign-in over HTTP works with. */
export interface SignInParts {
  readonly accounts: Accounts;
  /** Ends the connections of a device that was signed out. */
  readonly dismiss: (deviceId: DeviceId) => void;
  readonly guests: PublicConfig['guests'];
  readonly limits: Limits;
  readonly proxies: number;
}

const taken = 'That name is taken here. Choose another one.';
const unclaimed =
  'This server keeps each name for the browser that first used it, and yours did not say which it is.';
const closed = 'This server takes no guests.';

/** Serves `/api`: how guests may come in, signing in and out, and a device of its own for a duplicated tab. */
export function signInRoutes(parts: SignInParts): Router {
  const { accounts, guests } = parts;
  const router = Router();
  const limit = limited(parts);
  router.get('/config', (_request, response) => {
    response.json({ guests } satisfies PublicConfig);
  });
  router.post('/session', limit, json({ limit: '2kb' }), signInGuest(accounts));
  router.post('/devices', limit, addDevice(accounts));
  router.delete('/session', signOut(parts));
  router.use((_request, response) => answerError(response, 'notFound'));
  return router;
}

function signInGuest(accounts: Accounts): RequestHandler {
  return async (request, response) => {
    const parsed = v.safeParse(SignInRequest, request.body);
    if (parsed.success) {
      answerSignIn(response, await accounts.signInGuest(parsed.output.name, parsed.output.claim));
    } else answerError(response, 'badRequest', { message: firstIssue(parsed.issues) });
  };
}

/** A duplicated tab has its twin's token; it asks for one of its own. */
function addDevice(accounts: Accounts): RequestHandler {
  return async (request, response) => {
    const device = await bearer(request, response, accounts);
    if (device !== undefined) response.json(await accounts.addDevice(device.userId));
  };
}

function signOut({ accounts, dismiss }: SignInParts): RequestHandler {
  return async (request, response) => {
    const device = await bearer(request, response, accounts);
    if (device === undefined) return;
    await accounts.signOut(device.deviceId);
    dismiss(device.deviceId);
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
      answerError(response, 'conflict', { message: taken });
      break;
    case 'unclaimed':
      answerError(response, 'badRequest', { message: unclaimed });
      break;
    case 'closed':
      answerError(response, 'forbidden', { message: closed });
  }
}

/** The words of a name's rules are made to be shown; anything else was not sent by our app. */
function firstIssue(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.find(({ kind }) => kind === 'validation')?.message ?? 'Expected a name.';
}

/** So many sign-ins a minute from one address. */
function limited({ limits, proxies }: SignInParts): RequestHandler {
  const limiter = new RateLimiterMemory({ points: limits.signInsPerMinute, duration: 60 });
  return async (request, response, next) => {
    try {
      await limiter.consume(addressOf(request, proxies));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      answerError(response, 'tooMany', { retryAfterMs: refusal.msBeforeNext });
      return;
    }
    next();
  };
}
