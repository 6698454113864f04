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
}

/** A picture that is thrown flies on for about this long, in ms: where it would stop is where it is meant to go. */
const flightMs = 160;

/** Where a picture goes that was let go: to the nearest corner, or over the edge that its center has crossed. */
export function placeAfter({ center, velocity, stage }: Drop): {
  readonly corner: Corner;
  readonly isOverEdge: boolean;
} {
  const x = center.x + velocity.x * flightMs;
  const y = center.y + velocity.y * flightMs;
  return { corner: nearestCorner({ x, y }, stage), isOverEdge: x < 0 || x > stage.width };
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
