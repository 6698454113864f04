import type { UserId } from '@ringback/protocol';
import { drawn, personIn, tagOf, type Notice } from './shared/notice.ts';
import { pictureOf } from './shared/picture.ts';
import type { Showing } from './telling.ts';

/**
 * Shows notices from a page without a service worker: they have no buttons, and go with their page. `onPressed` is told
 * when one is pressed.
 */
export function pageShowing(userId: UserId, onPressed: (notice: Notice) => void): Showing {
  const shown = new Map<string, Notification>();
  return {
    show: async (notice) => {
      const person = personIn(notice);
      const icon = person === undefined ? undefined : await pictureOf(person);
      const { title, look } = drawn({ userId, notice }, Date.now());
      // A page may show none with buttons.
      const { actions: _, ...options } = { ...look, ...(icon !== undefined && { icon }) };
      const notification = new Notification(title, options);
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
        onPressed(notice);
      });
      shown.set(tagOf({ userId, notice }), notification);
    },
    close: (tag) => {
      shown.get(tag)?.close();
      shown.delete(tag);
      return Promise.resolve();
    },
  };
}
