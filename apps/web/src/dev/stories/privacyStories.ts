import type { Known, SettingsState } from '@ringback/client';
import { defaultRules, defaultSettings, type PersonRules, type Settings } from '@ringback/protocol';
import { entries } from '../fixtures/history.ts';
import { grace, linus, people } from '../fixtures/people.ts';
import type { GalleryStory } from './galleryStory.ts';

const minuteMs = 60_000;

const requests = entries.filter(({ label }) => label === 'missed');

function withRules(id: string, rules: Partial<PersonRules>): readonly Known[] {
  return people.map((person) =>
    person.id === id ? { ...person, rules: { ...defaultRules, ...rules } } : person,
  );
}

function withSettings(values: Partial<Settings>): SettingsState {
  return {
    state: 'known',
    canRelay: true,
    change: { state: 'idle' },
    values: { ...defaultSettings, ...values },
  };
}

/** Who may reach the user, and what was decided about single people. */
export const privacyStories: Readonly<Record<string, GalleryStory>> = {
  'settings-privacy': {
    path: '/settings',
    script: () => ({
      people: { known: withRules(linus.id, { exceptCalls: true, blocksCalls: true, blocksMessages: true }) },
      settings: withSettings({
        callsFrom: 'contactsExcept',
        doNotDisturbUntil: Date.now() + 72 * minuteMs,
        quietHours: {
          on: true,
          days: [1, 2, 3, 4, 5],
          from: '22:00',
          to: '07:00',
          timeZone: 'Europe/Berlin',
        },
      }),
    }),
  },
  'calls-requests': {
    path: '/calls',
    script: () => ({ history: { requests: { entries: requests, state: 'complete' } } }),
    play: ['Requests'],
  },
  'calls-requests-empty': { path: '/calls', script: () => ({}), play: ['Requests'] },
  'undo-block': {
    path: `/people/${grace.id}`,
    script: () => ({}),
    play: [`More for ${grace.name}`, 'Block calls'],
  },
  'person-blocked': {
    path: `/people/${grace.id}`,
    script: () => ({ people: { known: withRules(grace.id, { blocksCalls: true, blocksMessages: true }) } }),
  },
  'unblock-and-call': { path: '/calls', script: () => ({ unblocking: grace }) },
  'person-muted': {
    path: `/people/${grace.id}`,
    script: () => ({ people: { known: withRules(grace.id, { isMuted: true }) } }),
  },
};
