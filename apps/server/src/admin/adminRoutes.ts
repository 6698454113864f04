import { json, Router, type RequestHandler } from 'express';
import { sendError, sendResult } from '../http/errorResponse.ts';
import type { AuditLog } from '../moderation/auditLog.ts';
import { rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import type { AdminDispatcher } from './adminDispatcher.ts';

export interface AdminRouteDeps {
  /** Lets the host's requests pass. */
  readonly guard: RequestHandler;
  readonly dispatch: AdminDispatcher;
  readonly audit: AuditLog;
  readonly proxies: number;
}

/** Serves `/api/admin`: every command of the host, for who has `ADMIN_TOKEN`. */
export function adminRoutes(deps: AdminRouteDeps): Router {
  const router = Router();
  router.use(deps.guard);
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
