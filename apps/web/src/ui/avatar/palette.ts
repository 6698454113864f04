/** A color in OKLCH: lightness 0-1, chroma, hue in degrees. */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

/** The two colors of a person: they run into each other on the avatar, and tint the stage of a call. */
export interface ColorPair {
  readonly from: Oklch;
  readonly to: Oklch;
}

/** By hues, and how light the first color is; the second one is darker by the same amount in every pair. */
function pair(hue: number, partner: number, lightness: number): ColorPair {
  return {
    from: { lightness, chroma: 0.16, hue },
    to: { lightness: lightness - 0.12, chroma: 0.14, hue: partner },
  };
}

/**
 * Twelve pairs, found by a search for the largest distance between any two of them. Left out are yellow and orange, which
 * become brown and olive once they are dark enough for white letters. `palette.test.ts` measures distances and contrast.
 */
export const palette: readonly [ColorPair, ...ColorPair[]] = [
  pair(9, 305, 0.48),
  pair(24, 352, 0.56),
  pair(156, 220, 0.48),
  pair(186, 154, 0.48),
  pair(216, 264, 0.48),
  pair(246, 310, 0.56),
  pair(252, 188, 0.48),
  pair(282, 234, 0.56),
  pair(288, 320, 0.48),
  pair(300, 4, 0.56),
  pair(327, 295, 0.56),
  pair(339, 11, 0.48),
];

/** As CSS writes it. */
export function toCss({ lightness, chroma, hue }: Oklch): string {
  return `oklch(${lightness.toFixed(2)} ${chroma} ${hue})`;
}
