/** A person with a name, as the screens show it. */
export interface Named {
  readonly name: string;
}

/** How the screens name the media of a call. */
export type Medium = 'voice' | 'video';

/** The labels of the history on screen; `answered` stands for a duration. */
export const labels = ['Canceled', 'No answer', 'Missed', 'Declined', 'Busy', 'Failed', 'answered'] as const;
export type Label = (typeof labels)[number];

export type Direction = 'Outgoing' | 'Incoming';
