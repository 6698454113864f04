import {
  fail,
  isRequestName,
  requests,
  type ErrorCode,
  type Handlers,
  type RequestName,
  type Result,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { RequestContext } from '../devices/attachedDevices.ts';
import { UnavailableError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';

export interface DispatcherDeps {
  readonly handlers: Handlers<RequestContext>;
  /** Whether this connection has said hello and no newer one of its device has replaced it. */
  readonly isAttached: (context: RequestContext) => boolean;
  /** Whether the disk is full, so that only what ends or reads something is accepted. */
  readonly isFull: () => boolean;
  readonly log: Log;
}

/** Requests that store something new. What ends a call is always accepted. */
const storingRequests: ReadonlySet<unknown> = new Set<RequestName>([
  'call:place',
  'message:send',
  'contact:set',
]);

const full = fail('unavailable', { message: "The server's disk is full. Tell the person who runs it." });

/** Answers any message of a socket, valid or not. Never throws or rejects. */
export type RequestDispatcher = (
  context: RequestContext,
  name: unknown,
  payload: readonly unknown[],
) => Answer;

type Answer = Promise<Result<unknown>> | Result<unknown>;

/** Checks a payload by the schema of one request, and calls its handler. */
type Route = (context: RequestContext, payload: unknown) => Answer;

/**
 * Dispatches every request: looks it up by name, requires a hello before it, checks its payload, and calls the handler.
 * What a handler throws is logged without the payload, and answered as `internal` or `unavailable`.
 */
export function createRequestDispatcher({
  handlers,
  isAttached,
  isFull,
  log,
}: DispatcherDeps): RequestDispatcher {
  const routes = routesFor(handlers);
  return (context, name, payload) => {
    const route = typeof name === 'string' ? routes.get(name) : undefined;
    if (route === undefined) return fail('badRequest');
    if (name !== 'session:hello' && !isAttached(context)) return fail('unauthorized');
    if (payload.length !== 1) return fail('badRequest');
    if (isFull() && storingRequests.has(name)) return full;
    try {
      const answer = route(context, payload[0]);
      return answer instanceof Promise
        ? answer.catch((err: unknown) => toErrorResult(err, name, log))
        : answer;
    } catch (err) {
      return toErrorResult(err, name, log);
    }
  };
}

function toErrorResult(err: unknown, request: unknown, log: Log): Result<never> {
  const isUnavailable = err instanceof UnavailableError;
  if (!isUnavailable || !err.isExpected) log.error({ err, request }, 'request failed');
  return fail(isUnavailable ? 'unavailable' : 'internal');
}

function routesFor(handlers: Handlers<RequestContext>): ReadonlyMap<string, Route> {
  const names = Object.keys(requests).filter(isRequestName);
  return new Map(names.map((name) => [name, routeFor(name, handlers[name])]));
}

function routeFor<N extends RequestName>(name: N, handle: Handlers<RequestContext>[N]): Route {
  const schema = requests[name].payload;
  return (context, payload) => {
    const checked = v.safeParse(schema, payload, { abortEarly: true });
    return checked.success ? handle(context, checked.output) : fail(codeFor(checked.issues));
  };
}

/** A client can make a payload with too many bytes smaller and send it again; any other issue is a bug of the client. */
function codeFor([{ type }]: readonly [v.BaseIssue<unknown>, ...unknown[]]): ErrorCode {
  return type === 'max_bytes' ? 'tooLarge' : 'badRequest';
}
