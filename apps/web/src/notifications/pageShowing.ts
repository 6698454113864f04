import type { UserId } from '@ringback/protocol';
import { drawn, isOvertaken, personIn, tagOf, type Look, type Notice } from './shared/notice.ts';
import { pictureOf } from './shared/picture.ts';
import type { Showing } from './telling.ts';

/** What a page shows by itself. */
export interface PageShowing extends Showing {
  readonly closeAll: () => void;
}

interface Shown {
  readonly notice: Notice;
  readonly notification: Notification;
}

/**
 * Shows notices from a page without a service worker: they have no buttons, and go with their page. `onPressed` is told
 * when one is pressed.
 */
export function pageShowing(userId: UserId, onPressed: (notice: Notice) => void): PageShowing {
  const shown = new Map<string, Shown>();
  const show = async (notice: Notice, changes: Partial<Look> = {}): Promise<void> => {
    const icon = await pictureOf(personIn(notice));
    const { title, look } = drawn({ userId, notice }, Date.now());
    // A page may show none with buttons.
    const { actions: _, ...options } = { ...look, ...changes, ...(icon !== undefined && { icon }) };
    const notification = new Notification(title, options);
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
      onPressed(notice);
    });
    shown.set(tagOf({ userId, notice }), { notice, notification });
  };
  const close = (tag: string): void => {
    shown.get(tag)?.notification.close();
    shown.delete(tag);
  };
  return {
    show,
    // Only the page that has shown something can take it away, so this one takes its place, without a sound.
    takeOver: (notice) => show(notice, { silent: true }),
    close: (tag) => Promise.resolve(close(tag)),
    closeAll: () => {
      for (const tag of shown.keys()) close(tag);
    },
    closeOvertaken: (ringing) => {
      for (const [tag, { notice }] of shown) if (isOvertaken(notice, ringing)) close(tag);
      return Promise.resolve();
    },
  };
}
