import { describe, expect, test } from 'vitest';
import type { NoteReach, Thread } from '@ringback/client';
import { draftOf, entryAt, messageAt, noteAt } from './thread.testing.ts';
import { startsDay, conversationTimeline, unknownThread } from './conversationTimeline.ts';

const whole: Thread = {
  messages: { messages: [messageAt(2), messageAt(4)], state: 'complete' },
  calls: { entries: [entryAt(5), entryAt(3), entryAt(1)], state: 'complete' },
};

const times = (thread: Thread): number[] => conversationTimeline(thread, []).items.map(({ at }) => at);

describe('a conversation', () => {
  test('messages and calls are sorted by time, and drafts come last', () => {
    const { items, state } = conversationTimeline(whole, [draftOf(0)]);
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

  test('a message that arrives before the response to its sending is there once', () => {
    const draft = draftOf(4);
    const received = { ...messageAt(4), id: draft.id };
    const thread: Thread = { ...whole, messages: { messages: [received], state: 'complete' } };
    const { items } = conversationTimeline(thread, [draft]);
    expect(items.filter(({ key }) => key === draft.id).map(({ kind }) => kind)).toEqual(['message']);
  });

  test('if calls are loaded less far back than messages, nothing older is shown', () => {
    const thread: Thread = { ...whole, calls: { entries: [entryAt(5), entryAt(3)], state: 'partial' } };
    expect(times(thread)).toEqual([3, 4, 5]);
    expect(conversationTimeline(thread, []).state).toBe('more');
  });

  test('while no calls are loaded, nothing is shown and the state is loading', () => {
    const thread: Thread = { ...whole, calls: { entries: [], state: 'loading' } };
    expect(conversationTimeline(thread, [])).toEqual({ items: [], state: 'loading' });
  });

  test('while an older page loads, the loaded items stay', () => {
    const thread: Thread = { ...whole, messages: { ...whole.messages, state: 'loading' } };
    expect(times(thread)).toEqual([2, 3, 4, 5]);
  });

  test('drafts are shown even if nothing is loaded yet', () => {
    const { items, state } = conversationTimeline(unknownThread, [draftOf(1)]);
    expect(items.map(({ kind }) => kind)).toEqual(['draft']);
    expect(state).toBe('loading');
  });

  test('the state is failed if one of the lists failed to load', () => {
    const thread: Thread = { ...whole, calls: { entries: [], state: 'failed' } };
    expect(conversationTimeline(thread, []).state).toBe('failed');
  });
});

describe('notes', () => {
  const reach: NoteReach = { state: 'complete', from: 0 };

  test('follow the call after which they were left, however late they came', () => {
    const late = noteAt(9, entryAt(3).callId);
    const { items } = conversationTimeline(whole, [], { notes: [late], reach, outbox: [] });
    expect(items.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'call 1',
      'message 2',
      'call 3',
      'note 3',
      'message 4',
      'call 5',
    ]);
  });

  test('limit what is shown if they are loaded less far back than the rest', () => {
    const { items, state } = conversationTimeline(whole, [], {
      notes: [],
      reach: { state: 'partial', from: 4 },
      outbox: [],
    });
    expect(items.map(({ at }) => at)).toEqual([4, 5]);
    expect(state).toBe('more');
  });

  test('do not hold up the conversation before their first page arrives', () => {
    const { items } = conversationTimeline(whole, [], {
      notes: [],
      reach: { state: 'loading', from: Infinity },
      outbox: [],
    });
    expect(items).toHaveLength(5);
  });
});

test('only the first item of a day starts the day', () => {
  const noon = new Date(2026, 0, 5, 12).getTime();
  const { items } = conversationTimeline(
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
