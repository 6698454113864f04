import type { CurrentCall } from '@ringback/client';
import { answeredCall, bothCameras } from '../fixtures/calls.ts';
import { fakeVideo } from '../fixtures/fakeMedia.ts';
import { callId, linus, longName } from '../fixtures/people.ts';
import type { GalleryStory } from './galleryStory.ts';

const act = () => {};

function held(more: Partial<CurrentCall>): CurrentCall {
  return answeredCall({ status: { kind: 'held', sinceMs: Date.now() - 83_000 }, ...more });
}

const heldByMe = held({ holdState: 'mine', microphone: { state: 'on' }, resume: act });

const controls = { mute: act, turnCameraOn: act, hold: act };

const video = () => answeredCall({ ...bothCameras(), mute: act });

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
  second: { path: '/people', script: () => ({ calls: { current: answeredCall(controls), second } }) },
  'second-video': {
    path: '/people',
    script: () => ({ calls: { current: video(), second: { ...second, media: 'video', peer: longName } } }),
  },
  'second-request': {
    path: '/people',
    script: () => ({
      calls: {
        current: answeredCall(controls),
        second: {
          ...second,
          request: { handle: 'linus.t', sinceMs: Date.UTC(2026, 8, 3), isAsked: true },
          reason: 'About the plan for Tuesday',
          attempts: 4,
        },
      },
    }),
  },
  'second-tile': {
    path: '/calls',
    isBar: true,
    script: () => ({ calls: { current: answeredCall(controls), second } }),
  },
  'held-beside': {
    path: '/people',
    script: () => ({
      calls: { current: answeredCall(controls), held: { ...second, peer: linus }, swap: act },
    }),
  },
  'held-beside-video': {
    path: '/people',
    script: () => ({ calls: { current: video(), held: { ...second, peer: longName }, swap: act } }),
  },
  'held-beside-tile': {
    path: '/calls',
    isBar: true,
    script: () => ({
      calls: { current: answeredCall(controls), held: { ...second, peer: linus }, swap: act },
    }),
  },
  'hold-bar': { path: '/calls', isBar: true, script: () => ({ calls: { current: heldByMe } }) },
};
