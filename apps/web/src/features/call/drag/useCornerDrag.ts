import {
  useEffect,
  useRef,
  type ComponentProps,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import { useStore } from 'zustand';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { attempt } from '../../../ui/browser/attempt.ts';
import { matchesMedia } from '../../../ui/browser/matchesMedia.ts';
import { cornerAfterKey, nearestCorner, type Corner } from './corners.ts';

/** Fingers tremble: below this many px a press is no drag. */
const slackPx = 6;
const settleMs = 260;

/** Where the tile of a call is, or was last; a preference of this device. */
export function useTileCorner(): Corner {
  return useStore(useEngine().devicePreferences, ({ tileCorner }) => tileCorner);
}

/** The handlers of the button that covers the element. */
type Handle = Pick<
  ComponentProps<'button'>,
  | 'aria-keyshortcuts'
  | 'onClick'
  | 'onKeyDown'
  | 'onPointerDown'
  | 'onPointerMove'
  | 'onPointerUp'
  | 'onPointerCancel'
>;

/**
 * Lets the user move the tile of a call to another corner by dragging a button that covers it, or with arrow keys; a press
 * that moves nothing is passed on. The element says its corner in `data-corner`.
 */
export function useCornerDrag(
  elementRef: RefObject<HTMLElement | null>,
  isEnabled: boolean,
  onPress: () => void,
): Handle {
  const { devicePreferences } = useEngine();
  const corner = useTileCorner();
  useEffect(() => {
    const element = elementRef.current;
    if (element === null || !isEnabled) return undefined;
    return () => {
      element.style.translate = '';
    };
  }, [elementRef, isEnabled]);
  const moveTo = (next: Corner): void => {
    devicePreferences.change({ tileCorner: next });
    if (elementRef.current !== null) glide(elementRef.current, next);
  };
  const drag = useDrag(elementRef, () => {
    if (elementRef.current !== null) moveTo(cornerUnder(elementRef.current));
  });
  const onClick = () => !drag.hasJustMoved() && onPress();
  if (!isEnabled) return { onClick };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = cornerAfterKey(corner, event.key);
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next);
  };
  return {
    ...drag.handlers,
    onClick,
    onKeyDown,
    'aria-keyshortcuts': 'ArrowUp ArrowDown ArrowLeft ArrowRight',
  };
}

interface Drag {
  readonly pointerId: number;
  readonly x: number;
  readonly y: number;
  isMoved: boolean;
}

/** Moves the element with the pointer. `onDrop` is called once it was moved and let go. */
function useDrag(elementRef: RefObject<HTMLElement | null>, onDrop: () => void) {
  const current = useRef<Drag>(undefined);
  const wasMoved = useRef(false);
  const shift = (translate: string): void => {
    if (elementRef.current !== null) elementRef.current.style.translate = translate;
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    wasMoved.current = false;
    if (event.button !== 0) return;
    const { pointerId, clientX: x, clientY: y, currentTarget } = event;
    current.current = { pointerId, x, y, isMoved: false };
    attempt(() => currentTarget.setPointerCapture(pointerId));
  };
  const onPointerMove = (event: PointerEvent): void => {
    const drag = current.current;
    if (drag?.pointerId !== event.pointerId) return;
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    drag.isMoved ||= Math.hypot(x, y) > slackPx;
    if (drag.isMoved) shift(`${x}px ${y}px`);
  };
  const onPointerUp = (): void => {
    wasMoved.current = current.current?.isMoved === true;
    current.current = undefined;
    if (wasMoved.current) onDrop();
  };
  const onPointerCancel = (): void => {
    current.current = undefined;
    shift('');
  };
  return {
    /** The click that ends a drag is none. A click without a pointer never is. */
    hasJustMoved: () => {
      const isMoved = wasMoved.current;
      wasMoved.current = false;
      return isMoved;
    },
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel },
  };
}

function cornerUnder(element: HTMLElement): Corner {
  const { left, top, width, height } = element.getBoundingClientRect();
  const center = { x: left + width / 2, y: top + height / 2 };
  return nearestCorner(center, { width: window.innerWidth, height: window.innerHeight });
}

/** Moves the element to a corner from where it is now. */
function glide(element: HTMLElement, corner: Corner): void {
  const before = element.getBoundingClientRect();
  element.style.translate = '';
  element.dataset['corner'] = corner;
  if (matchesMedia('(prefers-reduced-motion: reduce)')) return;
  const after = element.getBoundingClientRect();
  const translate = `${before.left - after.left}px ${before.top - after.top}px`;
  attempt(() =>
    element.animate([{ translate }, { translate: '0 0' }], {
      duration: settleMs,
      easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)',
    }),
  );
}
