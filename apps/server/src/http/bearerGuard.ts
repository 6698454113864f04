import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { rateLimitAddress } from '../platform/origin/requestOrigin.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import { sendError } from './errorResponse.ts';

/** What a request has as its bearer token, unchecked. */
export function bearerText({ headers }: Request): string | undefined {
  return /^Bearer (.*)$/i.exec(headers.authorization ?? '')?.[1];
}

export interface BearerGuardDeps {
  readonly token: string;
  /** What a wrong token is told. */
  readonly message: string;
  readonly onRefused: (addressKey: string) => void;
  readonly proxies: number;
  readonly now: () => number;
}

/** Wrong tokens from one address. */
const wrongTries = perMinute(5);

/** Lets requests pass that carry one token, which the host has set. */
export function bearerGuard({ token, message, onRefused, proxies, now }: BearerGuardDeps): RequestHandler {
  const tries = new KeyedTokenBucket<string>(wrongTries, now);
  return (request, response, next) => {
    const addressKey = rateLimitAddress(request, proxies);
    const retryAfterMs = tries.wait(addressKey);
    if (retryAfterMs > 0) return sendError(response, 'tooMany', { retryAfterMs });
    if (isEqual(bearerText(request) ?? '', token)) return next();
    tries.take(addressKey);
    onRefused(addressKey);
    sendError(response, 'unauthorized', { message });
  };
}

/** In a time that says nothing about where the two differ: hashes have equal lengths. */
function isEqual(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
