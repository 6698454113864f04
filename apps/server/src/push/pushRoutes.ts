import {
  CallId,
  fail,
  ok,
  PushAddress,
  SubscribeRequest,
  Token,
  UserId,
  type Result,
} from '@ringback/protocol';
import { json, Router, type Request, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import type { Accounts } from '../accounts/accounts.ts';
import { originOf } from '../platform/requestOrigin.ts';
import { sendError } from '../http/errorResponse.ts';
import { KeyedTokenBucket } from '../platform/tokenBucket.ts';
import { isLocalName } from '../platform/loopback.ts';
import { declineCall, readCallNews, readConversationNews, type PushQueryDeps } from './pushQueries.ts';
import type { PublicAddresses } from './publicAddresses.ts';
import type { PushSubscriptions, PushWorker } from './pushSubscriptions.ts';
import type { VapidKeys } from './vapidKeys.ts';

/** What requests about waking up work with. */
export interface PushRouteDeps extends PushQueryDeps {
  readonly accounts: Accounts;
  readonly subscriptions: PushSubscriptions;
  readonly addresses: PublicAddresses;
  readonly keys: VapidKeys;
  readonly proxies: number;
}

/** By worker: it asks once for each time that it is woken up. By tab: it subscribes once for each start. */
const requestsPerMinute = 120;

const notReachable = 'The push service of this browser has no public address that this server could find.';

/** Serves `/api/push`: subscribing, and all that a service worker asks and does. */
export function pushRoutes(deps: PushRouteDeps): Router {
  const { keys, subscriptions } = deps;
  const router = Router();
  const limit = new KeyedTokenBucket<string>({ size: requestsPerMinute, intervalMs: 60_000 }, deps.now);
  const byWorker = (act: (by: PushWorker, request: Request) => Promise<Result<unknown>>): RequestHandler =>
    answering(async (request) => {
      const by = await workerOf(request, subscriptions);
      if (by === undefined) return fail('unauthorized');
      const retryAfterMs = limit.take(by.deviceId);
      return retryAfterMs > 0 ? fail('tooMany', { retryAfterMs }) : act(by, request);
    });
  router.get('/key', (_request, response) => {
    response.json({ key: keys.publicKey });
  });
  router.post('/subscriptions', json({ limit: '4kb' }), subscribe(deps, limit));
  router.put(
    '/subscription',
    json({ limit: '4kb' }),
    byWorker((by, { body }) => move(deps, by, body)),
  );
  router.delete(
    '/subscription',
    byWorker(async ({ deviceId }) => ok(await subscriptions.forget(deviceId))),
  );
  router.get(
    '/calls/:id',
    byWorker((by, { params }) => about(CallId, params['id'], (id) => readCallNews(deps, by, id))),
  );
  router.post(
    '/calls/:id/decline',
    byWorker((by, { params }) => about(CallId, params['id'], (id) => declineCall(deps, by, id))),
  );
  router.get(
    '/people/:id',
    byWorker((by, { params }) => about(UserId, params['id'], (id) => readConversationNews(deps, by, id))),
  );
  return router;
}

function answering(act: (request: Request) => Promise<Result<unknown>>): RequestHandler {
  return async (request, response) => answer(response, await act(request));
}

function answer(response: Response, result: Result<unknown>): void {
  if (!result.ok) {
    const { code, message, retryAfterMs } = result.error;
    sendError(response, code, { message, ...(retryAfterMs !== undefined && { retryAfterMs }) });
  } else if (result.data === undefined) response.status(204).end();
  else response.json(result.data);
}

/** A signed-in tab has its browser profile woken up. */
function subscribe({ accounts, ...deps }: PushRouteDeps, limit: KeyedTokenBucket<string>): RequestHandler {
  return answering(async (request) => {
    const token = tokenOf(request);
    const device = token === undefined ? undefined : await accounts.deviceOf(token);
    if (device === undefined) return fail('unauthorized');
    const retryAfterMs = limit.take(device.deviceId);
    if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
    const wish = v.safeParse(SubscribeRequest, request.body);
    if (!wish.success) return fail('badRequest');
    const { address, profile } = wish.output;
    if (!(await isPublic(deps, address))) return fail('badRequest', { message: notReachable });
    const contact = contactFor(originOf(request, deps.proxies).hostname);
    return ok(await deps.subscriptions.add({ ...device, profile, contact }, address));
  });
}

async function move(deps: PushRouteDeps, by: PushWorker, body: unknown): Promise<Result<unknown>> {
  const address = v.safeParse(PushAddress, body);
  if (!address.success) return fail('badRequest');
  if (!(await isPublic(deps, address.output))) return fail('badRequest', { message: notReachable });
  return ok(await deps.subscriptions.move(by.deviceId, address.output));
}

async function isPublic(
  { addresses }: Pick<PushRouteDeps, 'addresses'>,
  { endpoint }: PushAddress,
): Promise<boolean> {
  const host = URL.parse(endpoint)?.hostname ?? '';
  return addresses.of(host).then(
    () => true,
    () => false,
  );
}

/** Push services are told where this server is, should it ever disturb them (RFC 8292, section 2.1). */
function contactFor(hostname = 'localhost'): string {
  return isLocalName(hostname) ? `mailto:ringback@${hostname}` : `https://${hostname}`;
}

function about<Id>(
  schema: v.GenericSchema<unknown, Id>,
  id: unknown,
  act: (id: Id) => Promise<Result<unknown>>,
): Promise<Result<unknown>> {
  const parsed = v.safeParse(schema, id);
  return parsed.success ? act(parsed.output) : Promise.resolve(fail('notFound'));
}

function tokenOf({ headers }: Request): string | undefined {
  const token = v.safeParse(Token, headers.authorization?.replace(/^Bearer /i, ''));
  return token.success ? token.output : undefined;
}

async function workerOf(request: Request, subscriptions: PushSubscriptions): Promise<PushWorker | undefined> {
  const token = tokenOf(request);
  return token === undefined ? undefined : subscriptions.workerOf(token);
}
