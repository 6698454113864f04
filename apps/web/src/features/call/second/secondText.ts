import type { HoldState } from '@ringback/client';

export const secondText = {
  from: (name: string) => `Second call from ${name}`,
  endAndAccept: 'End and accept',
  holdAndAccept: 'Hold and accept',
  swap: 'Swap calls',
  held: 'On hold',
} as const;

/** What a hold means for this side. */
export function holdText(hold: HoldState, name: string): string {
  switch (hold) {
    case 'none':
      return '';
    case 'mine':
      return `${name} can't hear or see you.`;
    case 'theirs':
      return `${name} put you on hold.`;
    case 'both':
      return 'You both put this call on hold.';
  }
}
