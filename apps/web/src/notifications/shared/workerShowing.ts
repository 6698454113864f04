import type { CallId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { Addressed, drawn, isOvertaken, isRinging, personIn } from './notice.ts';
import { pictureOf } from './picture.ts';

/** Shows a notice in place of an earlier one about the same. A permission that was taken back meanwhile shows nothing. */
export async function show(registration: ServiceWorkerRegistration, addressed: Addressed): Promise<void> {
  const { title, look } = drawn(addressed, Date.now());
  const icon = await pictureOf(personIn(addressed.notice));
  await registration
    .showNotification(title, { ...look, ...(icon !== undefined && { icon }) })
    .catch(() => undefined);
}

/** Whether what is shown by a tag says that a call rings. */
export async function showsRinging(registration: ServiceWorkerRegistration, tag: string): Promise<boolean> {
  const shown = await registration.getNotifications({ tag });
  return shown.some(({ data }) => {
    const addressed = v.safeParse(Addressed, data);
    return addressed.success && isRinging(addressed.output.notice);
  });
}

/** Takes away what is overtaken of what a user was shown, where these calls ring. */
export async function closeOvertaken(
  registration: ServiceWorkerRegistration,
  userId: UserId,
  ringing: readonly CallId[],
): Promise<void> {
  await closeThose(registration, (shown) => shown.userId === userId && isOvertaken(shown.notice, ringing));
}

/** Takes away all that a user was shown: whoever uses this browser next has no business with it. */
export async function closeAllOf(registration: ServiceWorkerRegistration, userId: UserId): Promise<void> {
  await closeThose(registration, (shown) => shown.userId === userId);
}

async function closeThose(
  registration: ServiceWorkerRegistration,
  areMeant: (shown: Addressed) => boolean,
): Promise<void> {
  for (const notification of await registration.getNotifications()) {
    const shown = v.safeParse(Addressed, notification.data);
    if (shown.success && areMeant(shown.output)) notification.close();
  }
}

/** Takes away what is shown by a tag. */
export async function closeAll(registration: ServiceWorkerRegistration, tag: string): Promise<void> {
  for (const notification of await registration.getNotifications({ tag })) notification.close();
}
