import {
  isInCall,
  isVisibleTo,
  type Actor,
  type Call,
  type CallId,
  type CarryingLink,
  type Live,
} from '@ringback/protocol';
import type { Work } from './work.ts';

/** A device is here again, and says which links carry media to it; answered with its user's live calls, oldest first. */
export function attach(actor: Actor, links: readonly CarryingLink[]): Work<Live[]> {
  return {
    needs: { calls: links.map(({ callId }) => callId), liveOf: [actor.userId] },
    decide(book, at) {
      const carrying = new Map(links.map((link) => [book.find(link.callId)?.id, link]));
      for (const call of book.liveOf(actor.userId)) {
        if (!isInCall(call, actor.deviceId)) continue;
        const link = carrying.get(call.id);
        const carries = link === undefined ? {} : { carrying: { linkId: link.linkId, route: link.route } };
        book.change(call, { type: 'attached', by: actor, ...carries, at });
      }
      const live = book.liveOf(actor.userId).filter((call) => isVisibleTo(call, actor.userId));
      return live.toSorted((a, b) => a.placedAt - b.placedAt);
    },
  };
}

/** A device is gone: its page (`closed`) or its network (`silent`). */
export function detach(actor: Actor, how: 'closed' | 'silent'): Work<void> {
  return {
    needs: { liveOf: [actor.userId] },
    decide(book, at) {
      for (const call of book.liveOf(actor.userId)) {
        book.change(call, { type: 'detached', by: actor, how, at });
      }
    },
  };
}

/** Whatever is overdue in a call happens; answered with the call, which may wait for something later now. */
export function passTime(callId: CallId): Work<Call | undefined> {
  return {
    needs: { calls: [callId] },
    decide(book, at) {
      const call = book.find(callId);
      if (call !== undefined) book.change(call, { type: 'timePassed', at });
      return book.find(callId);
    },
  };
}

/** This server has just started: nobody is attached, and whatever fell due meanwhile happens. */
export function restart(callId: CallId): Work<void> {
  return {
    needs: { calls: [callId] },
    decide(book, at) {
      const call = book.find(callId);
      if (call === undefined) return;
      const restarted = book.change(call, { type: 'restarted', at });
      if (restarted.kind === 'changed') book.change(restarted.call, { type: 'timePassed', at });
    },
  };
}
