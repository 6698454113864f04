import { Router } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import type { Calls } from '../calls/calls.ts';
import type { Config } from '../config/config.ts';
import type { AttachedDevices } from '../devices/attached.ts';
import type { Log } from '../platform/log.ts';
import type { Storage } from '../storage/operations.ts';
import type { ProfileOf } from './browser.ts';
import { PublicAddresses } from './publicAddresses.ts';
import { Push } from './push.ts';
import { pushRoutes } from './routes.ts';
import { Subscriptions } from './subscriptions.ts';
import { openVapidKeys } from './vapid.ts';

/** What the rest of the server sees of waking up browsers. */
export interface PushDesk extends Pick<Push, 'callsStored' | 'messageSent' | 'stop'> {
  /** What is under `/api/push`. */
  readonly routes: (rooms: { readonly calls: Calls; readonly accounts: Accounts }) => Router;
}

/** What it works with. */
export interface PushDeskParts {
  readonly storage: Storage;
  readonly devices: AttachedDevices;
  readonly log: Log;
  readonly now: () => number;
}

/** Where it is switched off, nothing under `/api/push` is found, and nobody is woken up. */
const nobodyAtTheDesk: PushDesk = {
  callsStored: () => {},
  messageSent: () => {},
  stop: () => {},
  routes: () => Router(),
};

/** Opens what wakes up browsers, with the keys and subscriptions that are kept with the data. */
export async function openPushDesk(
  { push: wish, pushAllow, proxies }: Pick<Config, 'push' | 'pushAllow' | 'proxies'>,
  { storage, devices, log, now }: PushDeskParts,
): Promise<PushDesk> {
  if (wish === 'off') return nobodyAtTheDesk;
  const subscriptions = await Subscriptions.open(storage, now);
  const keys = await openVapidKeys(storage);
  const addresses = new PublicAddresses(pushAllow);
  const profileOf: ProfileOf = (device) => devices.get(device)?.profile;
  const push = new Push({
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
    routes: (rooms) =>
      pushRoutes({ ...rooms, storage, subscriptions, addresses, keys, proxies, profileOf, now }),
  };
}
