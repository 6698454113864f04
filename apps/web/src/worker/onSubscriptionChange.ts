import { PushAddress } from '@ringback/protocol';
import * as v from 'valibot';
import { readSubscriptions, saveSubscription } from '../notifications/shared/sharedDatabase.ts';
import { requestPush } from './pushRequests.ts';

/** The used part of the event; not every browser passes the new subscription. */
type Change = Partial<Pick<PushSubscriptionChangeEvent, 'newSubscription' | 'oldSubscription'>>;

/** The push service changed this browser's address: sends the new one to the server for every subscribed user. */
export async function onSubscriptionChange(
  registration: ServiceWorkerRegistration,
  change: Change,
): Promise<void> {
  const subscription =
    change.newSubscription ?? (await resubscribe(registration, change.oldSubscription ?? null));
  const address = v.safeParse(PushAddress, addressIn(subscription?.toJSON()));
  if (!address.success) return;
  const body = JSON.stringify(address.output);
  for (const stored of await readSubscriptions()) {
    const { kind } = await requestPush(v.unknown(), 'subscription', stored.token, { method: 'PUT', body });
    if (kind === 'ok') await saveSubscription({ ...stored, endpoint: address.output.endpoint });
  }
}

async function resubscribe(
  { pushManager }: ServiceWorkerRegistration,
  old: PushSubscription | null,
): Promise<PushSubscription | null> {
  if (old === null) return pushManager.getSubscription();
  const { applicationServerKey } = old.options;
  return pushManager.subscribe({ applicationServerKey, userVisibleOnly: true }).catch(() => null);
}

function addressIn(json: PushSubscriptionJSON | undefined): unknown {
  return json && { endpoint: json.endpoint, keys: json.keys };
}
