import type { UserId } from '@ringback/protocol';
import type { NotificationDisplay } from './notificationPublisher.ts';
import {
  isOvertaken,
  personIn,
  renderNotification,
  tagOf,
  type NotificationContent,
  type RichNotificationOptions,
} from './shared/notificationContent.ts';
import { iconFor } from './shared/notificationIcon.ts';

export interface PageDisplay extends NotificationDisplay {
  readonly closeAll: () => void;
}

interface Displayed {
  readonly notice: NotificationContent;
  readonly notification: Notification;
}

/** Shows notifications from the page, without a service worker: they have no buttons, and close with the page. */
export function createPageDisplay(
  userId: UserId,
  onClick: (notice: NotificationContent) => void,
): PageDisplay {
  const displayed = new Map<string, Displayed>();
  const show = async (
    notice: NotificationContent,
    changes: Partial<RichNotificationOptions> = {},
  ): Promise<void> => {
    const icon = await iconFor(personIn(notice));
    const { title, options } = renderNotification({ userId, notice }, Date.now());
    // The Notification constructor rejects action buttons.
    const { actions: _, ...pageOptions } = { ...options, ...changes, ...(icon !== undefined && { icon }) };
    const notification = new Notification(title, pageOptions);
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
      onClick(notice);
    });
    displayed.set(tagOf({ userId, notice }), { notice, notification });
  };
  const close = (tag: string): void => {
    displayed.get(tag)?.notification.close();
    displayed.delete(tag);
  };
  return {
    show,
    // Only the page that showed a notification can close it, so this page replaces it with its own, silently.
    takeOver: (notice) => show(notice, { silent: true }),
    close: (tag) => Promise.resolve(close(tag)),
    closeAll: () => {
      for (const tag of displayed.keys()) close(tag);
    },
    closeOvertaken: (ringing) => {
      for (const [tag, { notice }] of displayed) if (isOvertaken(notice, ringing)) close(tag);
      return Promise.resolve();
    },
  };
}
