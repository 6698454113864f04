import { CallId, MediaKind, Person, PushAddress, Subscribed, Time, UserId } from '@ringback/protocol';
import * as v from 'valibot';

/*
 * What pages and the service worker of a browser profile leave for each other, in IndexedDB, for a worker sees neither
 * the page nor its storage.
 */

/** That a user is woken up in this browser: with the token the worker asks what it is about. */
const KeptSubscription = v.object({ ...Subscribed.entries, endpoint: PushAddress.entries.endpoint });
export type KeptSubscription = v.InferOutput<typeof KeptSubscription>;

/** What a press on a notification means, for the tab that carries it out. */
export const Intent = v.variant('kind', [
  v.object({ kind: v.literal('accept'), callId: CallId }),
  v.object({ kind: v.literal('decline'), callId: CallId }),
  v.object({ kind: v.literal('callBack'), peer: Person, media: MediaKind }),
  v.object({ kind: v.literal('go'), path: v.pipe(v.string(), v.startsWith('/')) }),
]);
export type Intent = v.InferOutput<typeof Intent>;

const KeptIntent = v.object({ userId: UserId, intent: Intent, at: Time });

const [subscriptions, intents] = ['subscriptions', 'intents'] as const;
type StoreName = typeof subscriptions | typeof intents;

/** A press is carried out within the seconds in which a window opens, or not at all: nobody is surprised by it later. */
const freshMs = 60_000;

/** Who is woken up in this browser. */
export async function keptSubscriptions(): Promise<readonly KeptSubscription[]> {
  const rows: readonly unknown[] = await within(subscriptions, 'readonly', (store) => store.getAll());
  return rows.flatMap((row) => {
    const kept = v.safeParse(KeptSubscription, row);
    return kept.success ? [kept.output] : [];
  });
}

/** Keeps the subscription of a user in place of an earlier one. */
export async function keepSubscription(kept: KeptSubscription): Promise<void> {
  await within(subscriptions, 'readwrite', (store) => store.put(kept, kept.me.id));
}

export async function dropSubscription(userId: UserId): Promise<void> {
  await within(subscriptions, 'readwrite', (store) => store.delete(userId));
}

/** Leaves what a press means for whichever tab of the user looks first; a newer press takes its place. */
export async function leaveIntent(userId: UserId, intent: Intent): Promise<void> {
  const kept = { userId, intent, at: Date.now() };
  await within(intents, 'readwrite', (store) => store.put(kept, userId));
}

/** Takes what a press of the user meant; of several tabs one gets it. */
export async function takeIntent(userId: UserId): Promise<Intent | undefined> {
  const row: unknown = await within(intents, 'readwrite', (store) => {
    const found = store.get(userId);
    store.delete(userId);
    return found;
  });
  return fresh(row)?.intent;
}

/** Whose press waits to be carried out. */
export async function whoseIntent(): Promise<UserId | undefined> {
  const rows: readonly unknown[] = await within(intents, 'readonly', (store) => store.getAll());
  return rows.map(fresh).find((row) => row !== undefined)?.userId;
}

function fresh(row: unknown): v.InferOutput<typeof KeptIntent> | undefined {
  const kept = v.safeParse(KeptIntent, row);
  return kept.success && Date.now() - kept.output.at < freshMs ? kept.output : undefined;
}

/** Does something in one transaction, and gives what its first request found, once all is written. */
async function within<Found>(
  name: StoreName,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Found>,
): Promise<Found> {
  const database = await open();
  try {
    const transaction = database.transaction(name, mode);
    const request = act(transaction.objectStore(name));
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('It was given up.')));
    });
    return request.result;
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('ringback.notifications', 1);
    request.addEventListener('upgradeneeded', () => {
      for (const name of [subscriptions, intents]) request.result.createObjectStore(name);
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('It could not be opened.')));
  });
}
