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
import { Contended } from '../calls/setWriter.ts';
import { StorageError } from '../storage/storageError.ts';
import type { Requester } from '../devices/requester.ts';
import type { Log } from '../platform/log.ts';

/** What the door works with. */
export interface DoorParts {
  readonly handlers: Handlers<Requester>;
  /** Whether this very connection has said hello and is still its device. */
  readonly isAttached: (requester: Requester) => boolean;
  readonly log: Log;
}

/** Answers one request of a socket, whatever was sent. It never throws. */
export type Door = (requester: Requester, name: unknown, payload: readonly unknown[]) => Answer;

type Answer = Promise<Result<unknown>> | Result<unknown>;

/** One request's way in: its payload by its schema, then its handler. */
type Entrance = (requester: Requester, payload: unknown) => Answer;

/**
 * The one door for every request: known by name, said hello, checked by its schema, then handled.
 * What a handler throws is the server's fault: it is logged, without what was sent, and answered as `internal`, or as
 * `unavailable` where storage refused.
 */
export function createDoor({ handlers, isAttached, log }: DoorParts): Door {
  const entrances = entrancesTo(handlers);
  return (requester, name, payload) => {
    const enter = typeof name === 'string' ? entrances.get(name) : undefined;
    if (enter === undefined) return fail('badRequest');
    if (name !== 'session:hello' && !isAttached(requester)) return fail('unauthorized');
    if (payload.length !== 1) return fail('badRequest');
    try {
      const answer = enter(requester, payload[0]);
      return answer instanceof Promise ? answer.catch((error: unknown) => excuse(error, name, log)) : answer;
    } catch (error) {
      return excuse(error, name, log);
    }
  };
}

function excuse(error: unknown, request: unknown, log: Log): Result<never> {
  if (error instanceof Contended) return fail('unavailable');
  log.error({ err: error, request }, 'request failed');
  return fail(error instanceof StorageError ? 'unavailable' : 'internal');
}

function entrancesTo(handlers: Handlers<Requester>): ReadonlyMap<string, Entrance> {
  const names = Object.keys(requests).filter(isRequestName);
  return new Map(names.map((name) => [name, entrance(name, handlers[name])]));
}

function entrance<N extends RequestName>(name: N, handle: Handlers<Requester>[N]): Entrance {
  const schema = requests[name].payload;
  return (requester, payload) => {
    const checked = v.safeParse(schema, payload, { abortEarly: true });
    return checked.success ? handle(requester, checked.output) : fail(codeFor(checked.issues));
  };
}

/** What has too many bytes may be made smaller and sent again; anything else was made wrongly. */
function codeFor([{ type }]: readonly [v.BaseIssue<unknown>, ...unknown[]]): ErrorCode {
  return type === 'max_bytes' ? 'tooLarge' : 'badRequest';
}
