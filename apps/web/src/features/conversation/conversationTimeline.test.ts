import { describe, expect, test } from 'vitest';
import type { NoteReach, Thread } from '@ringback/client';
import { draftOf, entryAt, messageAt, noteAt } from './thread.testing.ts';
import { startsDay, timelineOf, unknownThread } from './conversationTimeline.ts';

const whole: Thread = {
  messages: { messages: [messageAt(2), messageAt(4)], state: 'complete' },
  calls: { entries: [entryAt(5), entryAt(3), entryAt(1)], state: 'complete' },
};

const times = (thread: Thread): number[] => timelineOf(thread, []).items.map(({ at }) => at);

describe('a conversation', () => {
  test('messages and calls are in one order, and what is on its way comes last', () => {
    const { items, state } = timelineOf(whole, [draftOf(0)]);
    expect(items.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'call 1',
      'message 2',
      'call 3',
      'message 4',
      'call 5',
      'draft 0',
    ]);
    expect(state).toBe('whole');
  });

  test('a message is heard of before its sending was answered: it is there once', () => {
    const draft = draftOf(4);
    const heard = { ...messageAt(4), id: draft.id };
    const thread: Thread = { ...whole, messages: { messages: [heard], state: 'complete' } };
    const { items } = timelineOf(thread, [draft]);
    expect(items.filter(({ key }) => key === draft.id).map(({ kind }) => kind)).toEqual(['message']);
  });

  test('calls are known less far back than messages: nothing older is shown, for calls might be missing', () => {
    const thread: Thread = { ...whole, calls: { entries: [entryAt(5), entryAt(3)], state: 'partial' } };
    expect(times(thread)).toEqual([3, 4, 5]);
    expect(timelineOf(thread, []).state).toBe('more');
  });

  test('calls are not known yet: nothing is shown, and it is said that it loads', () => {
    const thread: Thread = { ...whole, calls: { entries: [], state: 'loading' } };
    expect(timelineOf(thread, [])).toEqual({ items: [], state: 'loading' });
  });

  test('while an older page is fetched, what is known stays', () => {
    const thread: Thread = { ...whole, messages: { ...whole.messages, state: 'loading' } };
    expect(times(thread)).toEqual([2, 3, 4, 5]);
  });

  test('nothing could be fetched yet: what was written meanwhile is there all the same', () => {
    const { items, state } = timelineOf(unknownThread, [draftOf(1)]);
    expect(items.map(({ kind }) => kind)).toEqual(['draft']);
    expect(state).toBe('loading');
  });

  test('one of the two could not be fetched', () => {
    const thread: Thread = { ...whole, calls: { entries: [], state: 'failed' } };
    expect(timelineOf(thread, []).state).toBe('failed');
  });
});

describe('notes', () => {
  const reach: NoteReach = { state: 'complete', from: 0 };

  test('stand by the call after which they were left, however late they came', () => {
    const late = noteAt(9, entryAt(3).callId);
    const { items } = timelineOf(whole, [], { notes: [late], reach, outbox: [] });
    expect(items.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'call 1',
      'message 2',
      'call 3',
      'note 3',
      'message 4',
      'call 5',
    ]);
  });

  test('are known less far back than the rest: nothing older is shown', () => {
    const { items, state } = timelineOf(whole, [], {
      notes: [],
      reach: { state: 'partial', from: 4 },
      outbox: [],
    });
    expect(items.map(({ at }) => at)).toEqual([4, 5]);
    expect(state).toBe('more');
  });

  test('are not there yet: the conversation does not wait for them', () => {
    const { items } = timelineOf(whole, [], {
      notes: [],
      reach: { state: 'loading', from: Infinity },
      outbox: [],
    });
    expect(items).toHaveLength(5);
  });
});

test('a day begins with its first item', () => {
  const noon = new Date(2026, 0, 5, 12).getTime();
  const { items } = timelineOf(
    {
      messages: {
        messages: [messageAt(noon), messageAt(noon + 60_000), messageAt(noon + 86_400_000)],
        state: 'complete',
      },
      calls: { entries: [], state: 'complete' },
    },
    [],
  );
  expect(items.map((item, at) => startsDay(item, items[at - 1]))).toEqual([true, false, true]);
});
