import { callId } from './cast.ts';
import { entries } from './entries.ts';
import type { Moment } from './moment.ts';

/** The history and the details of its calls. */
export const historyMoments: Readonly<Record<string, Moment>> = {
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
  'call-details': { path: `/calls/${callId(909)}`, script: () => ({}) },
  'call-details-answered': { path: `/calls/${callId(903)}`, script: () => ({}) },
};
