import {
  decideContact,
  fail,
  isVisibleTo,
  mayAnswer,
  ok,
  type Actor,
  type Call,
  type CallEvent,
  type CallId,
  type Media,
  type Result,
} from '@ringback/protocol';
import type { Book } from './book.ts';
import type { Look, Work } from './work.ts';

/** A device asks how a call stands. */
export function lookAs(actor: Actor): Look<Result<Call>> {
  return (call) => (call !== undefined && isVisibleTo(call, actor.userId) ? ok(call) : fail('notFound'));
}

/** Something happened to a call that one device says. */
export function report(callId: CallId, actor: Actor, eventAt: (at: number) => CallEvent): Work<Result<Call>> {
  return {
    needs: { calls: [callId] },
    decide(book, at) {
      const found = visible(book, callId, actor);
      return found.ok ? apply(book, found.data, eventAt(at)) : found;
    },
  };
}

/** A device of the callee rings. */
export function ring(callId: CallId, actor: Actor): Work<Result<Call>> {
  return contact(callId, actor, (at) => ({ type: 'deviceRang', by: actor, at }));
}

/** A device of the callee takes the call. */
export function accept(callId: CallId, actor: Actor, media: Media): Work<Result<Call>> {
  return contact(callId, actor, (at) => ({ type: 'accepted', by: actor, media, at }));
}

/** Only when a first device comes in contact with a call is it known whether its user can take it. */
function contact(callId: CallId, actor: Actor, eventAt: (at: number) => CallEvent): Work<Result<Call>> {
  return {
    needs: { calls: [callId], liveOf: [actor.userId] },
    decide(book, at) {
      const found = visible(book, callId, actor);
      if (!found.ok) return found;
      const call = found.data;
      const contact = mayAnswer(call, actor) ? decideContact(call, actor, book.liveOf(actor.userId)) : 'free';
      switch (contact) {
        case 'conflict':
          return fail('conflict');
        case 'busy':
          return apply(book, call, { type: 'foundBusy', at });
        case 'free':
          if (call.phase === 'calling') book.claim(call);
          return apply(book, call, eventAt(at));
      }
    },
  };
}

function visible(book: Book, callId: CallId, actor: Actor): Result<Call> {
  return lookAs(actor)(book.find(callId));
}

function apply(book: Book, call: Call, event: CallEvent): Result<Call> {
  const outcome = book.change(call, event);
  return outcome.kind === 'refused' ? fail(outcome.refusal) : ok(outcome.call);
}
