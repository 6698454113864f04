import { randomInt } from 'node:crypto';

/** Repeatable randomness: the same seed yields the same values in the same order. */
export interface SeededRandom {
  readonly seed: number;
  readonly uuid: () => string;
  /** 32 bytes in base64url. */
  readonly secret: () => string;
  /** From 0 up to but not including 1. */
  readonly fraction: () => number;
  /** A whole number from 0 up to but not including the limit. */
  readonly below: (limit: number) => number;
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
}

/** Mulberry32 by Tommy Ettinger (public domain): 32 bits of state, good enough for tests but not for real secrets. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(fraction() * limit);
  const between = (low: number, high: number): number => low + below(high - low + 1);
  const bytes = (count: number): Buffer => Buffer.from(Array.from({ length: count }, () => below(256)));
  const uuid = (): string =>
    bytes(16)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { seed, fraction, below, between, uuid, secret: () => bytes(32).toString('base64url') };
}

/**
 * The seed of a run: the given one if it is a number, else a random one. Print it, so that `SEED=…` repeats a failure.
 *
 * @param given the environment variable `SEED`
 */
export function freshSeed(given: string | undefined): number {
  const fixed = Number(given);
  return given !== undefined && given !== '' && Number.isSafeInteger(fixed) ? fixed : randomInt(2 ** 31);
}
