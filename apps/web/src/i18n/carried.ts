import type { Entry } from '@ringback/protocol';

/** What a call of each kind carries, within a sentence: a voice call has no picture to lose. */
export const carried: { readonly [M in Entry['media']]: string } = {
  audio: 'sound',
  video: 'sound and picture',
};
