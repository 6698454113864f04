/** A picture that a call can show. */
export const pictureNames = ['theirScreen', 'myScreen', 'theirCamera', 'myCamera'] as const;
export type PictureName = (typeof pictureNames)[number];

/**
 * Where a picture is. `large`: fills the stage. `small`: in the corner. `tab`: minimized to the edge. `waiting`: its first
 * frame has not been decoded, so that it plays unseen. `none`: there is no such picture.
 */
export type PicturePlace = 'large' | 'small' | 'tab' | 'waiting' | 'none';

/** `coming`: announced, but no frame has been decoded yet. */
export type PictureState = 'none' | 'coming' | 'there';

/** All that decides where the pictures of a call are. */
export interface PictureFacts {
  readonly pictures: Readonly<Record<PictureName, PictureState>>;
  /** `waiting`: the other side has not been seen, and may still be. */
  readonly meeting: 'waiting' | 'met';
  /** The picture that the user made large, if any. */
  readonly chosen: PictureName | undefined;
  readonly isOwnMinimized: boolean;
}

/** Where each picture is, and what fills the stage. */
export interface Arrangement {
  readonly places: Readonly<Record<PictureName, PicturePlace>>;
  readonly large: PictureName | undefined;
  /** In the order in which they stack up in the corner. */
  readonly small: readonly PictureName[];
  /** Their portrait is on the stage: alone, or over one's own camera before they are seen. */
  readonly hasPortrait: boolean;
}

/** Large unless the user chose another, most important first. One's own pictures are large only where chosen. */
const byImportance = ['theirScreen', 'theirCamera'] as const satisfies readonly PictureName[];

/** From the bottom of a corner upwards. */
const stackOrder = [
  'myCamera',
  'theirCamera',
  'myScreen',
  'theirScreen',
] as const satisfies readonly PictureName[];

/** Decides where each picture of a call is. */
export function arrangePictures(facts: PictureFacts): Arrangement {
  const { pictures, meeting, isOwnMinimized } = facts;
  const large = largeOf(facts);
  const placeOf = (name: PictureName): PicturePlace => {
    if (pictures[name] === 'none') return 'none';
    if (pictures[name] === 'coming') return 'waiting';
    if (name === large) return 'large';
    return name === 'myCamera' && isOwnMinimized ? 'tab' : 'small';
  };
  const places = {
    theirScreen: placeOf('theirScreen'),
    myScreen: placeOf('myScreen'),
    theirCamera: placeOf('theirCamera'),
    myCamera: placeOf('myCamera'),
  };
  const small = stackOrder.filter((name) => places[name] === 'small');
  return { places, large, small, hasPortrait: meeting === 'waiting' || large === undefined };
}

function largeOf({ pictures, meeting, chosen }: PictureFacts): PictureName | undefined {
  const isThere = (name: PictureName | undefined): boolean =>
    name !== undefined && pictures[name] === 'there';
  if (meeting === 'waiting') return isThere('myCamera') ? 'myCamera' : undefined;
  const theirs = byImportance.find(isThere);
  // One's own picture takes the stage from another one, not from their portrait.
  return theirs !== undefined && isThere(chosen) ? chosen : theirs;
}

/** The choice after a press on a small picture: it becomes large, or the stage goes back to what it shows by itself. */
export function chooseLarge(facts: PictureFacts, name: PictureName): PictureName | undefined {
  return largeOf({ ...facts, chosen: undefined }) === name ? undefined : name;
}

/** The shapes of pictures: each the square root of its width by its height. All small pictures have the same area. */
export type PictureShapes = Readonly<Record<PictureName, number>>;

/** As most cameras: 4 to 3. */
const usualShape = Math.sqrt(4 / 3);

export const usualShapes: PictureShapes = {
  theirScreen: usualShape,
  myScreen: usualShape,
  theirCamera: usualShape,
  myCamera: usualShape,
};

/** The small pictures between one and its corner, in sides of a square small picture. */
export interface Stack {
  readonly count: number;
  /** Of all, side by side. */
  readonly width: number;
  /** Of all, one above the other. */
  readonly height: number;
}

export function stackUnder(name: PictureName, { small }: Arrangement, shapes: PictureShapes): Stack {
  const under = small.slice(0, Math.max(0, small.indexOf(name)));
  return {
    count: under.length,
    width: under.reduce((sum, each) => sum + shapes[each], 0),
    height: under.reduce((sum, each) => sum + 1 / shapes[each], 0),
  };
}

/** The room that the small pictures take beside a shared screen, in sides of a square small picture. */
export interface Strip {
  /** Of the widest, for a column of them. */
  readonly width: number;
  /** Of the highest, for a row of them. */
  readonly height: number;
}

/** Absent where they may stand over the stage: a face has free room around it, a screen is read to its edges. */
export function stripBeside({ large, small }: Arrangement, shapes: PictureShapes): Strip | undefined {
  const isScreen = large === 'theirScreen' || large === 'myScreen';
  if (!isScreen || small.length === 0) return undefined;
  return {
    width: Math.max(...small.map((name) => shapes[name])),
    height: Math.max(...small.map((name) => 1 / shapes[name])),
  };
}

/** What fills the stage: their portrait, their portrait over one's own picture, or a picture in its place. */
export type StageView = 'portrait' | 'own' | 'theirs';

export function stageViewOf({ large, hasPortrait }: Arrangement): StageView {
  if (!hasPortrait) return 'theirs';
  return large === undefined ? 'portrait' : 'own';
}
