import { fail, type Result } from '@ringback/protocol';
import type { Request, RequestHandler } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import type { KnownDevice } from '../accounts/accountsSql.ts';
import { bearerToken } from '../accounts/bearerAuth.ts';
import { sendResult } from '../http/errorResponse.ts';
import { KeyedTokenBucket, type Rate } from '../platform/tokenBucket.ts';

export type DeviceHandler = (by: KnownDevice, request: Request) => Promise<Result<unknown>>;

/** Authenticates requests of signed-in devices, and limits their rate by user. */
export function deviceGuard(
  { accounts, now }: { readonly accounts: Accounts; readonly now: () => number },
  rate: Rate,
): (handler: DeviceHandler) => RequestHandler {
  const requests = new KeyedTokenBucket<string>(rate, now);
  return (handler) => async (request, response) => {
    const token = bearerToken(request);
    const by = token === undefined ? undefined : await accounts.deviceOf(token);
    if (by === undefined) return sendResult(response, fail('unauthorized'));
    const retryAfterMs = requests.take(by.userId);
    if (retryAfterMs > 0) return sendResult(response, fail('tooMany', { retryAfterMs }));
    sendResult(response, await handler(by, request));
  };
}
