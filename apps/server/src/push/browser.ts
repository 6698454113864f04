import type { DeviceId, ProfileId } from '@ringback/protocol';
import type { PushSubscription } from './pushSubscriptionsSql.ts';

/** The browser profile of a tab that is with this server now, if it said so. */
export type ProfileOf = (device: DeviceId) => ProfileId | undefined;

/** Whether a device is the service worker of a browser that is woken up, or one of the tabs beside it. */
export function isInBrowser(
  { id, profileId }: Pick<PushSubscription, 'id' | 'profileId'>,
  device: DeviceId | undefined,
  profileOf: ProfileOf,
): boolean {
  if (device === undefined) return false;
  return device === id || profileOf(device) === profileId;
}
