import { nearestCorner, type Corner } from '../drag/corners.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A picture as it was let go, in px of the stage. */
export interface Drop {
  readonly center: Point;
  /** In px per ms. */
  readonly velocity: Point;
  readonly stage: { readonly width: number; readonly height: number };
  /** Of the picture. */
  readonly width: number;
}

/** A picture that is thrown flies on for about this long, in ms: where it would stop is where it is meant to go. */
const flightMs = 160;
/** A picture is minimized once its center is this near to an edge, as a share of its width: a finger cannot leave the screen. */
const edgeShare = 0.15;

/** Where a picture goes that was let go: to the nearest corner, or into the edge that it was pushed over. */
export function placeAfter({ center, velocity, stage, width }: Drop): {
  readonly corner: Corner;
  readonly isOverEdge: boolean;
} {
  const x = center.x + velocity.x * flightMs;
  const y = center.y + velocity.y * flightMs;
  const toEdge = Math.min(center.x, stage.width - center.x);
  return { corner: nearestCorner({ x, y }, stage), isOverEdge: toEdge < width * edgeShare };
}

const clockwise = {
  topLeft: 'topRight',
  topRight: 'bottomRight',
  bottomRight: 'bottomLeft',
  bottomLeft: 'topLeft',
} as const satisfies Record<Corner, Corner>;

/** The next corner, clockwise. */
export function nextCorner(corner: Corner): Corner {
  return clockwise[corner];
}
