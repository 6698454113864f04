import * as v from 'valibot';

/**
 * Names a picture of a person, by a keyed hash of it: a new picture has a new name, so that it can be kept forever, and
 * nobody can guess one. So it is also its address, `GET /api/pictures/:id`, for what shows pictures sends no token.
 */
export const PictureId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{43}$/, 'Expected a picture'),
  v.brand('PictureId'),
);
export type PictureId = v.InferOutput<typeof PictureId>;

/** What `PUT /api/pictures/mine` takes: what every browser shows and one of which each can make. */
export const pictureTypes = ['image/webp', 'image/jpeg'] as const;
export type PictureType = (typeof pictureTypes)[number];
