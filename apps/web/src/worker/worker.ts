import * as v from 'valibot';
import { PageSays } from '../notifications/shared/talk.ts';
import { guard } from './guarding.ts';
import { moved } from './moving.ts';
import { pressed } from './pressing.ts';
import { wokenUp } from './waking.ts';

/*
 * The service worker: what of Ringback runs while no tab does. It tells of calls and messages that a push woke it up
 * for, and carries out what is pressed on a notification. It stands between no page and the network.
 */
declare const self: ServiceWorkerGlobalScope;

// It keeps nothing of its pages, so a newer one need not wait for them to close.
self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));

self.addEventListener('push', (event) =>
  event.waitUntil(wokenUp(self.registration, event.data?.text() ?? '')),
);

self.addEventListener('message', (event) => {
  const said = v.safeParse(PageSays, event.data);
  if (said.success) event.waitUntil(guard(self.registration, said.output));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(pressed(self, event.notification.data, event.action));
});

self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(moved(self.registration, event)));
