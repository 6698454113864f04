import { bounds } from '@ringback/protocol';
import { sideOf, type Crop } from './crop.ts';

/** Bytes of a file that is opened at all: beyond any photo of a phone. */
const mostFileBytes = 40 * 1024 * 1024;
/** Pixels of a picture that is drawn: one with more takes half a gigabyte of memory. */
const mostPixels = 120_000_000;
/** The side of what is sent, in pixels: as large as it is ever shown on a dense screen. */
const side = 256;
/** From the best on; the first that is small enough is sent. */
const qualities = [0.9, 0.8, 0.65, 0.5, 0.3] as const;

/** A picture that can be drawn, or why a file is none. */
export type Opened =
  | { readonly state: 'opened'; readonly image: ImageBitmap }
  | { readonly state: 'tooLarge' }
  | { readonly state: 'unreadable' };

/** Opens a file as a picture, the right way up. Whatever the browser can show will do. */
export async function openPicture(file: File): Promise<Opened> {
  if (file.size > mostFileBytes) return { state: 'tooLarge' };
  const image = await createImageBitmap(file).catch(() => undefined);
  if (image === undefined) return { state: 'unreadable' };
  if (image.width * image.height <= mostPixels) return { state: 'opened', image };
  image.close();
  return { state: 'tooLarge' };
}

/** Draws the square that is taken of a picture, to fill a canvas. */
export function draw(canvas: HTMLCanvasElement, image: ImageBitmap, crop: Crop): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const from = sideOf(image, crop);
  context.imageSmoothingQuality = 'high';
  // What is transparent in it is white for everybody.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(
    image,
    crop.x - from / 2,
    crop.y - from / 2,
    from,
    from,
    0,
    0,
    canvas.width,
    canvas.height,
  );
}

/**
 * Makes what is sent of a picture: small, and without anything that the file said of where and when it was taken.
 * Undefined if the browser can make nothing that is small enough.
 */
export async function encode(image: ImageBitmap, crop: Crop): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  draw(canvas, image, crop);
  for (const quality of qualities) {
    const blob = (await webpOf(canvas, quality)) ?? (await blobOf(canvas, 'image/jpeg', quality));
    if (blob !== undefined && blob.size <= bounds.pictureBytes) return blob;
  }
  return undefined;
}

/** A browser that makes no WebP makes PNG in place of it, which is many times larger. */
async function webpOf(canvas: HTMLCanvasElement, quality: number): Promise<Blob | undefined> {
  const blob = await blobOf(canvas, 'image/webp', quality);
  return blob?.type === 'image/webp' ? blob : undefined;
}

function blobOf(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | undefined> {
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(blob ?? undefined), type, quality);
  });
}
