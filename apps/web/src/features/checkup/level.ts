/**
 * The loudest that a meter shows, and the softest, in dBFS. Speech at an arm's length lies around -30; a quiet room
 * with its gain turned up automatically around -55.
 */
const ceilingDb = -6;
const floorDb = -60;

/** Above this a microphone hears something: well over the noise of an open input, well below a soft voice. */
const heardDb = -45;

/** How far a meter is filled at a loudness, from 0 to 1. Decibels, because that is how people hear. */
export function filling(loudness: number): number {
  return Math.min(1, Math.max(0, (loudness - floorDb) / (ceilingDb - floorDb)));
}

/** Whether somebody, or something, was heard at a loudness. */
export function isHeard(loudness: number): boolean {
  return loudness > heardDb;
}
