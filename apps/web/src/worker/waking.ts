import { CallNews, ConversationNews, Wake } from '@ringback/protocol';
import * as v from 'valibot';
import { keptSubscriptions, type KeptSubscription } from '../notifications/shared/kept.ts';
import { callTag, messagesTag, type Notice } from '../notifications/shared/notice.ts';
import { isHeld } from '../notifications/shared/tabLocks.ts';
import { seen } from '../notifications/shared/tabLockNames.ts';
import { ask, type Asked } from './asking.ts';
import { begin, pause } from './latest.ts';
import { closeAll, show, showsRinging } from '../notifications/shared/workerShowing.ts';

/** What a wake-up comes to. */
type Outcome =
  /** A call that rings, for so many ms more. */
  | { readonly kind: 'rings'; readonly notice: Notice; readonly leftMs: number }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'unreachable'; readonly notice: Notice }
  /** There is nothing to tell, or not any more. */
  | { readonly kind: 'nothing' };

/** A wake-up, for whom, and where it is told. */
interface Waking {
  readonly registration: ServiceWorkerRegistration;
  readonly wake: Wake;
  readonly kept: KeptSubscription;
  readonly tag: string;
  readonly isLatest: () => boolean;
}

/** No further push is trusted to come: so often, in ms, the server is asked whether it still rings. */
const lookEveryMs = 5_000;
/** The server's own end of a ring comes first, if it comes. */
const graceMs = 1_500;

/** A push came: asks the server what it is about, and tells. Whoever has signed out here meanwhile is told nothing. */
export async function wokenUp(registration: ServiceWorkerRegistration, text: string): Promise<void> {
  const wake = readWake(text);
  if (wake === undefined) return;
  const kept = (await keptSubscriptions()).find(({ id }) => id === wake.to);
  if (kept === undefined) return;
  const { id } = kept.me;
  const tag = 'call' in wake ? callTag(id, wake.call) : messagesTag(id, wake.peer);
  const { isLatest, end } = begin(tag);
  await follow({ registration, wake, kept, tag, isLatest }).finally(end);
}

/** Tells how things stand, and of a call that rings also what becomes of it, while the browser lets the worker stay. */
async function follow(waking: Waking): Promise<void> {
  const first = await outcomeOf(waking);
  await tell(waking, first);
  if (first.kind !== 'rings') return;
  const until = Date.now() + first.leftMs;
  while (true) {
    await pause(Math.min(Math.max(until - Date.now(), 0) + graceMs, lookEveryMs));
    if (!waking.isLatest() || !(await showsRinging(waking.registration, waking.tag))) return;
    const outcome = await outcomeOf(waking);
    const isUnknown = outcome.kind === 'unreachable' && Date.now() < until;
    if (outcome.kind !== 'rings' && !isUnknown) return tell(waking, outcome);
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

/** Shows how things stand, unless a later push has told it by now. */
function tell({ registration, kept: { me }, tag, isLatest }: Waking, outcome: Outcome): Promise<void> {
  return navigator.locks.request(`ringback.telling.${tag}`, async () => {
    if (!isLatest()) return;
    // A tab that is looked at shows it all by itself.
    if (outcome.kind === 'nothing' || (await isHeld(seen(me.id)))) await closeAll(registration, tag);
    else await show(registration, { userId: me.id, notice: outcome.notice });
  });
}

async function outcomeOf({ wake, kept: { token } }: Waking): Promise<Outcome> {
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
      return { kind: 'unreachable', notice: unknown };
  }
}

function callOutcome(news: CallNews): Outcome {
  if (news.state === 'settled') return { kind: 'nothing' };
  const { callId, peer, media, placedAt } = news;
  const about = { callId, peer, media, placedAt };
  switch (news.state) {
    case 'ringing':
      // A push may come late: what has rung long enough is as good as missed.
      return news.leftMs > 0
        ? { kind: 'rings', notice: { kind: 'incoming', ...about }, leftMs: news.leftMs }
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
