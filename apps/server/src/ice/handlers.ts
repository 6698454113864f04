import { fail, ok, type Handlers, type Limits, type UserId } from '@ringback/protocol';
import type { Calls } from '../calls/calls.ts';
import { authorizeMedia } from '../calls/signals.ts';
import type { RequestContext } from '../devices/requestContext.ts';
import { KeyedTokenBucket } from '../platform/tokenBucket.ts';
import type { Networks } from './networks.ts';
import type { RelayDesk } from './relayDesk.ts';

/** What requests for relays work with. */
export interface IceParts {
  readonly calls: Calls;
  readonly limits: Limits;
  readonly relays: RelayDesk;
  readonly networks: Networks;
  readonly now: () => number;
}

/** Long enough to connect and to reconnect soon after; a relayed call outlives them, and a new link asks for new ones. */
const lifetimeMs = 10 * 60_000;

/** Answers requests for relays: only for live calls, and each time with credentials of their own. */
export function iceHandlers({
  calls,
  limits,
  relays,
  networks,
  now,
}: IceParts): Pick<Handlers<RequestContext>, 'ice:servers'> {
  const byUser = new KeyedTokenBucket<UserId>({ size: limits.iceRequestsPerMinute, intervalMs: 60_000 }, now);
  return {
    'ice:servers': async (by, { callId }) => {
      const retryAfterMs = byUser.take(by.userId);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      const allowed = await calls.look(callId, authorizeMedia(by));
      if (!allowed.ok) return allowed;
      const expiresAt = now() + lifetimeMs;
      const iceServers = [...relays.serversFor(by.origin, by.userId, expiresAt)];
      const network = networks.nameOf(by.origin.address);
      return ok({ iceServers, expiresAt, ...(network !== undefined && { network }) });
    },
  };
}
