import { callTag } from '../notifications/shared/notificationContent.ts';
import { readSubscriptions } from '../notifications/shared/sharedDatabase.ts';
import { isLockHeld, leaderLock } from '../notifications/shared/tabLocks.ts';
import { closeAll, showsRinging } from '../notifications/shared/workerDisplay.ts';
import type { PageMessage } from '../notifications/shared/workerMessages.ts';
import { delay } from './pushRequests.ts';

const pollIntervalMs = 2_000;
/** Browsers let a message handler run for about five minutes; calls ring for less. */
const timeoutMs = 4 * 60 * 1000;

/**
 * Closes the notification of a ringing call once no tab is left to close it. A tab showed it through this worker, and
 * that tab or the next leading one closes it; after the last tab, only a push could, if the user is subscribed.
 */
export async function guardRinging(
  registration: ServiceWorkerRegistration,
  { userId, callId }: PageMessage,
): Promise<void> {
  const tag = callTag(userId, callId);
  for (let left = timeoutMs; left > 0; left -= pollIntervalMs) {
    await delay(pollIntervalMs);
    if (!(await showsRinging(registration, tag))) return;
    if (await isLockHeld(leaderLock(userId), true)) continue;
    const isSubscribed = (await readSubscriptions().catch(() => [])).some(({ me }) => me.id === userId);
    if (!isSubscribed) await closeAll(registration, tag);
    return;
  }
  await closeAll(registration, tag);
}
