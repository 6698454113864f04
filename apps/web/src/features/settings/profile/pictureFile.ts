import { bounds } from '@ringback/protocol';
import { attempt } from '../../../ui/browser/attempt.ts';
import { sideOf, type Crop } from './crop.ts';

/** The largest file that is opened, in bytes: beyond any phone's photo. */
const maxFileBytes = 40 * 1024 * 1024;
/** The largest picture that is decoded, in pixels: a larger one takes over half a gigabyte of memory. */
const maxPixels = 120_000_000;
/** The side of the uploaded picture in pixels: the largest size at which dense screens show it. */
const uploadSide = 256;
/** Tried in this order until the result is small enough. */
const qualities = [0.9, 0.8, 0.65, 0.5, 0.3] as const;

/** A decoded picture, or why a file cannot be used. */
type OpenedPicture =
  | { readonly state: 'opened'; readonly image: ImageBitmap }
  | { readonly state: 'tooLarge' }
  | { readonly state: 'unreadable' };

/** Decodes a file in any format that the browser supports, and applies its orientation. */
export async function openPicture(file: File): Promise<OpenedPicture> {
  if (file.size > maxFileBytes) return { state: 'tooLarge' };
  const image = await decode(file);
  if (image === undefined) return { state: 'unreadable' };
  if (image.width * image.height <= maxPixels) return { state: 'opened', image };
  image.close();
  return { state: 'tooLarge' };
}

/** Undefined where the browser cannot read the file, or decodes no pictures at all. */
async function decode(file: File): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file);
  } catch {
    return undefined;
  }
}

/** Draws the cropped part of a picture so that it fills a canvas. */
export function draw(canvas: HTMLCanvasElement, image: ImageBitmap, crop: Crop): void {
  const context = attempt(() => canvas.getContext('2d')) ?? null;
  if (context === null) return;
  const side = sideOf(image, crop);
  context.imageSmoothingQuality = 'high';
  // Transparent parts become white.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(
    image,
    crop.x - side / 2,
    crop.y - side / 2,
    side,
    side,
    0,
    0,
    canvas.width,
    canvas.height,
  );
}

/**
 * Encodes the cropped part for the upload: small, and without metadata such as the time and place of a photo. Undefined if
 * the browser cannot make it small enough.
 */
export async function encode(image: ImageBitmap, crop: Crop): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas');
  canvas.width = uploadSide;
  canvas.height = uploadSide;
  draw(canvas, image, crop);
  for (const quality of qualities) {
    const blob = (await webpOf(canvas, quality)) ?? (await blobOf(canvas, 'image/jpeg', quality));
    if (blob !== undefined && blob.size <= bounds.pictureBytes) return blob;
  }
  return undefined;
}

/** Undefined in browsers that cannot encode WebP: they return a PNG instead, which is many times larger. */
async function webpOf(canvas: HTMLCanvasElement, quality: number): Promise<Blob | undefined> {
  const blob = await blobOf(canvas, 'image/webp', quality);
  return blob?.type === 'image/webp' ? blob : undefined;
}

function blobOf(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | undefined> {
  return new Promise((resolve) => {
    const isBegun = attempt(() => {
      canvas.toBlob((blob) => resolve(blob ?? undefined), type, quality);
      return true;
    });
    if (isBegun === undefined) resolve(undefined);
  });
}
