import { PushAddress } from '@ringback/protocol';
import * as v from 'valibot';
import { keepSubscription, keptSubscriptions } from '../notifications/shared/kept.ts';
import { ask } from './asking.ts';

/** What of the event is used: not every browser gives the new subscription along. */
type Change = Partial<Pick<PushSubscriptionChangeEvent, 'newSubscription' | 'oldSubscription'>>;

/** The push service gave this browser a new address: the server is told, for everyone who is woken up here. */
export async function moved(registration: ServiceWorkerRegistration, change: Change): Promise<void> {
  const subscription = change.newSubscription ?? (await again(registration, change.oldSubscription ?? null));
  const address = v.safeParse(PushAddress, addressIn(subscription?.toJSON()));
  if (!address.success) return;
  const body = JSON.stringify(address.output);
  for (const kept of await keptSubscriptions()) {
    const { kind } = await ask(v.unknown(), 'subscription', kept.token, { method: 'PUT', body });
    if (kind === 'told') await keepSubscription({ ...kept, endpoint: address.output.endpoint });
  }
}

async function again(
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
