import * as v from 'valibot';
import { PageMessage } from '../notifications/shared/workerMessages.ts';
import { guardRinging } from './guardRinging.ts';
import { onNotificationClick } from './onNotificationClick.ts';
import { onPush } from './onPush.ts';
import { onSubscriptionChange } from './onSubscriptionChange.ts';

/*
 * The service worker runs while no tab does: it shows notifications for pushes and handles clicks on them. It does not
 * intercept requests of pages.
 */
declare const self: ServiceWorkerGlobalScope;

// It holds no state of its pages, so a newer worker need not wait for them to close.
self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener('push', (event) =>
  event.waitUntil(onPush(self.registration, event.data?.text() ?? '')),
);

self.addEventListener('message', (event) => {
  const message = v.safeParse(PageMessage, event.data);
  if (message.success) event.waitUntil(guardRinging(self.registration, message.output));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(onNotificationClick(self, event.notification.data, event.action));
});

self.addEventListener('pushsubscriptionchange', (event) =>
  event.waitUntil(onSubscriptionChange(self.registration, event)),
);
