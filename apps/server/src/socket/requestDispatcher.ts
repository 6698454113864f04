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
import { WriteConflictError } from '../calls/callCommandBatcher.ts';
import { StorageError } from '../storage/storage.ts';
import type { RequestContext } from '../devices/requestContext.ts';
import type { Log } from '../platform/log.ts';

/** What the door works with. */
export interface DispatcherDeps {
  readonly handlers: Handlers<RequestContext>;
  /** Whether this very connection has said hello and is still its device. */
  readonly isAttached: (context: RequestContext) => boolean;
  readonly log: Log;
}

/** Answers one request of a socket, whatever was sent. It never throws. */
export type RequestDispatcher = (
  context: RequestContext,
  name: unknown,
  payload: readonly unknown[],
) => Answer;

type Answer = Promise<Result<unknown>> | Result<unknown>;

/** One request's way in: its payload by its schema, then its handler. */
type Route = (context: RequestContext, payload: unknown) => Answer;

/**
 * The one door for every request: known by name, said hello, checked by its schema, then handled.
 * What a handler throws is the server's fault: it is logged, without what was sent, and answered as `internal`, or as
 * `unavailable` where storage refused.
 */
export function createRequestDispatcher({ handlers, isAttached, log }: DispatcherDeps): RequestDispatcher {
  const routes = routesFor(handlers);
  return (context, name, payload) => {
    const enter = typeof name === 'string' ? routes.get(name) : undefined;
    if (enter === undefined) return fail('badRequest');
    if (name !== 'session:hello' && !isAttached(context)) return fail('unauthorized');
    if (payload.length !== 1) return fail('badRequest');
    try {
      const answer = enter(context, payload[0]);
      return answer instanceof Promise
        ? answer.catch((error: unknown) => toErrorResult(error, name, log))
        : answer;
    } catch (error) {
      return toErrorResult(error, name, log);
    }
  };
}

function toErrorResult(error: unknown, request: unknown, log: Log): Result<never> {
  if (error instanceof WriteConflictError) return fail('unavailable');
  log.error({ err: error, request }, 'request failed');
  return fail(error instanceof StorageError ? 'unavailable' : 'internal');
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

/** What has too many bytes may be made smaller and sent again; anything else was made wrongly. */
function codeFor([{ type }]: readonly [v.BaseIssue<unknown>, ...unknown[]]): ErrorCode {
  return type === 'max_bytes' ? 'tooLarge' : 'badRequest';
}
