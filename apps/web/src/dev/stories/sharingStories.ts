import type { CurrentCall, ShareStatus } from '@ringback/client';
import { answeredCall, bothCameras } from '../fixtures/calls.ts';
import { fakeScreen } from '../fixtures/fakeScreen.ts';
import type { GalleryStory } from './galleryStory.ts';

const act = () => {};

function answered(more: Partial<CurrentCall>): CurrentCall {
  return answeredCall({ mute: act, react: act, raiseHand: act, hold: act, ...more });
}

function sharing(more: Partial<ShareStatus & { readonly state: 'on' }> = {}): Partial<CurrentCall> {
  const share = { state: 'on', surface: 'window', content: 'text', hasSound: false } as const;
  return {
    share: { ...share, stream: fakeScreen(), ...more },
    stopSharing: act,
    chooseShareContent: act,
  };
}

/** Calls in which a screen is shared. */
export const sharingStories: Readonly<Record<string, GalleryStory>> = {
  'share-mine': {
    path: '/people',
    script: () => ({ calls: { current: answered({ turnCameraOn: act, ...sharing() }) } }),
  },
  'share-mine-video': {
    path: '/people',
    script: () => ({
      calls: { current: answered({ ...bothCameras(), ...sharing({ surface: 'tab', hasSound: true }) }) },
    }),
  },
  'share-theirs': {
    path: '/people',
    script: () => ({
      calls: { current: answered({ turnCameraOn: act, shareScreen: act, remoteScreen: fakeScreen() }) },
    }),
  },
  'share-theirs-video': {
    path: '/people',
    script: () => ({
      calls: { current: answered({ ...bothCameras(), shareScreen: act, remoteScreen: fakeScreen() }) },
    }),
  },
};
