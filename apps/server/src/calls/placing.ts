import {
  decidePlacing,
  fail,
  ok,
  type Actor,
  type Call,
  type CallId,
  type DeviceKind,
  type Live,
  type Media,
  type Placing,
  type Visibility,
  type Result,
  type Timeouts,
  type UserId,
} from '@ringback/protocol';
import type { Book } from './book.ts';
import type { Work } from './work.ts';

/** What a device asked for. */
export interface Wish {
  readonly callId: CallId;
  readonly caller: Actor;
  readonly to: UserId;
  /** What kind of device the caller's is, should this place be the answer to a call. */
  readonly kind: DeviceKind | undefined;
  readonly media: Media;
}

/** Whether a call from one user may be heard by another. */
export type VisibilityOf = (callerId: UserId, calleeId: UserId) => Visibility;

/** A user places a call: a new one, or the answer to the other's, as `decidePlacing` says. */
export function place(wish: Wish, visibilityOf: VisibilityOf, timeouts: Timeouts): Work<Result<Call>> {
  const { callId, caller, to } = wish;
  return {
    needs: {
      fresh: [callId],
      liveOf: [caller.userId, to],
      names: [caller.userId, to],
      acquainted: [
        [caller.userId, to],
        [to, caller.userId],
      ],
    },
    decide(book, at) {
      const callerName = book.nameOf(caller.userId);
      const name = book.nameOf(to);
      if (callerName === undefined || name === undefined) return fail('notFound');
      const placement = {
        callId,
        caller: { ...caller, name: callerName },
        callee: { userId: to, name },
        media: wish.media,
        at,
        visibility: visibilityOf(caller.userId, to),
        earlyCandidates: book.trusts(to, caller.userId) ? 'all' : 'relay',
      } as const;
      const situation = { sameId: book.find(callId), live: bothLive(book, caller.userId, to) };
      return carryOut(book, wish, decidePlacing(placement, situation, timeouts), at);
    },
  };
}

function bothLive(book: Book, callerId: UserId, calleeId: UserId): Live[] {
  return [...new Set([...book.liveOf(callerId), ...book.liveOf(calleeId)])];
}

function carryOut(book: Book, wish: Wish, placing: Placing, at: number): Result<Call> {
  switch (placing.kind) {
    case 'refused':
      return fail(placing.refusal);
    case 'repeat':
      return ok(placing.call);
    case 'glare':
      makeRoom(book, placing.superseded, at);
      return answerInstead(book, wish, placing.call, at);
    case 'placed': {
      makeRoom(book, placing.superseded, at);
      book.add(placing.call);
      remember(book, placing.call);
      if (placing.line === 'free') return ok(placing.call);
      const busy = book.change(placing.call, { type: 'foundBusy', at });
      return busy.kind === 'refused' ? fail(busy.refusal) : ok(busy.call);
    }
  }
}

function makeRoom(book: Book, older: readonly Live[], at: number): void {
  for (const call of older) book.change(call, { type: 'superseded', at });
}

/** Both call each other: the later one's `place` is its answer. */
function answerInstead(book: Book, wish: Wish, theirs: Live, at: number): Result<Call> {
  const { callId, caller, media, kind } = wish;
  const answered = book.change(theirs, { type: 'accepted', by: { ...caller, kind }, media, at });
  if (answered.kind === 'refused') return fail(answered.refusal);
  book.alias(answered.call, callId);
  book.meet({ userId: caller.userId, peerId: theirs.caller.userId, called: true });
  return ok(answered.call);
}

/** The callee comes to know the caller only by a call of which they may know. */
function remember(book: Book, { caller, callee, visibility }: Call): void {
  book.meet({ userId: caller.userId, peerId: callee.userId, called: true });
  if (visibility === 'open') book.meet({ userId: callee.userId, peerId: caller.userId, called: false });
}
