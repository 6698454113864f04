/** Width and height, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * A square part of a picture. `zoom` 1 is the largest square that fits; `x` and `y` are its center in pixels of the picture.
 * The square never leaves the picture.
 */
export interface Crop {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

/** Zoomed in further, a phone's photo is only a blur. */
export const maxZoom = 6;

/** The largest square around the center. */
export function largestCrop({ width, height }: Size): Crop {
  return { zoom: 1, x: width / 2, y: height / 2 };
}

/** The side of the square, in pixels of the picture. */
export function sideOf({ width, height }: Size, { zoom }: Pick<Crop, 'zoom'>): number {
  return Math.min(width, height) / zoom;
}

/** Moves the square by fractions of its side: 0.5 to the right brings its right edge to the center. */
export function moveCrop(size: Size, crop: Crop, right: number, down: number): Crop {
  const side = sideOf(size, crop);
  return clamp(size, { ...crop, x: crop.x + right * side, y: crop.y + down * side });
}

/** Zooms around the center; the zoom is limited to 1 to `maxZoom`. */
export function zoomCrop(size: Size, crop: Crop, zoom: number): Crop {
  return clamp(size, { ...crop, zoom: Math.min(maxZoom, Math.max(1, zoom)) });
}

function clamp(size: Size, crop: Crop): Crop {
  const half = sideOf(size, crop) / 2;
  const between = (value: number, end: number): number => Math.min(end - half, Math.max(half, value));
  return { ...crop, x: between(crop.x, size.width), y: between(crop.y, size.height) };
}
