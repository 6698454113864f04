import type { CurrentCall } from '@ringback/client';
import { choosing, currentCall } from '../fixtures/calls.ts';
import { fakeVideo } from '../fixtures/fakeMedia.ts';
import type { GalleryStory } from './galleryStory.ts';

const act = () => {};

function answered(more: Partial<CurrentCall>): CurrentCall {
  return currentCall({
    ...choosing,
    phase: 'active',
    status: { kind: 'talking', sinceMs: Date.now() - 83_000 },
    route: { path: 'direct', transport: 'udp' },
    hangUp: act,
    ...more,
  });
}

function held(more: Partial<CurrentCall>): CurrentCall {
  return answered({ status: { kind: 'held', sinceMs: Date.now() - 83_000 }, ...more });
}

const heldByMe = held({ holdState: 'mine', microphone: { state: 'on' }, resume: act });

/** Calls on hold. */
export const secondStories: Readonly<Record<string, GalleryStory>> = {
  'hold-mine': { path: '/people', script: () => ({ calls: { current: heldByMe } }) },
  'hold-theirs': {
    path: '/people',
    script: () => ({
      calls: {
        current: held({
          holdState: 'theirs',
          media: 'video',
          camera: { state: 'on' },
          localVideo: fakeVideo(150, [640, 480]),
          remoteStream: fakeVideo(30, [1280, 720]),
          mute: act,
          turnCameraOff: act,
          hold: act,
        }),
      },
    }),
  },
  'hold-bar': { path: '/calls', isBar: true, script: () => ({ calls: { current: heldByMe } }) },
};
