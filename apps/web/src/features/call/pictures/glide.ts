import { attempt } from '../../../ui/browser/attempt.ts';
import { matchesMedia } from '../../../ui/browser/matchesMedia.ts';

/** A place on the stage, in px from its top left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const glideMs = 400;
const easing = 'cubic-bezier(0.3, 0.8, 0.2, 1)';

/** Where an element is drawn, inside the element that it is positioned in; a running animation counts. */
export function boxOf(element: HTMLElement): Box {
  const { left, top, width, height } = element.getBoundingClientRect();
  const stage = element.offsetParent?.getBoundingClientRect();
  return { left: left - (stage?.left ?? 0), top: top - (stage?.top ?? 0), width, height };
}

/**
 * Moves an element from where it was to where it is now. The box itself changes, not its scale: a video that fills its
 * box is then cropped less and less on the way, and never distorted. People who want no motion see it there at once.
 */
export function glide(element: HTMLElement, from: Box): void {
  if (matchesMedia('(prefers-reduced-motion: reduce)')) return;
  const to = boxOf(element);
  if (from.width * from.height * to.width * to.height === 0) return;
  attempt(() => element.animate([keyframe(from), keyframe(to)], { duration: glideMs, easing }));
}

function keyframe({ left, top, width, height }: Box): Keyframe {
  return {
    left: `${left}px`,
    top: `${top}px`,
    right: 'auto',
    bottom: 'auto',
    width: `${width}px`,
    height: `${height}px`,
  };
}

/** Opens a picture from the ring around the portrait that it takes the place of. */
export function openFromRing(element: HTMLElement, ring: Box): void {
  if (matchesMedia('(prefers-reduced-motion: reduce)')) return;
  const { width, height } = boxOf(element);
  const [x, y] = [ring.left + ring.width / 2, ring.top + ring.height / 2];
  const reach = Math.hypot(Math.max(x, width - x), Math.max(y, height - y));
  const circle = (radius: number): Keyframe => ({ clipPath: `circle(${radius}px at ${x}px ${y}px)` });
  attempt(() => element.animate([circle(ring.width / 2), circle(reach)], { duration: glideMs, easing }));
}

/**
 * The same while a call is being set up: a growing circle keeps the page's main thread busy, on which the link waits, and
 * a fade does not. In few steps, because each composes the whole picture.
 */
export function appear(element: HTMLElement): void {
  if (matchesMedia('(prefers-reduced-motion: reduce)')) return;
  attempt(() => element.animate({ opacity: [0, 1] }, { duration: 200, easing: 'steps(6)' }));
}
