import { CallId, MediaKind, Person, PushAddress, Subscribed, Time, UserId } from '@ringback/protocol';
import * as v from 'valibot';

/*
 * The IndexedDB database in which pages and the service worker of a browser profile exchange data: a worker has no access
 * to a page's local storage.
 */

/** A push subscription of a user in this browser. With its token the worker asks the server what a push is about. */
const StoredSubscription = v.object({
  ...Subscribed.entries,
  endpoint: PushAddress.entries.endpoint,
  /** This browser cannot make calls, which a worker cannot find out. */
  cannotCall: v.exactOptional(v.literal(true)),
});
export type StoredSubscription = v.InferOutput<typeof StoredSubscription>;

/** What a click on a notification asks for; a tab of the user carries it out. */
export const Intent = v.variant('kind', [
  v.object({ kind: v.literal('accept'), callId: CallId }),
  v.object({ kind: v.literal('decline'), callId: CallId }),
  v.object({ kind: v.literal('callBack'), peer: Person, media: MediaKind }),
  v.object({ kind: v.literal('go'), path: v.pipe(v.string(), v.startsWith('/')) }),
]);
export type Intent = v.InferOutput<typeof Intent>;

const StoredIntent = v.object({ userId: UserId, intent: Intent, at: Time });

const [subscriptions, intents] = ['subscriptions', 'intents'] as const;
type StoreName = typeof subscriptions | typeof intents;

/** A click must act within the seconds in which a window opens; an older one would surprise the user. */
const maxAgeMs = 60_000;

/** The push subscriptions of this browser, one for each user. */
export async function readSubscriptions(): Promise<readonly StoredSubscription[]> {
  const rows: readonly unknown[] = await inTransaction(subscriptions, 'readonly', (store) => store.getAll());
  return rows.flatMap((row) => {
    const stored = v.safeParse(StoredSubscription, row);
    return stored.success ? [stored.output] : [];
  });
}

/** Stores the subscription of a user in place of an earlier one. */
export async function saveSubscription(subscription: StoredSubscription): Promise<void> {
  await inTransaction(subscriptions, 'readwrite', (store) => store.put(subscription, subscription.me.id));
}

export async function deleteSubscription(userId: UserId): Promise<void> {
  await inTransaction(subscriptions, 'readwrite', (store) => store.delete(userId));
}

/** Stores the intent of a click for the first tab of the user that takes it; a newer click replaces it. */
export async function saveIntent(userId: UserId, intent: Intent): Promise<void> {
  const stored = { userId, intent, at: Date.now() };
  await inTransaction(intents, 'readwrite', (store) => store.put(stored, userId));
}

/** Takes the stored intent of a user; only one of several tabs gets it. */
export async function takeIntent(userId: UserId): Promise<Intent | undefined> {
  const row: unknown = await inTransaction(intents, 'readwrite', (store) => {
    const found = store.get(userId);
    store.delete(userId);
    return found;
  });
  return parseRecent(row)?.intent;
}

/** The user whose stored intent waits for a tab. */
export async function readIntentOwner(): Promise<UserId | undefined> {
  const rows: readonly unknown[] = await inTransaction(intents, 'readonly', (store) => store.getAll());
  return rows.map(parseRecent).find((row) => row !== undefined)?.userId;
}

function parseRecent(row: unknown): v.InferOutput<typeof StoredIntent> | undefined {
  const stored = v.safeParse(StoredIntent, row);
  return stored.success && Math.abs(Date.now() - stored.output.at) < maxAgeMs ? stored.output : undefined;
}

/** Runs `act` in one transaction; resolves with the result of its request once the transaction is complete. */
async function inTransaction<Found>(
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

/** A page of another release may block the database, and some browsers never open one. */
const openTimeoutMs = 3_000;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    setTimeout(() => {
      isLate = true;
      reject(new Error('It did not open.'));
    }, openTimeoutMs);
    const request = indexedDB.open('ringback.notifications', 1);
    request.addEventListener('upgradeneeded', () => {
      for (const name of [subscriptions, intents]) request.result.createObjectStore(name);
    });
    request.addEventListener('success', () => {
      if (isLate) request.result.close();
      else resolve(request.result);
    });
    request.addEventListener('error', () => reject(request.error ?? new Error('It could not be opened.')));
  });
}
