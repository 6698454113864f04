import { createHash, randomBytes } from 'node:crypto';

/** A new opaque token: 32 random bytes in base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token or a claim; with 256 random bits behind it no salt is needed. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
