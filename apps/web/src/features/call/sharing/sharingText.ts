import type { ScreenContent, Surface } from '@ringback/client';

/** The texts about shared screens. */
export const sharingText = {
  share: 'Share screen',
  stop: 'Stop sharing',
  theirScreen: (name: string) => `${name}'s screen`,
  ownScreen: 'Your screen',
  youAreSharing: {
    screen: 'You are sharing your screen',
    window: 'You are sharing a window',
    tab: 'You are sharing a tab',
    unknown: 'You are sharing your screen',
  } satisfies Record<Surface, string>,
  withSound: 'with sound',
  paused: 'Sharing is paused on hold',
  quality: 'Picture quality',
  qualities: { text: 'Sharp text', motion: 'Smooth motion' } satisfies Record<ScreenContent, string>,
  question: 'Share your screen instead?',
  explanation: (name: string) => `${name} is sharing now. That ends when you start.`,
  shareInstead: 'Share instead',
  notNow: 'Not now',
} as const;
