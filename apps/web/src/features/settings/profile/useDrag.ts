import { useRef, type PointerEvent, type WheelEvent } from 'react';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** One notch of a wheel is about 100 pixels. */
const wheelPerPixel = 0.0015;

/**
 * Event handlers for dragging with one pointer and for zooming with two fingers or the wheel. `move` gets the movement to
 * the right and down as fractions of the element's width, `zoom` a factor.
 */
export function useDrag(move: (right: number, down: number) => void, zoom: (factor: number) => void) {
  const pointers = useRef(new Map<number, Point>());

  function onMove({ pointerId, clientX, clientY, currentTarget }: PointerEvent<HTMLElement>): void {
    const before = pointers.current.get(pointerId);
    if (before === undefined) return;
    const now = { x: clientX, y: clientY };
    const { width } = currentTarget.getBoundingClientRect();
    const other = [...pointers.current].find(([id]) => id !== pointerId)?.[1];
    pointers.current.set(pointerId, now);
    if (other !== undefined) zoom(distance(now, other) / Math.max(1, distance(before, other)));
    // With two fingers, the picture moves with the midpoint between them.
    const share = 1 / Math.max(1, pointers.current.size);
    move((share * (before.x - now.x)) / width, (share * (before.y - now.y)) / width);
  }

  function release({ pointerId }: PointerEvent<HTMLElement>): void {
    pointers.current.delete(pointerId);
  }

  return {
    onPointerDown: ({ pointerId, clientX, clientY, currentTarget }: PointerEvent<HTMLElement>) => {
      currentTarget.setPointerCapture(pointerId);
      pointers.current.set(pointerId, { x: clientX, y: clientY });
    },
    onPointerMove: onMove,
    onPointerUp: release,
    onPointerCancel: release,
    onWheel: ({ deltaY }: WheelEvent) => zoom(Math.exp(-deltaY * wheelPerPixel)),
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
