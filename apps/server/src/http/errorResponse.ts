import { wireError, type ErrorCode } from '@ringback/protocol';
import type { Response } from 'express';

/** The HTTP status for each error of the wire's table. */
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

/** Answers with an error of the wire's table, with its words unless better ones are given. */
export function sendError(
  response: Response,
  code: ErrorCode,
  more: { message?: string; retryAfterMs?: number } = {},
): void {
  const { retryAfterMs } = more;
  if (retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1000));
  response.status(statuses[code]).json({ error: wireError(code, more) });
}
