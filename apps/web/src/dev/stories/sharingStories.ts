import type { CurrentCall, ShareStatus } from '@ringback/client';
import { choosing, currentCall } from '../fixtures/calls.ts';
import { fakeVideo } from '../fixtures/fakeMedia.ts';
import { fakeScreen } from '../fixtures/fakeScreen.ts';
import type { GalleryStory } from './galleryStory.ts';

const act = () => {};

function answered(more: Partial<CurrentCall>): CurrentCall {
  return currentCall({
    ...choosing,
    phase: 'active',
    status: { kind: 'talking', sinceMs: Date.now() - 83_000 },
    route: { path: 'direct', transport: 'udp' },
    hangUp: act,
    mute: act,
    react: act,
    raiseHand: act,
    hold: act,
    ...more,
  });
}

function cameras(): Partial<CurrentCall> {
  return {
    media: 'video',
    camera: { state: 'on' },
    localVideo: fakeVideo(150, [640, 480]),
    remoteStream: fakeVideo(30, [1280, 720]),
    remoteCamera: 'on',
    turnCameraOff: act,
  };
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
      calls: { current: answered({ ...cameras(), ...sharing({ surface: 'tab', hasSound: true }) }) },
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
      calls: { current: answered({ ...cameras(), shareScreen: act, remoteScreen: fakeScreen() }) },
    }),
  },
};
