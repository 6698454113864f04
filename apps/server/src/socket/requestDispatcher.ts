import {
  fail,
  isRequestName,
  requestCosts,
  requests,
  type ErrorCode,
  type Handlers,
  type RequestName,
  type Result,
} from '@ringback/protocol';
import * as v from 'valibot';
import type { RequestContext } from '../devices/attachedDevices.ts';
import type { AuditLog } from '../moderation/auditLog.ts';
import { UnavailableError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { Purpose, WorkBudget } from '../platform/load/workBudget.ts';
import type { ReadSlots } from './readSlots.ts';

export interface DispatcherDeps {
  readonly handlers: Handlers<RequestContext>;
  /** Whether this connection has said hello and no newer one of its device has replaced it. */
  readonly isAttached: (context: RequestContext) => boolean;
  /** Whether the disk is full, so that only what ends or reads something is accepted. */
  readonly isFull: () => boolean;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly budget: WorkBudget;
  readonly reads: ReadSlots;
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

/** For a client whose reads have piled up, or that does not read their answers. */
const tooManyReads = fail('tooMany', { retryAfterMs: 1_000 });

/** Checks a payload by the schema of one request, takes its cost from the budgets, and calls its handler. */
type Route = (context: RequestContext, payload: unknown) => Answer;

/**
 * Dispatches every request: looks it up by name, requires a hello before it, checks its payload and its cost, and calls
 * the handler. What a handler throws is logged without the payload, and answered as `internal` or `unavailable`.
 */
export function createRequestDispatcher(deps: DispatcherDeps): RequestDispatcher {
  const { isAttached, isFull, log } = deps;
  const routes = routesFor(deps);
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

function routesFor(deps: DispatcherDeps): ReadonlyMap<string, Route> {
  const names = Object.keys(requests).filter(isRequestName);
  return new Map(names.map((name) => [name, routeFor(name, deps.handlers[name], deps)]));
}

function routeFor<N extends RequestName>(
  name: N,
  handle: Handlers<RequestContext>[N],
  { isAttached, audit, budget, reads }: DispatcherDeps,
): Route {
  const schema = requests[name].payload;
  const { units, isRead } = requestCosts[name];
  const purpose = purposeOf(name);
  return (context, payload) => {
    const checked = v.safeParse(schema, payload, { abortEarly: true });
    if (!checked.success) return fail(codeFor(checked.issues));
    const { userId, origin } = context;
    const retryAfterMs = budget.take(userId, origin.addressKey, purpose, units);
    if (retryAfterMs > 0) {
      audit.record({ kind: 'tooManyRequests', userId });
      return fail('tooMany', { retryAfterMs });
    }
    if (isRead !== true) return handle(context, checked.output);
    if (reads.isFull(userId)) return tooManyReads;
    const read = (): Answer => {
      if (!isAttached(context)) return fail('unauthorized');
      return context.isBehind ? tooManyReads : handle(context, checked.output);
    };
    return reads.read(userId, read);
  };
}

function purposeOf(name: RequestName): Purpose {
  return /^(session|call|ice):/.test(name) ? 'calls' : 'data';
}

/** A client can make a payload with too many bytes smaller and send it again; any other issue is a bug of the client. */
function codeFor([{ type }]: readonly [v.BaseIssue<unknown>, ...unknown[]]): ErrorCode {
  return type === 'max_bytes' ? 'tooLarge' : 'badRequest';
}
