import { fail, ok, type Handlers, type Limits, type UserId } from '@ringback/protocol';
import type { RequestContext } from '../devices/attachedDevices.ts';
import type { IceServerProvider } from '../ice/iceServerProvider.ts';
import type { NetworkNames } from '../ice/networkNames.ts';
import type { RelayGrants } from '../ice/relayGrants.ts';
import { KeyedTokenBucket, perMinute } from '../platform/tokenBucket.ts';

export interface CheckupDeps {
  readonly limits: Limits;
  readonly relays: IceServerProvider;
  readonly relayGrants: RelayGrants;
  readonly networks: NetworkNames;
  readonly now: () => number;
}

/** Handles what a check-up asks for. Unlike calls, it gets relay credentials without a call, so briefly and rarely. */
export function checkupHandlers({
  limits,
  relays,
  relayGrants,
  networks,
  now,
}: CheckupDeps): Pick<Handlers<RequestContext>, 'checkup:relay'> {
  const byUser = new KeyedTokenBucket<UserId>(perMinute(limits.checkupsPerMinute), now);
  return {
    'checkup:relay': (by) => {
      const retryAfterMs = byUser.take(by.userId);
      if (retryAfterMs > 0) return fail('tooMany', { retryAfterMs });
      const { username, expiresAt } = relayGrants.issueForCheckup(by);
      const network = networks.nameOf(by.origin.address);
      return ok({
        iceServers: [...relays.serversFor(by.origin, username)],
        secondPort: [...relays.secondPortFor(by.origin, username)],
        expiresAt,
        ...(network !== undefined && { network }),
      });
    },
  };
}
