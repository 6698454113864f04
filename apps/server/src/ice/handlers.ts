import { createHmac } from 'node:crypto';
import { fail, ok, type Handlers, type IceServer, type Limits, type UserId } from '@ringback/protocol';
import type { Calls } from '../calls/calls.ts';
import { authorizeMedia } from '../calls/signals.ts';
import type { TurnConfig } from '../config.ts';
import type { Requester } from '../devices/requester.ts';
import { Buckets } from '../limits/bucket.ts';

/** What requests for relays work with. */
export interface IceParts {
  readonly calls: Calls;
  readonly limits: Limits;
  readonly turn: TurnConfig | undefined;
  readonly now: () => number;
}

/** Long enough to connect and to reconnect soon after; a relayed call outlives them, and a new link asks for new ones. */
const lifetimeMs = 10 * 60_000;

/** Answers requests for relays: only for live calls, and each time with credentials of their own. */
export function iceHandlers({
  calls,
  limits,
  turn,
  now,
}: IceParts): Pick<Handlers<Requester>, 'ice:servers'> {
  const byUser = new Buckets<UserId>({ size: limits.iceRequestsPerMinute, intervalMs: 60_000 }, now);
  return {
    'ice:servers': async (by, { callId }) => {
      const retryAfterMs = byUser.take(by.userId);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      const allowed = await calls.look(callId, authorizeMedia(by));
      if (!allowed.ok) return allowed;
      const expiresAt = now() + lifetimeMs;
      const iceServers = turn === undefined ? [] : [turnServer(turn, by.userId, expiresAt)];
      return ok({ iceServers, expiresAt });
    },
  };
}

/**
 * Credentials by the scheme of coturn's `use-auth-secret` (draft-uberti-behave-turn-rest-00): the user name is when they
 * expire, in seconds, and for whom they are; the password is its HMAC-SHA1 under the shared secret.
 */
function turnServer({ urls, secret }: TurnConfig, userId: UserId, expiresAt: number): IceServer {
  const username = `${Math.floor(expiresAt / 1000)}:${userId}`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { urls: [...urls], username, credential };
}
