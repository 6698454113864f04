import { Router } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import type { Calls } from '../calls/calls.ts';
import type { Config } from '../config/config.ts';
import type { AttachedDevices } from '../devices/attachedDevices.ts';
import type { Suspensions } from '../moderation/suspensions.ts';
import { count } from '../insight/figures.ts';
import type { InsightService } from '../insight/insightService.ts';
import type { PeopleOperations } from '../people/peopleSql.ts';
import type { Log } from '../platform/log.ts';
import type { SecretOperations } from '../storage/secretsSql.ts';
import type { Storage } from '../storage/storage.ts';
import { PublicAddresses } from './publicAddresses.ts';
import { openVapidKeys } from './pushMessage.ts';
import { PushNotifier } from './pushNotifier.ts';
import type { PushQueryOperations } from './pushQueries.ts';
import { pushRoutes } from './pushRoutes.ts';
import { PushSubscriptions, type ProfileOf } from './pushSubscriptions.ts';
import type { PushOperations } from './pushSubscriptionsSql.ts';

/** Web Push: wakes up browsers whose tabs are closed, and answers what their service workers ask then. */
export interface PushService extends Pick<PushNotifier, 'callsStored' | 'messageSent' | 'stop'> {
  /** The router for `/api/push`. */
  readonly routes: (services: { readonly calls: Calls; readonly accounts: Accounts }) => Router;
}

export interface PushServiceDeps {
  readonly storage: Storage<PushQueryOperations & PeopleOperations & PushOperations & SecretOperations>;
  readonly devices: AttachedDevices;
  readonly suspensions: Suspensions;
  readonly insight: Pick<InsightService, 'record'>;
  readonly log: Log;
  readonly now: () => number;
}

/** With `PUSH=off`, everything under `/api/push` is not found, and no browser gets push messages. */
const disabledPushService: PushService = {
  callsStored: () => {},
  messageSent: () => {},
  stop: () => {},
  routes: () => Router(),
};

/** Opens the push service, with the keys and subscriptions from storage. */
export async function openPushService(
  { push, pushAllow, proxies }: Pick<Config, 'push' | 'pushAllow' | 'proxies'>,
  { storage, devices, suspensions, insight, log, now }: PushServiceDeps,
): Promise<PushService> {
  if (push === 'off') return disabledPushService;
  const subscriptions = await PushSubscriptions.open({ storage, suspensions, now });
  const keys = await openVapidKeys(storage);
  const addresses = new PublicAddresses(pushAllow);
  const profileOf: ProfileOf = (device) => devices.get(device)?.profile;
  const notifier = new PushNotifier({
    subscriptions,
    addresses,
    keys,
    isAttached: (userId, profile) => devices.ofUser(userId).some((device) => device.profile === profile),
    profileOf,
    onAttempt: (outcome) => insight.record(count('push', outcome)),
    log,
    now,
  });
  return {
    callsStored: (stored) => notifier.callsStored(stored),
    messageSent: (message) => notifier.messageSent(message),
    stop: () => notifier.stop(),
    routes: (services) =>
      pushRoutes({ ...services, storage, subscriptions, addresses, keys, proxies, profileOf, now }),
  };
}
