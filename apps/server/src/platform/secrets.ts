import { createHash, randomBytes } from 'node:crypto';

/** Makes an opaque token: 32 random bytes in base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The hash under which a token or claim is stored. It needs no salt, because the input has 256 random bits. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
