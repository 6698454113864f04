import type { Conversations } from '@ringback/client';
import { grace, linus } from '../fixtures/people.ts';
import { conversations } from '../fixtures/conversations.ts';
import type { GalleryStory } from './galleryStory.ts';

function withGrace(changes: Partial<Conversations> = {}): GalleryStory {
  return {
    path: `/people/${grace.id}`,
    script: () => ({ conversations: { ...conversations, ...changes } }),
  };
}

/** The page of a person, with messages and calls. */
export const conversationStories: Readonly<Record<string, GalleryStory>> = {
  conversation: withGrace(),
  'conversation-offline': {
    ...withGrace(),
    script: () => ({ conversations, connection: { state: 'offline' }, calls: { cannotPlace: 'offline' } }),
  },
  'conversation-refused': withGrace({
    outbox: conversations.outbox.map((draft) => ({
      ...draft,
      status: { state: 'refused', message: 'That does not exist.' },
    })),
  }),
  'conversation-loading': withGrace({ threads: new Map(), outbox: [] }),
  'conversation-failed': withGrace({
    threads: new Map([
      [grace.id, { messages: { messages: [], state: 'failed' }, calls: { entries: [], state: 'failed' } }],
    ]),
    outbox: [],
  }),
  'conversation-empty': withGrace({
    threads: new Map([
      [
        linus.id,
        { messages: { messages: [], state: 'complete' }, calls: { entries: [], state: 'complete' } },
      ],
      [
        grace.id,
        { messages: { messages: [], state: 'complete' }, calls: { entries: [], state: 'complete' } },
      ],
    ]),
    outbox: [],
  }),
};
