import { CallNews, ConversationNews, Wake } from '@ringback/protocol';
import * as v from 'valibot';
import { keptSubscriptions, type KeptSubscription } from '../notifications/shared/kept.ts';
import { Addressed, callTag, messagesTag, type Notice } from '../notifications/shared/notice.ts';
import { isHeld } from '../tabs/heldLock.ts';
import { seen } from '../tabs/names.ts';
import { ask, type Asked } from './asking.ts';
import { closeAll, show } from '../notifications/shared/workerShowing.ts';

/** What a wake-up comes to: a notice, and for how long it may hold without being looked at again, in ms. */
type Outcome =
  | { readonly kind: 'notice'; readonly notice: Notice; readonly holdsMs?: number }
  /** There is nothing to tell, or not any more. */
  | { readonly kind: 'nothing' };

/** The server's own end of a ring comes first, if it comes. */
const graceMs = 1_500;

/** A push came: asks the server what it is about, and tells. Whoever has signed out here meanwhile is told nothing. */
export async function wokenUp(registration: ServiceWorkerRegistration, text: string): Promise<void> {
  const wake = readWake(text);
  if (wake === undefined) return;
  const kept = (await keptSubscriptions()).find(({ id }) => id === wake.to);
  if (kept === undefined) return;
  const holdsMs = await tell(registration, wake, kept);
  if (holdsMs === undefined) return;
  // No further push is trusted to come: while the browser lets it, the worker stays until the ring is over.
  await new Promise((resolve) => setTimeout(resolve, holdsMs + graceMs));
  if (await isStillRinging(registration, wake, kept)) await tell(registration, wake, kept);
}

function readWake(text: string): Wake | undefined {
  try {
    const wake = v.safeParse(Wake, JSON.parse(text));
    return wake.success ? wake.output : undefined;
  } catch {
    return undefined;
  }
}

/** Shows how things stand. Returns how long that may hold; undefined if it holds for good. */
async function tell(
  registration: ServiceWorkerRegistration,
  wake: Wake,
  kept: KeptSubscription,
): Promise<number | undefined> {
  const { me } = kept;
  const outcome = await outcomeOf(wake, kept);
  const tag = 'call' in wake ? callTag(me.id, wake.call) : messagesTag(me.id, wake.peer);
  // A tab that is looked at shows it all by itself.
  if (outcome.kind === 'nothing' || (await isHeld(seen(me.id)))) {
    await closeAll(registration, tag);
    return undefined;
  }
  await show(registration, { userId: me.id, notice: outcome.notice });
  return outcome.holdsMs;
}

async function outcomeOf(wake: Wake, { token }: KeptSubscription): Promise<Outcome> {
  if ('call' in wake) {
    const asked = await ask(CallNews, `calls/${wake.call}`, token);
    return told(asked, callOutcome, { kind: 'unknownCall', callId: wake.call });
  }
  const asked = await ask(ConversationNews, `people/${wake.peer}`, token);
  return told(asked, messagesOutcome, { kind: 'unknownMessages', peerId: wake.peer });
}

function told<News>(asked: Asked<News>, outcome: (news: News) => Outcome, unknown: Notice): Outcome {
  switch (asked.kind) {
    case 'told':
      return outcome(asked.data);
    case 'gone':
    case 'refused':
      return { kind: 'nothing' };
    case 'unreachable':
      return { kind: 'notice', notice: unknown };
  }
}

function callOutcome(news: CallNews): Outcome {
  const { callId, peer, media, placedAt } = news;
  const about = { callId, peer, media, placedAt };
  switch (news.state) {
    case 'ringing':
      // A push may come late: what has rung long enough is as good as missed.
      return news.leftMs > 0
        ? { kind: 'notice', notice: { kind: 'incoming', ...about }, holdsMs: news.leftMs }
        : { kind: 'notice', notice: { kind: 'missed', ...about } };
    case 'missed':
      return { kind: 'notice', notice: { kind: 'missed', ...about } };
    case 'over':
      return { kind: 'notice', notice: { kind: 'over', ...about, how: news.how } };
  }
}

function messagesOutcome({ peer, unread: count, last }: ConversationNews): Outcome {
  if (last === undefined) return { kind: 'nothing' };
  return { kind: 'notice', notice: { kind: 'messages', peer, count, ...last } };
}

async function isStillRinging(
  registration: ServiceWorkerRegistration,
  wake: Wake,
  { me }: KeptSubscription,
): Promise<boolean> {
  if (!('call' in wake)) return false;
  const shown = await registration.getNotifications({ tag: callTag(me.id, wake.call) });
  return shown.some(({ data }) => {
    const addressed = v.safeParse(Addressed, data);
    return addressed.success && addressed.output.notice.kind === 'incoming';
  });
}
