import type { PictureType } from '@ringback/protocol';

/** What bytes begin with that are a picture, and where. */
const beginnings: { readonly [T in PictureType]: readonly { readonly at: number; readonly hex: string }[] } =
  {
    // RIFF, its length, and WEBP (RFC 9649, section 2).
    'image/webp': [
      { at: 0, hex: '52494646' },
      { at: 8, hex: '57454250' },
    ],
    // The marker with which an image starts, and the first byte of the next marker (ITU T.81, annex B).
    'image/jpeg': [{ at: 0, hex: 'ffd8ff' }],
  };

/** Whether bytes are a picture of a type by their beginning. All else about them is the business of who shows them. */
export function looksLike(type: PictureType, bytes: Buffer): boolean {
  return beginnings[type].every(
    ({ at, hex }) => bytes.subarray(at, at + hex.length / 2).toString('hex') === hex,
  );
}
