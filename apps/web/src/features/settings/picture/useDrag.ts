import { useRef, type PointerEvent, type WheelEvent } from 'react';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** How much one notch of a wheel, about 100 pixels, zooms. */
const wheelPerPixel = 0.0015;

/**
 * Handlers with which an element follows one pointer, and zooms with two fingers or the wheel. `move` is told what to
 * show further right and down, as a part of the element's width; `zoom` a factor.
 */
export function useDrag(move: (right: number, down: number) => void, zoom: (factor: number) => void) {
  const pointers = useRef(new Map<number, Place>());

  function follow({ pointerId, clientX, clientY, currentTarget }: PointerEvent<HTMLElement>): void {
    const before = pointers.current.get(pointerId);
    if (before === undefined) return;
    const now = { x: clientX, y: clientY };
    const { width } = currentTarget.getBoundingClientRect();
    const other = [...pointers.current].find(([id]) => id !== pointerId)?.[1];
    pointers.current.set(pointerId, now);
    if (other !== undefined) zoom(distance(now, other) / Math.max(1, distance(before, other)));
    // Two fingers move it by what their middle moves.
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
    onPointerMove: follow,
    onPointerUp: release,
    onPointerCancel: release,
    onWheel: ({ deltaY }: WheelEvent) => zoom(Math.exp(-deltaY * wheelPerPixel)),
  };
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
