import { keptSubscriptions } from '../notifications/shared/kept.ts';
import { callTag } from '../notifications/shared/notice.ts';
import type { PageSays } from '../notifications/shared/talk.ts';
import { closeAll, showsRinging } from '../notifications/shared/workerShowing.ts';
import { isHeld } from '../notifications/shared/tabLocks.ts';
import { leading } from '../notifications/shared/tabLockNames.ts';
import { pause } from './latest.ts';

/** How often, in ms, it is looked whether a tab is left that would take away what it has shown. */
const lookEveryMs = 2_000;
/** Browsers let a worker go on for a message for some five minutes; calls ring for less. */
const patienceMs = 4 * 60 * 1000;

/**
 * A tab has shown by this worker that a call rings, and takes that away itself, or the tab that leads next does. Once the
 * last one is gone nobody would: not even a push, where this browser is not woken up for the user.
 */
export async function guard(
  registration: ServiceWorkerRegistration,
  { userId, callId }: PageSays,
): Promise<void> {
  const tag = callTag(userId, callId);
  for (let left = patienceMs; left > 0; left -= lookEveryMs) {
    await pause(lookEveryMs);
    if (!(await showsRinging(registration, tag))) return;
    if (await isHeld(leading(userId))) continue;
    const isWokenUp = (await keptSubscriptions()).some(({ me }) => me.id === userId);
    if (!isWokenUp) await closeAll(registration, tag);
    return;
  }
  await closeAll(registration, tag);
}
