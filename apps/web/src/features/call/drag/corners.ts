/** A corner of the window. */
export type Corner = 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The corner nearest to a point of a window of this size. */
export function nearestCorner(
  { x, y }: Point,
  { width, height }: { readonly width: number; readonly height: number },
): Corner {
  return cornerOf(y < height / 2, x < width / 2);
}

/** The corner that an arrow key moves to; the same one at an edge, undefined for another key. */
export function cornerAfterKey(corner: Corner, key: string): Corner | undefined {
  const isTop = corner.startsWith('top');
  const isLeft = corner.endsWith('Left');
  switch (key) {
    case 'ArrowUp':
      return cornerOf(true, isLeft);
    case 'ArrowDown':
      return cornerOf(false, isLeft);
    case 'ArrowLeft':
      return cornerOf(isTop, true);
    case 'ArrowRight':
      return cornerOf(isTop, false);
    default:
      return undefined;
  }
}

function cornerOf(isTop: boolean, isLeft: boolean): Corner {
  if (isTop) return isLeft ? 'topLeft' : 'topRight';
  return isLeft ? 'bottomLeft' : 'bottomRight';
}
