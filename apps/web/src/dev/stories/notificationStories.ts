import type { MissedNotice } from '@ringback/client';
import type { NotificationState, WhileClosed } from '../../notifications/notificationState.ts';
import { callId, grace } from '../fixtures/people.ts';
import type { GalleryStory } from './galleryStory.ts';

const act = () => {};
const missed: MissedNotice = {
  callId: callId(4),
  peer: grace,
  media: 'audio',
  placedAt: Date.now() - 30_000,
  isQuiet: false,
  callBack: act,
  dismiss: act,
};
const off: NotificationState = { state: 'off', turnOn: act, question: 'toCome' };

function settings(notifying: NotificationState): GalleryStory {
  return { path: '/settings', script: () => ({ notifying }) };
}

function on(whileClosed: WhileClosed): GalleryStory {
  return settings({ state: 'on', turnOff: act, whileClosed });
}

/** System notifications. */
export const notificationStories: Readonly<Record<string, GalleryStory>> = {
  'notifications-offered': {
    path: '/people',
    script: () => ({
      history: { unseen: 1 },
      notices: [missed],
      notifying: { ...off, declineOffer: act },
    }),
  },
  'notifications-off': settings(off),
  'notifications-asking': settings({ state: 'asking' }),
  'notifications-left': settings({ ...off, question: 'left' }),
  'notifications-allowed': settings({ ...off, question: 'answered' }),
  'notifications-blocked': settings({ state: 'blocked' }),
  'notifications-unsupported': settings({ state: 'unsupported' }),
  'notifications-on': on({ state: 'on', turnOff: act }),
  'notifications-turning-on': on({ state: 'turningOn' }),
  'notifications-tab-only': on({ state: 'unavailable', why: 'tabOnly' }),
  'notifications-no-push': on({ state: 'off', turnOn: act, failure: 'noPushService' }),
};
