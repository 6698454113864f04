import type { PointerEvent } from 'react';
import { attempt } from '../../../ui/browser/attempt.ts';
import type { Drop } from './cornerPlaces.ts';

/** A hand that presses moves a little, too, in px. */
const slackPx = 6;
/** Only the last part of a movement, in ms, tells how fast the picture was let go. */
const recentMs = 80;

interface Sample {
  readonly x: number;
  readonly y: number;
  readonly atMs: number;
}

/** Drags the picture around the pressed element from a press until it is let go, without rendering anything. */
export function dragToCorner(
  press: PointerEvent<HTMLElement>,
  frame: HTMLElement,
  onDrop: (drop: Drop) => void,
): void {
  if (press.button !== 0 || !press.isPrimary) return;
  const handle = press.currentTarget;
  const { pointerId } = press;
  const stop = new AbortController();
  const { signal } = stop;
  const start = sampleOf(press.nativeEvent);
  let samples: readonly Sample[] = [start];
  let isDragging = false;
  attempt(() => handle.setPointerCapture(pointerId));
  const move = (event: globalThis.PointerEvent): void => {
    const now = sampleOf(event);
    samples = [...samples.filter(({ atMs }) => now.atMs - atMs <= recentMs), now];
    isDragging ||= Math.hypot(now.x - start.x, now.y - start.y) > slackPx;
    if (isDragging) showDrag(frame, now.x - start.x, now.y - start.y);
  };
  const drop = (): void => {
    stop.abort();
    if (isDragging) onDrop(dropOf(frame, samples));
  };
  handle.addEventListener('pointermove', move, { signal });
  handle.addEventListener('pointerup', drop, { signal });
  handle.addEventListener('pointercancel', drop, { signal });
}

function sampleOf({ clientX, clientY, timeStamp }: globalThis.PointerEvent): Sample {
  return { x: clientX, y: clientY, atMs: timeStamp };
}

function showDrag(frame: HTMLElement, x: number, y: number): void {
  frame.dataset['dragged'] = 'true';
  frame.style.setProperty('--drag-x', `${x}px`);
  frame.style.setProperty('--drag-y', `${y}px`);
}

/** Puts a picture back where its style says that it is. */
export function clearDrag(frame: HTMLElement): void {
  delete frame.dataset['dragged'];
  frame.style.removeProperty('--drag-x');
  frame.style.removeProperty('--drag-y');
}

function dropOf(frame: HTMLElement, samples: readonly Sample[]): Drop {
  const box = frame.getBoundingClientRect();
  const stage = frame.offsetParent?.getBoundingClientRect() ?? box;
  return {
    center: { x: box.left + box.width / 2 - stage.left, y: box.top + box.height / 2 - stage.top },
    velocity: velocityOf(samples),
    stage: { width: stage.width, height: stage.height },
    width: box.width,
  };
}

function velocityOf(samples: readonly Sample[]): Drop['velocity'] {
  const [first, last] = [samples[0], samples.at(-1)];
  const elapsedMs = first === undefined || last === undefined ? 0 : last.atMs - first.atMs;
  if (first === undefined || last === undefined || elapsedMs <= 0) return { x: 0, y: 0 };
  return { x: (last.x - first.x) / elapsedMs, y: (last.y - first.y) / elapsedMs };
}
