import { wireError, type ErrorCode, type ErrorDetails, type Result } from '@ringback/protocol';
import type { Response } from 'express';

/** The HTTP status of each error code. */
const statuses: { readonly [C in ErrorCode]: number } = {
  badRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  answeredElsewhere: 409,
  ended: 410,
  tooMany: 429,
  tooLarge: 413,
  offline: 503,
  unavailable: 503,
  internal: 500,
};

/** Answers with an error code. Its message is that of the protocol's error table unless another one is given. */
export function sendError(response: Response, code: ErrorCode, more: ErrorDetails = {}): void {
  const { retryAfterMs } = more;
  if (retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1000));
  response.status(statuses[code]).json({ error: wireError(code, more) });
}

/** Answers with the data or the error of a result; with no content if the data is undefined. */
export function sendResult(response: Response, result: Result<unknown>): void {
  if (!result.ok) {
    const { code, ...details } = result.error;
    sendError(response, code, details);
  } else if (result.data === undefined) response.status(204).end();
  else response.json(result.data);
}
