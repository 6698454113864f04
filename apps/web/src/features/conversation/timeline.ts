import type { Draft, Thread } from '@ringback/client';
import type { Entry, Message } from '@ringback/protocol';
import { dayNumber } from '../../ui/when.ts';

/** One line of a conversation. */
export type Item =
  | { readonly kind: 'message'; readonly key: string; readonly at: number; readonly message: Message }
  | { readonly kind: 'call'; readonly key: string; readonly at: number; readonly entry: Entry }
  | { readonly kind: 'draft'; readonly key: string; readonly at: number; readonly draft: Draft };

/** A conversation as far as it can be told without gaps, oldest first. */
export interface Timeline {
  readonly items: readonly Item[];
  /** `more`: there are older ones. */
  readonly state: 'loading' | 'failed' | 'more' | 'whole';
}

/**
 * Puts messages and calls into one order; what is on its way comes last, until it is heard of as a message: that may be
 * before the answer to its sending. Messages and calls are fetched apart: from
 * before the time to which both reach nothing is shown, or something would be missing in between.
 */
export function timelineOf({ messages, calls }: Thread, drafts: readonly Draft[]): Timeline {
  const items: readonly Item[] = [
    ...messages.messages.map((message) => ({
      kind: 'message' as const,
      key: message.id,
      at: message.sentAt,
      message,
    })),
    ...calls.entries.map((entry) => ({
      kind: 'call' as const,
      key: entry.callId,
      at: entry.placedAt,
      entry,
    })),
  ];
  const from = Math.max(
    reach(messages.state, messages.messages[0]?.sentAt),
    reach(calls.state, calls.entries.at(-1)?.placedAt),
  );
  const told = items.filter(({ at }) => at >= from).toSorted((a, b) => a.at - b.at);
  const arrived = new Set(messages.messages.map(({ id }) => id));
  const waiting = drafts
    .filter(({ id }) => !arrived.has(id))
    .map((draft) => ({
      kind: 'draft' as const,
      key: draft.id,
      at: draft.writtenAt,
      draft,
    }));
  return { items: [...told, ...waiting], state: stateOf(messages.state, calls.state) };
}

type ListState = Thread['calls']['state'];

/** The time down to which a list is known. */
function reach(state: ListState, oldest: number | undefined): number {
  return state === 'complete' ? 0 : (oldest ?? Infinity);
}

function stateOf(...states: readonly ListState[]): Timeline['state'] {
  if (states.includes('failed')) return 'failed';
  if (states.includes('loading') || states.includes('unknown')) return 'loading';
  return states.includes('partial') ? 'more' : 'whole';
}

/** Whether an item begins another day than the one before it. */
export function startsDay(item: Item, before: Item | undefined): boolean {
  return before === undefined || dayNumber(item.at) !== dayNumber(before.at);
}
