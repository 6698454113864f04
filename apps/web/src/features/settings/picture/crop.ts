/** Width and height, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The square of a picture that is taken. `zoom` 1 takes as much as fits; `x` and `y` are its middle, in pixels of the
 * picture. A square is never beyond the edge.
 */
export interface Crop {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

/** Closer than this, a photo of a phone is no more than smears. */
export const mostZoom = 6;

/** As much of the middle as fits. */
export function wholeOf({ width, height }: Size): Crop {
  return { zoom: 1, x: width / 2, y: height / 2 };
}

/** The side of the square, in pixels of the picture. */
export function sideOf({ width, height }: Size, { zoom }: Pick<Crop, 'zoom'>): number {
  return Math.min(width, height) / zoom;
}

/** Moves the square by so many of its own sides: 0.5 to the right shows what was at the right edge in the middle. */
export function movedBy(size: Size, crop: Crop, right: number, down: number): Crop {
  const side = sideOf(size, crop);
  return within(size, { ...crop, x: crop.x + right * side, y: crop.y + down * side });
}

/** Zooms around the middle. */
export function zoomedTo(size: Size, crop: Crop, zoom: number): Crop {
  return within(size, { ...crop, zoom: Math.min(mostZoom, Math.max(1, zoom)) });
}

function within(size: Size, crop: Crop): Crop {
  const half = sideOf(size, crop) / 2;
  const between = (value: number, end: number): number => Math.min(end - half, Math.max(half, value));
  return { ...crop, x: between(crop.x, size.width), y: between(crop.y, size.height) };
}
