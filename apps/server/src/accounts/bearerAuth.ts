import { Token, type Result, type UserId } from '@ringback/protocol';
import type { Request, RequestHandler, Response } from 'express';
import * as v from 'valibot';
import { bearerText } from '../http/bearerGuard.ts';
import { sendError, sendResult } from '../http/errorResponse.ts';
import { KeyedTokenBucket, type Rate } from '../platform/tokenBucket.ts';
import type { Accounts } from './accounts.ts';
import type { KnownDevice } from './accountsSql.ts';

/** The bearer token of a request; undefined if there is none or it is malformed. */
export function bearerToken(request: Request): string | undefined {
  const token = v.safeParse(Token, bearerText(request));
  return token.success ? token.output : undefined;
}

/** Finds the device whose token a request carries. Answers `unauthorized` and returns undefined if there is none. */
export async function requireDevice(
  request: Request,
  response: Response,
  accounts: Accounts,
): Promise<KnownDevice | undefined> {
  const token = bearerToken(request);
  const device = token === undefined ? undefined : await accounts.deviceOf(token);
  if (device === undefined) sendError(response, 'unauthorized');
  return device;
}

/** Handles a request of a signed-in user. */
export type UserRequestHandler = (userId: UserId, request: Request, response: Response) => Promise<void>;

/** Limits how often a user may make a request: returns 0, or in how many ms the next one is allowed. */
export type UserRateLimit = (userId: UserId) => number;

/**
 * Authenticates and rate-limits requests in a middleware of its own, before any body is read: `admit` comes first, then
 * a body parser, then `handle`. A body may take so long that its device is signed out meanwhile.
 */
export class UserGuard {
  readonly #accounts: Accounts;
  readonly #take: UserRateLimit;
  readonly #devices = new WeakMap<Request, KnownDevice>();

  constructor(accounts: Accounts, take: UserRateLimit) {
    this.#accounts = accounts;
    this.#take = take;
  }

  readonly admit: RequestHandler = async (request, response, next) => {
    const device = await requireDevice(request, response, this.#accounts);
    if (device === undefined) return;
    const retryAfterMs = this.#take(device.userId);
    if (retryAfterMs > 0) return sendError(response, 'tooMany', { retryAfterMs });
    this.#devices.set(request, device);
    next();
  };

  /** Calls a handler for a request that `admit` let pass. */
  handle(handler: UserRequestHandler): RequestHandler {
    return async (request, response) => {
      const device = this.#devices.get(request);
      if (device === undefined || !this.#accounts.stillKnows(device)) sendError(response, 'unauthorized');
      else await handler(device.userId, request, response);
    };
  }
}

export type DeviceHandler = (by: KnownDevice, request: Request) => Promise<Result<unknown>>;

/** Authenticates requests of signed-in devices, and limits their rate by user. */
export function deviceGuard(
  { accounts, now }: { readonly accounts: Accounts; readonly now: () => number },
  rate: Rate,
): (handler: DeviceHandler) => RequestHandler {
  const requests = new KeyedTokenBucket<UserId>(rate, now);
  return (handler) => async (request, response) => {
    const by = await requireDevice(request, response, accounts);
    if (by === undefined) return;
    const retryAfterMs = requests.take(by.userId);
    if (retryAfterMs > 0) sendError(response, 'tooMany', { retryAfterMs });
    else sendResult(response, await handler(by, request));
  };
}
