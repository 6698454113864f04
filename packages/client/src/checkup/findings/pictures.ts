import type { Problem } from './finding.ts';

/** One picture of a camera, looked at in a small copy. */
export interface Picture {
  /** Brightness of the whole, and of its brightest point, 0 to 255. */
  readonly mean: number;
  readonly brightest: number;
  /** Equal for equal pictures. */
  readonly digest: number;
  readonly width: number;
  readonly height: number;
}

/** What was seen so far. */
export interface Seen {
  readonly pictures: number;
  readonly changes: number;
  readonly brightestMean: number;
  readonly brightest: number;
  readonly last: Picture | undefined;
}

export const nothingSeen: Seen = { pictures: 0, changes: 0, brightestMean: 0, brightest: 0, last: undefined };

/** A covered lens gives noise up to these; a dark room with a screen is brighter. */
const blackMean = 8;
const blackPoint = 32;
/** Below this, movements are a slide show. */
const slowPerSecond = 8;

export function see(seen: Seen, picture: Picture): Seen {
  return {
    pictures: seen.pictures + 1,
    changes: seen.changes + (seen.last !== undefined && seen.last.digest !== picture.digest ? 1 : 0),
    brightestMean: Math.max(seen.brightestMean, picture.mean),
    brightest: Math.max(seen.brightest, picture.brightest),
    last: picture,
  };
}

/** What is wrong with a camera after `ms`; undefined if its picture moves. */
export function cameraProblem(seen: Seen, ms: number): Problem | undefined {
  if (seen.pictures === 0) return 'cameraNoPicture';
  if (seen.brightestMean < blackMean && seen.brightest < blackPoint) return 'cameraBlack';
  if (seen.changes === 0) return 'cameraFrozen';
  return framesPerSecond(seen, ms) < slowPerSecond ? 'cameraSlow' : undefined;
}

export function framesPerSecond({ pictures }: Seen, ms: number): number {
  return ms <= 0 ? 0 : Math.round((1000 * pictures) / ms);
}
