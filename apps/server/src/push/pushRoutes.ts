import { CallId, fail, ok, PushAddress, SubscribeRequest, UserId, type Result } from '@ringback/protocol';
import { json, Router, type Request, type RequestHandler } from 'express';
import * as v from 'valibot';
import type { Accounts } from '../accounts/accounts.ts';
import { bearerToken } from '../accounts/bearerAuth.ts';
import { sendResult } from '../http/errorResponse.ts';
import { isLocalName } from '../platform/addresses.ts';
import { originOf, rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { PublicAddresses } from './publicAddresses.ts';
import type { VapidKeys } from './pushMessage.ts';
import { declineCall, readCallNews, readConversationNews, type PushQueryDeps } from './pushQueries.ts';
import type { PushSubscriptions, PushWorker } from './pushSubscriptions.ts';

export interface PushRouteDeps extends PushQueryDeps {
  readonly accounts: Accounts;
  readonly subscriptions: PushSubscriptions;
  readonly addresses: PublicAddresses;
  readonly keys: VapidKeys;
  readonly proxies: number;
}

/** A service worker makes a request for each push message, and while a call rings. */
const requestRate = perMinute(120);
/** A tab subscribes at each start. Each time the name of its push service is looked up. */
const subscribeRate = perMinute(60);
/** The same for an address, which may be the NAT of an office that starts all tabs after a restart. */
const subscribeRatePerAddress = perMinute(600);

const notReachable = 'The push service of this browser has no public address that this server could find.';

type WorkerRequestHandler = (by: PushWorker, request: Request) => Promise<Result<unknown>>;

/** Serves `/api/push`: subscribing, by tabs, and the requests of service workers. */
export function pushRoutes(deps: PushRouteDeps): Router {
  const { keys, subscriptions } = deps;
  const requests = new KeyedTokenBucket<string>(requestRate, deps.now);
  const byWorker = workerGuard(subscriptions, requests);
  const body = json({ limit: '4kb' });
  const router = Router();
  router.get('/key', (_request, response) => {
    response.json({ key: keys.publicKey });
  });
  router.post('/subscriptions', body, subscribe(deps));
  router.put(
    '/subscription',
    body,
    byWorker((by, request) => setAddress(deps, by, request.body)),
  );
  router.delete(
    '/subscription',
    byWorker(async ({ deviceId }) => ok(await subscriptions.remove(deviceId))),
  );
  router.get(
    '/calls/:id',
    byWorker((by, request) => withId(CallId, request, (id) => readCallNews(deps, by, id))),
  );
  router.post(
    '/calls/:id/decline',
    byWorker((by, request) => withId(CallId, request, (id) => declineCall(deps, by, id))),
  );
  router.get(
    '/people/:id',
    byWorker((by, request) => withId(UserId, request, (id) => readConversationNews(deps, by, id))),
  );
  return router;
}

/** Authenticates and rate-limits the requests of service workers. */
function workerGuard(subscriptions: PushSubscriptions, requests: KeyedTokenBucket<string>) {
  return (handler: WorkerRequestHandler): RequestHandler =>
    answerWith(async (request) => {
      const token = bearerToken(request);
      const by = token === undefined ? undefined : await subscriptions.workerOf(token);
      if (by === undefined) return fail('unauthorized');
      const retryAfterMs = requests.take(by.deviceId);
      return retryAfterMs > 0 ? fail('tooMany', { retryAfterMs }) : handler(by, request);
    });
}

function answerWith(handler: (request: Request) => Promise<Result<unknown>>): RequestHandler {
  return async (request, response) => sendResult(response, await handler(request));
}

/** Subscribes the browser profile of a signed-in tab. */
function subscribe({ accounts, ...deps }: PushRouteDeps): RequestHandler {
  const byUser = new KeyedTokenBucket<string>(subscribeRate, deps.now);
  const byAddress = new KeyedTokenBucket<string>(subscribeRatePerAddress, deps.now);
  return answerWith(async (request) => {
    const token = bearerToken(request);
    const device = token === undefined ? undefined : await accounts.deviceOf(token);
    if (device === undefined) return fail('unauthorized');
    const retryAfterMs =
      byUser.take(device.userId) || byAddress.take(rateLimitAddress(request, deps.proxies));
    if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
    const subscription = v.safeParse(SubscribeRequest, request.body);
    if (!subscription.success) return fail('badRequest');
    const { address, profile } = subscription.output;
    if (!(await isPublic(deps.addresses, address))) return fail('badRequest', { message: notReachable });
    const contact = contactFor(originOf(request, deps.proxies).hostname);
    const added = await deps.subscriptions.add({ ...device, profile, contact }, address);
    return added === undefined ? fail('unauthorized') : ok(added);
  });
}

async function setAddress(deps: PushRouteDeps, by: PushWorker, body: unknown): Promise<Result<unknown>> {
  const address = v.safeParse(PushAddress, body);
  if (!address.success) return fail('badRequest');
  if (!(await isPublic(deps.addresses, address.output))) return fail('badRequest', { message: notReachable });
  return ok(await deps.subscriptions.setAddress(by.deviceId, address.output));
}

async function isPublic(addresses: PublicAddresses, { endpoint }: PushAddress): Promise<boolean> {
  const host = URL.parse(endpoint)?.hostname ?? '';
  return addresses.of(host).then(
    () => true,
    () => false,
  );
}

/** Where a push service can contact the operator of this server if it causes trouble (RFC 8292, section 2.1). */
function contactFor(hostname = 'localhost'): string {
  return isLocalName(hostname) ? `mailto:ringback@${hostname}` : `https://${hostname}`;
}

function withId<Id>(
  schema: v.GenericSchema<unknown, Id>,
  { params }: Request,
  handler: (id: Id) => Promise<Result<unknown>>,
): Promise<Result<unknown>> {
  const id = v.safeParse(schema, params['id']);
  return id.success ? handler(id.output) : Promise.resolve(fail('notFound'));
}
