import type { CallFinding, CallQuality, CurrentCall, MicrophoneProblem } from '@ringback/client';
import { answeredCall, bothCameras } from '../fixtures/calls.ts';
import type { GalleryStory } from './galleryStory.ts';

const act = () => {};

/** The user's own microphone gives nothing. */
export function ownMicrophone(problem: MicrophoneProblem): CallQuality {
  return { grade: 'good', finding: { kind: 'microphone', side: 'mine', problem } };
}

function inCall(quality: CallQuality, more: Partial<CurrentCall> = {}): GalleryStory {
  const current = (): CurrentCall => answeredCall({ mute: act, turnCameraOn: act, quality, ...more });
  return { path: '/people', script: () => ({ calls: { current: current() } }) };
}

function poor(finding: CallFinding): CallQuality {
  return { grade: 'poor', finding };
}

/** Everything that is said of a call's quality. */
export const qualityStories: Readonly<Record<string, GalleryStory>> = {
  'quality-fair': inCall({ grade: 'fair' }),
  'quality-own-network': inCall(poor({ kind: 'network', side: 'mine' })),
  'quality-their-network': inCall(poor({ kind: 'network', side: 'theirs' })),
  'quality-connection': inCall(poor({ kind: 'network', side: 'both' })),
  'quality-their-microphone': inCall({ grade: 'good', finding: { kind: 'microphone', side: 'theirs' } }),
  'quality-own-camera': inCall({ grade: 'fair', finding: { kind: 'camera', side: 'mine' } }),
  'quality-their-computer': inCall({ grade: 'fair', finding: { kind: 'computer', side: 'theirs' } }),
  'quality-video': {
    path: '/people',
    script: () => ({
      calls: {
        current: answeredCall({
          mute: act,
          ...bothCameras(),
          quality: poor({ kind: 'network', side: 'mine' }),
        }),
      },
    }),
  },
};
