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
  'call-details-lost': { path: `/calls/${callId(910)}`, script: () => ({}) },
  'call-details-missed': { path: `/calls/${callId(905)}`, script: () => ({}) },
  'call-details-elsewhere': { path: `/calls/${callId(907)}`, script: () => ({}) },
  'call-details-unknown': { path: `/calls/${callId(999)}`, script: () => ({}) },
  'call-details-offline': {
    path: `/calls/${callId(903)}`,
    script: () => ({ connection: { state: 'offline' }, calls: { cannotPlace: 'offline' } }),
  },
};
