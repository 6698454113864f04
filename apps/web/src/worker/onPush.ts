import { CallNews, ConversationNews, Wake } from '@ringback/protocol';
import * as v from 'valibot';
import {
  callTag,
  messagesTag,
  type NotificationContent,
} from '../notifications/shared/notificationContent.ts';
import { readSubscriptions, type StoredSubscription } from '../notifications/shared/sharedDatabase.ts';
import { inTurn, isLockHeld, visibleLock } from '../notifications/shared/tabLocks.ts';
import { closeAll, show, showsRinging } from '../notifications/shared/workerDisplay.ts';
import { delay, requestPush, type PushResponse } from './pushRequests.ts';

/** The content that a push leads to. */
type PushOutcome =
  /** A call that rings for `leftMs` more. */
  | { readonly kind: 'rings'; readonly notice: NotificationContent; readonly leftMs: number }
  | { readonly kind: 'notice'; readonly notice: NotificationContent }
  | { readonly kind: 'unreachable'; readonly notice: NotificationContent }
  /** Nothing, or nothing any more. */
  | { readonly kind: 'nothing' };

/** A push and the subscription it came for. */
interface PushContext {
  readonly registration: ServiceWorkerRegistration;
  readonly wake: Wake;
  readonly subscription: StoredSubscription;
  readonly tag: string;
  /** False once a later push with the same tag came. */
  readonly isLatest: () => boolean;
}

/** How often the server is asked whether a call still rings, because a further push may be lost. */
const pollIntervalMs = 5_000;
/** Time for the server's own end of the ring to arrive first. */
const graceMs = 1_500;

/** Handles a push: asks the server what it is about and shows it. Ignored when its user has signed out here. */
export async function onPush(registration: ServiceWorkerRegistration, text: string): Promise<void> {
  const wake = readWake(text);
  if (wake === undefined) return;
  const subscription = (await readSubscriptions()).find(({ id }) => id === wake.to);
  if (subscription === undefined) return;
  const { id } = subscription.me;
  const tag = 'call' in wake ? callTag(id, wake.call) : messagesTag(id, wake.peer);
  const { isLatest, end } = begin(tag);
  await showUntilSettled({ registration, wake, subscription, tag, isLatest }).finally(end);
}

const latest = new Map<string, symbol>();

/** Marks a push as the latest with its tag, so that an earlier one whose answer comes late shows nothing. */
function begin(tag: string): { readonly isLatest: () => boolean; readonly end: () => void } {
  const mine = Symbol(tag);
  latest.set(tag, mine);
  const isLatest = (): boolean => latest.get(tag) === mine;
  return {
    isLatest,
    end: () => {
      if (isLatest()) latest.delete(tag);
    },
  };
}

/** Shows the outcome; for a ringing call also what becomes of it, while the browser lets the worker run. */
async function showUntilSettled(context: PushContext): Promise<void> {
  const first = await outcomeOf(context);
  let display = await showOutcome(context, first);
  if (first.kind !== 'rings') return;
  const until = performance.now() + first.leftMs;
  while (true) {
    await delay(Math.min(Math.max(until - performance.now(), 0) + graceMs, pollIntervalMs));
    if (
      !context.isLatest() ||
      (display === 'here' && !(await showsRinging(context.registration, context.tag)))
    )
      return;
    const outcome = await outcomeOf(context);
    const isUnknown = outcome.kind === 'unreachable' && performance.now() < until;
    if (outcome.kind === 'rings' && display === 'inTab') display = await showOutcome(context, outcome);
    if (outcome.kind === 'rings' || isUnknown) continue;
    await showOutcome(context, outcome);
    return;
  }
}

function readWake(text: string): Wake | undefined {
  try {
    const wake = v.safeParse(Wake, JSON.parse(text));
    return wake.success ? wake.output : undefined;
  } catch {
    return undefined;
  }
}

/** Where an outcome is shown: by this worker, or on the page of a visible tab, which may close while a call rings. */
type Display = 'here' | 'inTab';

function showOutcome(
  { registration, subscription: { me }, tag, isLatest }: PushContext,
  outcome: PushOutcome,
): Promise<Display> {
  return inTurn(`ringback.telling.${tag}`, async () => {
    if (!isLatest()) return 'here';
    const isInTab = await isLockHeld(visibleLock(me.id), false);
    if (outcome.kind === 'nothing' || isInTab) await closeAll(registration, tag);
    else await show(registration, { userId: me.id, notice: outcome.notice });
    return isInTab ? 'inTab' : 'here';
  });
}

async function outcomeOf({ wake, subscription: { token, cannotCall } }: PushContext): Promise<PushOutcome> {
  if ('call' in wake) {
    const response = await requestPush(CallNews, `calls/${wake.call}`, token);
    const outcome = toOutcome(response, callOutcome, { kind: 'unknownCall', callId: wake.call });
    // It could not answer. A missed call gets a push of its own.
    return cannotCall && outcome.kind === 'rings' ? { kind: 'nothing' } : outcome;
  }
  const response = await requestPush(ConversationNews, `people/${wake.peer}`, token);
  return toOutcome(response, messagesOutcome, { kind: 'unknownMessages', peerId: wake.peer });
}

function toOutcome<News>(
  response: PushResponse<News>,
  outcome: (news: News) => PushOutcome,
  unknown: NotificationContent,
): PushOutcome {
  switch (response.kind) {
    case 'ok':
      return outcome(response.data);
    case 'gone':
    case 'refused':
      return { kind: 'nothing' };
    case 'unreachable':
      return { kind: 'unreachable', notice: unknown };
  }
}

function callOutcome(news: CallNews): PushOutcome {
  if (news.state === 'settled') return { kind: 'nothing' };
  const { callId, peer, media, placedAt } = news;
  const about = { callId, peer, media, placedAt };
  switch (news.state) {
    case 'ringing': {
      // A push may come so late that the call has stopped ringing: then it was missed.
      if (news.leftMs === 0) return { kind: 'notice', notice: { kind: 'missed', ...about } };
      const { request, reason, leftMs } = news;
      return { kind: 'rings', notice: { kind: 'incoming', ...about, request, reason }, leftMs };
    }
    case 'missed':
      return { kind: 'notice', notice: { kind: 'missed', ...about } };
    case 'over':
      return { kind: 'notice', notice: { kind: 'over', ...about, how: news.how } };
  }
}

function messagesOutcome({ peer, unread: count, last }: ConversationNews): PushOutcome {
  if (last === undefined) return { kind: 'nothing' };
  return { kind: 'notice', notice: { kind: 'messages', peer, count, ...last } };
}
