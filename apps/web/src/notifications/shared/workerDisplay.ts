import type { CallId, UserId } from '@ringback/protocol';
import * as v from 'valibot';
import {
  AddressedNotification,
  isOvertaken,
  isRinging,
  personIn,
  renderNotification,
} from './notificationContent.ts';
import { iconFor } from './notificationIcon.ts';

/** Shows a notification in place of the one with the same tag. Does nothing where the permission was withdrawn. */
export async function show(
  registration: ServiceWorkerRegistration,
  addressed: AddressedNotification,
): Promise<void> {
  const { title, options } = renderNotification(addressed, Date.now());
  const icon = await iconFor(personIn(addressed.notice));
  await registration
    .showNotification(title, { ...options, ...(icon !== undefined && { icon }) })
    .catch(() => undefined);
}

/** Whether the notification with this tag says that a call rings. */
export async function showsRinging(registration: ServiceWorkerRegistration, tag: string): Promise<boolean> {
  const notifications = await registration.getNotifications({ tag });
  return notifications.some(({ data }) => {
    const addressed = v.safeParse(AddressedNotification, data);
    return addressed.success && isRinging(addressed.output.notice);
  });
}

/** Closes a user's notifications that no longer hold, given the calls that ring now. */
export async function closeOvertaken(
  registration: ServiceWorkerRegistration,
  userId: UserId,
  ringing: readonly CallId[],
): Promise<void> {
  await closeWhere(
    registration,
    (content) => content.userId === userId && isOvertaken(content.notice, ringing),
  );
}

/** Closes all notifications of a user, so that the next user of this browser does not see them. */
export async function closeAllOf(registration: ServiceWorkerRegistration, userId: UserId): Promise<void> {
  await closeWhere(registration, (content) => content.userId === userId);
}

async function closeWhere(
  registration: ServiceWorkerRegistration,
  isMeant: (content: AddressedNotification) => boolean,
): Promise<void> {
  for (const notification of await registration.getNotifications()) {
    const addressed = v.safeParse(AddressedNotification, notification.data);
    if (addressed.success && isMeant(addressed.output)) notification.close();
  }
}

/** Closes the notification with a tag. */
export async function closeAll(registration: ServiceWorkerRegistration, tag: string): Promise<void> {
  for (const notification of await registration.getNotifications({ tag })) notification.close();
}
