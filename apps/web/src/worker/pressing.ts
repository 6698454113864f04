import { CallNews, type CallId, type UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { keptSubscriptions, leaveIntent, type Intent } from '../notifications/shared/kept.ts';
import { Addressed, type Notice } from '../notifications/shared/notice.ts';
import { PageAnswers, type WorkerSays } from '../notifications/shared/talk.ts';
import { show } from '../notifications/shared/workerShowing.ts';
import { ask, type Asked } from './asking.ts';
import { pause } from './latest.ts';
import { intentOf } from '../notifications/shared/intentOf.ts';

/** A page that sleeps does not answer; a window opens in its place. */
const patienceMs = 400;
/** The pauses after attempts to decline that came to nothing. */
const declineAgainMs = [1_000, 3_000, 0] as const;

/** Something was pressed on a notification: `action` is empty for the notification itself. */
export async function pressed(
  worker: ServiceWorkerGlobalScope,
  data: unknown,
  action: string,
): Promise<void> {
  const addressed = v.safeParse(Addressed, data);
  if (!addressed.success) return;
  const { userId, notice } = addressed.output;
  const intent = intentOf(notice, action);
  if (intent.kind === 'decline' && (await declined(worker, userId, notice, intent))) return;
  await leaveIntent(userId, intent);
  await bringUp(worker, userId, intent.kind === 'decline' ? 'asItIs' : 'focused');
}

/** Declines without a window; false where that is not for this worker to do: nobody subscribed here. */
async function declined(
  { registration }: ServiceWorkerGlobalScope,
  userId: UserId,
  notice: Notice,
  { callId }: Extract<Intent, { kind: 'decline' }>,
): Promise<boolean> {
  const kept = (await keptSubscriptions()).find(({ me }) => me.id === userId);
  if (kept === undefined) return false;
  const kind = await askToDecline(callId, kept.token);
  if (kind === 'gone') return false;
  if (kind === 'unreachable' && 'placedAt' in notice)
    await show(registration, { userId, notice: { ...notice, kind: 'notDeclined' } });
  return true;
}

/** An answer may be lost on its way: declining once more changes nothing, and tells. */
async function askToDecline(callId: CallId, token: string): Promise<Asked<CallNews>['kind']> {
  for (const pauseMs of declineAgainMs) {
    const { kind } = await ask(CallNews, `calls/${callId}/decline`, token, { method: 'POST' });
    if (kind !== 'unreachable') return kind;
    await pause(pauseMs);
  }
  return 'unreachable';
}

/** Has a tab of the user look at what was pressed; where there is none, a new one. */
async function bringUp(
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
  const said: WorkerSays = { kind: 'pressed', userId };
  page.postMessage(said, []);
  if (how === 'focused') await page.focus();
}

/** Who is signed in on a page; undefined for one that is nobody's, or asleep. */
function ownerOf(page: WindowClient): Promise<UserId | undefined> {
  const { port1, port2 } = new MessageChannel();
  const said: WorkerSays = { kind: 'whose' };
  const answer = new Promise<UserId | undefined>((resolve) => {
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const answered = v.safeParse(PageAnswers, data);
      resolve(answered.success ? (answered.output.userId ?? undefined) : undefined);
    });
    port1.start();
    setTimeout(() => resolve(undefined), patienceMs);
  });
  page.postMessage(said, [port2]);
  return answer.finally(() => port1.close());
}
