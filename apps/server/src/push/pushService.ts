import { Router } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import type { Calls } from '../calls/calls.ts';
import type { Config } from '../config/config.ts';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/storage.ts';
import type { SecretOperations } from '../storage/secretsSql.ts';
import type { PeopleOperations } from '../people/peopleSql.ts';
import type { PushOperations } from './pushSubscriptionsSql.ts';
import type { PushQueryOperations } from './pushQueries.ts';
import type { ProfileOf } from './browser.ts';
import { PublicAddresses } from './publicAddresses.ts';
import { PushNotifier } from './pushNotifier.ts';
import { pushRoutes } from './pushRoutes.ts';
import { PushSubscriptions } from './pushSubscriptions.ts';
import { openVapidKeys } from './vapidKeys.ts';

/** What the rest of the server sees of waking up browsers. */
export interface PushService extends Pick<PushNotifier, 'callsStored' | 'messageSent' | 'stop'> {
  /** What is under `/api/push`. */
  readonly routes: (services: { readonly calls: Calls; readonly accounts: Accounts }) => Router;
}

/** What it works with. */
export interface PushServiceDeps {
  readonly storage: Storage<PushQueryOperations & PeopleOperations & PushOperations & SecretOperations>;
  readonly devices: AttachedDevices;
  readonly log: Log;
  readonly now: () => number;
}

/** Where it is switched off, nothing under `/api/push` is found, and nobody is woken up. */
const nobodyAtTheDesk: PushService = {
  callsStored: () => {},
  messageSent: () => {},
  stop: () => {},
  routes: () => Router(),
};

/** Opens what wakes up browsers, with the keys and subscriptions that are kept with the data. */
export async function openPushService(
  { push: wish, pushAllow, proxies }: Pick<Config, 'push' | 'pushAllow' | 'proxies'>,
  { storage, devices, log, now }: PushServiceDeps,
): Promise<PushService> {
  if (wish === 'off') return nobodyAtTheDesk;
  const subscriptions = await PushSubscriptions.open(storage, now);
  const keys = await openVapidKeys(storage);
  const addresses = new PublicAddresses(pushAllow);
  const profileOf: ProfileOf = (device) => devices.get(device)?.profile;
  const push = new PushNotifier({
    subscriptions,
    addresses,
    keys,
    isHere: (userId, profile) => devices.ofUser(userId).some((one) => one.profile === profile),
    profileOf,
    log,
    now,
  });
  return {
    callsStored: (stored) => push.callsStored(stored),
    messageSent: (message) => push.messageSent(message),
    stop: () => push.stop(),
    routes: (services) =>
      pushRoutes({ ...services, storage, subscriptions, addresses, keys, proxies, profileOf, now }),
  };
}
