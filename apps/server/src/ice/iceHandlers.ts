import { fail, ok, type Handlers, type Limits, type UserId } from '@ringback/protocol';
import type { Calls } from '../calls/calls.ts';
import { authorizeMedia } from '../calls/callCommands.ts';
import type { RequestContext } from '../devices/attachedDevices.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';
import type { IceServerProvider } from './iceServerProvider.ts';
import type { NetworkNames } from './networkNames.ts';
import type { RelayGrants } from './relayGrants.ts';

export interface IceDeps {
  readonly calls: Calls;
  readonly limits: Limits;
  readonly relays: IceServerProvider;
  readonly relayGrants: RelayGrants;
  readonly networks: NetworkNames;
  readonly now: () => number;
}

/** Handles `ice:servers`. Only devices in a live call get servers, with fresh credentials each time. */
export function iceHandlers({
  calls,
  limits,
  relays,
  relayGrants,
  networks,
  now,
}: IceDeps): Pick<Handlers<RequestContext>, 'ice:servers'> {
  const byUser = new KeyedTokenBucket<UserId>(perMinute(limits.iceRequestsPerMinute), now);
  return {
    'ice:servers': async (by, { callId }) => {
      const retryAfterMs = byUser.take(by.userId);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      const allowed = await calls.query(callId, authorizeMedia(by));
      if (!allowed.ok) return allowed;
      const { username, expiresAt } = relayGrants.issue(by, allowed.data.id);
      const iceServers = [...relays.serversFor(by.origin, username)];
      const network = networks.nameOf(by.origin.address);
      return ok({ iceServers, expiresAt, ...(network !== undefined && { network }) });
    },
  };
}
