import { CallNews, type CallId, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import {
  AddressedNotification,
  intentOf,
  type NotificationContent,
} from '../notifications/shared/notificationContent.ts';
import { readSubscriptions, saveIntent, type Intent } from '../notifications/shared/sharedDatabase.ts';
import { show } from '../notifications/shared/workerDisplay.ts';
import { PageReply, type WorkerMessage } from '../notifications/shared/workerMessages.ts';
import { delay, requestPush, type PushResponse } from './pushRequests.ts';

/** A suspended page does not answer; a new window opens instead. */
const replyTimeoutMs = 400;
/** Pauses after each failed attempt to decline. */
const declineRetryMs = [1_000, 3_000, 0] as const;

/** Handles a click on a notification. `action` is the pressed button, or empty for the notification itself. */
export async function onNotificationClick(
  worker: ServiceWorkerGlobalScope,
  data: unknown,
  action: string,
): Promise<void> {
  const addressed = v.safeParse(AddressedNotification, data);
  if (!addressed.success) return;
  const { userId, notice } = addressed.output;
  const intent = intentOf(notice, action);
  if (intent.kind === 'decline' && (await declineHere(worker, userId, notice, intent))) return;
  // A browser that refuses to store it still shows the page.
  await saveIntent(userId, intent).catch(() => undefined);
  await showPage(worker, userId, intent.kind === 'decline' ? 'asItIs' : 'focused');
}

/** Declines without a window; false where a page has to do it, because the user has no push subscription here. */
async function declineHere(
  { registration }: ServiceWorkerGlobalScope,
  userId: UserId,
  notice: NotificationContent,
  { callId }: Extract<Intent, { kind: 'decline' }>,
): Promise<boolean> {
  const subscriptions = await readSubscriptions().catch(() => []);
  const subscription = subscriptions.find(({ me }) => me.id === userId);
  if (subscription === undefined) return false;
  const kind = await requestDecline(callId, subscription.token);
  if (kind === 'gone') return false;
  if (kind === 'unreachable' && 'placedAt' in notice)
    await show(registration, { userId, notice: { ...notice, kind: 'notDeclined' } });
  return true;
}

/** Retries, because the answer may be lost and declining twice is harmless. */
async function requestDecline(callId: CallId, token: string): Promise<PushResponse<CallNews>['kind']> {
  for (const pauseMs of declineRetryMs) {
    const { kind } = await requestPush(CallNews, `calls/${callId}/decline`, token, { method: 'POST' });
    if (kind !== 'unreachable') return kind;
    await delay(pauseMs);
  }
  return 'unreachable';
}

/** Sends a page of the user to the stored intent, or opens a window where there is no such page. */
async function showPage(
  { clients }: ServiceWorkerGlobalScope,
  userId: UserId,
  how: 'focused' | 'asItIs',
): Promise<void> {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const owners = await Promise.all(pages.map(ownerOf));
  const page = pages.find((_page, index) => owners[index] === userId);
  if (page === undefined) {
    await clients.openWindow('/');
    return;
  }
  const message: WorkerMessage = { kind: 'pressed', userId };
  page.postMessage(message, []);
  if (how === 'focused') await page.focus();
}

/** The user signed in on a page; undefined where there is none, or the page is suspended. */
function ownerOf(page: WindowClient): Promise<UserId | undefined> {
  const { port1, port2 } = new MessageChannel();
  const question: WorkerMessage = { kind: 'whose' };
  const answer = new Promise<UserId | undefined>((resolve) => {
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const reply = v.safeParse(PageReply, data);
      resolve(reply.success ? (reply.output.userId ?? undefined) : undefined);
    });
    port1.start();
    setTimeout(() => resolve(undefined), replyTimeoutMs);
  });
  page.postMessage(question, [port2]);
  return answer.finally(() => port1.close());
}
