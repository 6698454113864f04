import { describe, expect, test } from 'vitest';
import { fromGrace } from './messages.testing.ts';
import {
  unknownMessages,
  withMessage,
  withNewestMessages,
  withOlderMessages,
  type MessageList,
} from './messageList.ts';

const page = (times: readonly number[], next?: number) => ({
  messages: times.map(fromGrace),
  ...(next !== undefined && { next }),
});
const times = ({ messages }: MessageList): number[] => messages.map(({ sentAt }) => sentAt);

describe('pages', () => {
  test('are sorted from newest first on the wire to oldest first here', () => {
    const first = withNewestMessages(unknownMessages, page([9, 8], 8));
    expect(first.state).toBe('partial');
    const all = withOlderMessages(first, page([7, 6]));
    expect(times(all)).toEqual([6, 7, 8, 9]);
    expect(all.state).toBe('complete');
  });

  test('a message that arrives while the first page is fetched stays', () => {
    const loading: MessageList = { messages: [fromGrace(10)], state: 'loading' };
    expect(times(withNewestMessages(loading, page([9, 8])))).toEqual([8, 9, 10]);
  });

  test('after a short absence, the newest page joins the known messages', () => {
    const known = withNewestMessages(unknownMessages, page([5, 4], 4));
    expect(times(withNewestMessages(known, page([7, 6, 5], 5)))).toEqual([4, 5, 6, 7]);
  });

  test('after a long absence, messages older than a possible gap are dropped', () => {
    const known = withNewestMessages(unknownMessages, page([5, 4]));
    const later = withNewestMessages(known, page([99, 98], 98));
    expect(times(later)).toEqual([98, 99]);
    expect(later.state).toBe('partial');
  });
});

describe('pushes', () => {
  test('about a known message change nothing', () => {
    const known = withNewestMessages(unknownMessages, page([5]));
    expect(withMessage(known, fromGrace(5))).toBe(known);
    expect(times(withMessage(known, fromGrace(6)))).toEqual([5, 6]);
  });

  test('about a conversation that was never opened are ignored: it is fetched when opened', () => {
    expect(withMessage(unknownMessages, fromGrace(1))).toBe(unknownMessages);
  });
});
