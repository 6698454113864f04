import { createHash, timingSafeEqual } from 'node:crypto';
import { json, Router, type RequestHandler } from 'express';
import { bearerText } from '../accounts/bearerAuth.ts';
import { sendError, sendResult } from '../http/errorResponse.ts';
import type { AuditLog } from '../moderation/auditLog.ts';
import { rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { AdminDispatcher } from './adminDispatcher.ts';

export interface AdminRouteDeps {
  readonly adminToken: string;
  readonly dispatch: AdminDispatcher;
  readonly audit: AuditLog;
  readonly proxies: number;
  readonly now: () => number;
}

/** Wrong tokens from one address. */
const wrongTries = perMinute(5);

/** Serves `/api/admin`: every command of the host, for who has `ADMIN_TOKEN`. */
export function adminRoutes(deps: AdminRouteDeps): Router {
  const router = Router();
  router.use(requireAdmin(deps));
  router.get('/', (request, response) => {
    deps.audit.record({ kind: 'adminOpened', addressKey: rateLimitAddress(request, deps.proxies) });
    response.status(204).end();
  });
  router.post('/:command', json({ limit: '64kb' }), runCommand(deps));
  router.use((_request, response) => sendError(response, 'notFound'));
  return router;
}

function runCommand({ dispatch }: AdminRouteDeps): RequestHandler {
  return async (request, response) =>
    sendResult(response, await dispatch(request.params['command'], request.body));
}

function requireAdmin({ adminToken, audit, proxies, now }: AdminRouteDeps): RequestHandler {
  const tries = new KeyedTokenBucket<string>(wrongTries, now);
  return (request, response, next) => {
    const addressKey = rateLimitAddress(request, proxies);
    const retryAfterMs = tries.wait(addressKey);
    if (retryAfterMs > 0) return sendError(response, 'tooMany', { retryAfterMs });
    if (isEqual(bearerText(request) ?? '', adminToken)) return next();
    tries.take(addressKey);
    audit.record({ kind: 'adminRefused', addressKey });
    sendError(response, 'unauthorized', { message: 'That is not the admin token.' });
  };
}

/** In a time that says nothing about where the two differ: hashes have equal lengths. */
function isEqual(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
