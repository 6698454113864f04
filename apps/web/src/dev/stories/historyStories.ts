import type { Found } from '@ringback/client';
import type { Entry } from '@ringback/protocol';
import { callId, linus } from '../fixtures/people.ts';
import { entries, manyEntries } from '../fixtures/history.ts';
import type { GalleryStory } from './galleryStory.ts';

/** The history and the details of its calls. */
export const historyStories: Readonly<Record<string, GalleryStory>> = {
  calls: { path: '/calls', script: () => ({ history: { unseen: 2 } }) },
  'calls-empty': {
    path: '/calls',
    script: () => ({ history: { all: { entries: [], state: 'complete' } } }),
  },
  'calls-loading': {
    path: '/calls',
    script: () => ({ history: { all: { entries: [], state: 'loading' } } }),
  },
  'calls-failed': { path: '/calls', script: () => ({ history: { all: { entries: [], state: 'failed' } } }) },
  'calls-older': {
    path: '/calls',
    script: () => ({ history: { all: { entries: entries.slice(0, 4), state: 'partial' } } }),
  },
  'calls-many': {
    path: '/calls',
    script: () => ({ history: { all: { entries: manyEntries(100_000), state: 'complete' } } }),
  },
  'calls-found': {
    path: '/calls',
    search: 'lin',
    script: () => ({
      history: {
        found: found(
          'lin',
          entries.filter(({ peer }) => peer === linus),
        ),
      },
    }),
  },
  'calls-not-found': {
    path: '/calls',
    search: 'Konrad',
    script: () => ({ history: { found: found('Konrad', []) } }),
  },
  'call-details': { path: `/calls/${callId(909)}`, script: () => ({}) },
  'call-details-answered': { path: `/calls/${callId(903)}`, script: () => ({}) },
  'call-details-lost': { path: `/calls/${callId(910)}`, script: () => ({}) },
  'call-details-missed': { path: `/calls/${callId(905)}`, script: () => ({}) },
  'call-details-elsewhere': { path: `/calls/${callId(907)}`, script: () => ({}) },
  'call-details-unknown': { path: `/calls/${callId(999)}`, script: () => ({}) },
  'call-details-offline': {
    path: `/calls/${callId(903)}`,
    script: () => ({ connection: { state: 'offline' }, calls: { cannotPlace: 'offline' } }),
  },
};

function found(search: string, list: readonly Entry[]): Found {
  return { search, filter: 'all', list: { entries: list, state: 'complete' } };
}
