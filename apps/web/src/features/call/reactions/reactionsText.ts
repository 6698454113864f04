import type { Reaction } from '@ringback/client';

/** The words about reactions and the raised hand. */
export const reactionsText = {
  react: 'React',
  raiseHand: 'Raise hand',
  lowerHand: 'Lower hand',
  names: {
    thumbsUp: 'Thumbs up',
    heart: 'Heart',
    applause: 'Applause',
    laughter: 'Laughter',
    surprise: 'Surprise',
    celebration: 'Celebration',
  } satisfies Record<Reaction, string>,
  raised: (name: string) => `${name} raised a hand`,
  youRaised: 'Your hand is raised',
  reacted: (name: string, reaction: Reaction) => `${name}: ${reactionsText.names[reaction]}`,
  sound: 'Reaction sounds',
  on: 'On',
  off: 'Off',
} as const;
