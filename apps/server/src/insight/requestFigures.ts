import { isRequestName, type Result } from '@ringback/protocol';
import type { RequestHandler } from 'express';
import { count, duration, type Figure } from './figures.ts';

/** Requests that take longer are counted by name. Usual ones take some milliseconds. */
const slowMs = 1_000;

type Answer = Promise<Result<unknown>> | Result<unknown>;

/** Counts the refusals of a dispatcher, and measures how long its answers take. */
export function measuredDispatcher<Context>(
  dispatch: (context: Context, name: unknown, payload: readonly unknown[]) => Answer,
  record: (figure: Figure) => void,
  clock: () => number = () => performance.now(),
): (context: Context, name: unknown, payload: readonly unknown[]) => Answer {
  const answered = (name: unknown, result: Result<unknown>, startedAt: number): Result<unknown> => {
    const ms = clock() - startedAt;
    record(duration('request', ms));
    if (!result.ok) record(count('error', `socket/${result.error.code}`));
    // The names of requests are few; what is none of them comes from a client.
    if (ms > slowMs && typeof name === 'string' && isRequestName(name)) record(count('slow', name));
    return result;
  };
  return (context, name, payload) => {
    const startedAt = clock();
    const answer = dispatch(context, name, payload);
    return answer instanceof Promise
      ? answer.then((result) => answered(name, result, startedAt))
      : answered(name, answer, startedAt);
  };
}

/** Counts the answers over HTTP that say that a request was refused or failed. */
export function countHttpErrors(record: (figure: Figure) => void): RequestHandler {
  return (_request, response, next) => {
    response.once('finish', () => {
      if (response.statusCode >= 400) record(count('error', `http/${response.statusCode}`));
    });
    next();
  };
}
