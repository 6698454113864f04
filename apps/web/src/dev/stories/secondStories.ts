import type { CurrentCall } from '@ringback/client';
import { choosing, currentCall } from '../fixtures/calls.ts';
import { fakeVideo } from '../fixtures/fakeMedia.ts';
import { callId, linus, longName } from '../fixtures/people.ts';
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

const controls = { mute: act, turnCameraOn: act, hold: act };

const video = () =>
  answered({
    media: 'video',
    camera: { state: 'on' },
    localVideo: fakeVideo(150, [640, 480]),
    remoteStream: fakeVideo(30, [1280, 720]),
    remoteCamera: 'on',
    mute: act,
    turnCameraOff: act,
  });

const second = {
  id: callId(7),
  peer: linus,
  media: 'audio',
  sinceMs: 0,
  endAndAccept: act,
  holdAndAccept: act,
  decline: act,
} as const;

/** Calls on hold, and second calls. */
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
  second: { path: '/people', script: () => ({ calls: { current: answered(controls), second } }) },
  'second-video': {
    path: '/people',
    script: () => ({ calls: { current: video(), second: { ...second, media: 'video', peer: longName } } }),
  },
  'second-tile': {
    path: '/calls',
    isBar: true,
    script: () => ({ calls: { current: answered(controls), second } }),
  },
  'held-beside': {
    path: '/people',
    script: () => ({ calls: { current: answered(controls), held: { ...second, peer: linus }, swap: act } }),
  },
  'held-beside-video': {
    path: '/people',
    script: () => ({ calls: { current: video(), held: { ...second, peer: longName }, swap: act } }),
  },
  'held-beside-tile': {
    path: '/calls',
    isBar: true,
    script: () => ({ calls: { current: answered(controls), held: { ...second, peer: linus }, swap: act } }),
  },
  'hold-bar': { path: '/calls', isBar: true, script: () => ({ calls: { current: heldByMe } }) },
};
