import { once } from 'node:events';
import { fail, type UserId } from '@ringback/protocol';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import { deviceGuard, requireDevice } from '../accounts/bearerAuth.ts';
import { sendResult } from '../http/errorResponse.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { UserDeletion } from './userDeletion.ts';

export interface UserDataRouteDeps {
  readonly accounts: Accounts;
  readonly deletion: UserDeletion;
  readonly exportData: (userId: UserId) => Promise<AsyncGenerator<string> | undefined>;
  readonly now: () => number;
}

/** Each reads everything that a user has; five at once if a download broke off. */
const exportRate = { burst: 5, refill: 20, intervalMs: 60 * 60 * 1000 };
/** Exports of all users at once. */
const mostExports = 4;
const deleteRate = perMinute(10);

/** Serves `/api/data`: all that is stored about the user as a file, and the end of it. */
export function userDataRoutes(deps: UserDataRouteDeps): Router {
  const byDevice = deviceGuard(deps, deleteRate);
  const router = Router();
  router.get('/', sendExport(deps));
  router.delete(
    '/',
    byDevice((device) => deps.deletion.request(device)),
  );
  return router;
}

/** One export of a user at a time. */
function sendExport(deps: UserDataRouteDeps): RequestHandler {
  const rate = new KeyedTokenBucket<UserId>(exportRate, deps.now);
  const running = new Set<UserId>();
  return async (request: Request, response: Response) => {
    const device = await requireDevice(request, response, deps.accounts);
    if (device === undefined) return;
    const { userId } = device;
    if (running.has(userId) || running.size >= mostExports)
      return sendResult(response, fail('tooMany', { retryAfterMs: 10_000 }));
    const retryAfterMs = rate.take(userId);
    if (retryAfterMs > 0) return sendResult(response, fail('tooMany', { retryAfterMs }));
    running.add(userId);
    try {
      await send(response, await deps.exportData(userId));
    } finally {
      running.delete(userId);
    }
  };
}

async function send(response: Response, pieces: AsyncGenerator<string> | undefined): Promise<void> {
  if (pieces === undefined) return sendResult(response, fail('notFound'));
  response.type('application/json').attachment('ringback-data.json');
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}
