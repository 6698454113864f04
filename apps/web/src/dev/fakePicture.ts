import { PictureId } from '@ringback/protocol';
import * as v from 'valibot';

/** A picture that somebody has chosen. */
export const picture = v.parse(PictureId, 'p'.repeat(43));

/** Draws in place of a picture a landscape, of which nobody minds that it is none of a person. */
export function addressOfFakePicture(): string {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [256, 256];
  const pen = canvas.getContext('2d');
  if (pen === null) return '';
  const sky = pen.createLinearGradient(0, 0, 0, 256);
  for (const [at, color] of [
    [0, '#27406b'],
    [0.6, '#e8a87c'],
    [0.61, '#31513f'],
    [1, '#16261d'],
  ] as const)
    sky.addColorStop(at, color);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 256, 256);
  pen.fillStyle = '#ffe9c9';
  pen.arc(176, 120, 26, 0, 2 * Math.PI);
  pen.fill();
  return canvas.toDataURL('image/png');
}
