import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { Line } from './historyRows.ts';

/** The line at the upper edge of the window, and where in the list it began, in px. */
interface Anchor {
  readonly lines: readonly Line[];
  readonly key: string;
  readonly startPx: number;
}

/**
 * Keeps what one looks at where it is while lines come or go above it. Browsers do so by themselves, but not for lines that
 * are placed one by one. Who is at the top of the list sees the new ones.
 */
export function useSteadyView(
  virtualizer: Virtualizer<Window, Element>,
  lines: readonly Line[],
  listRef: RefObject<HTMLElement | null>,
): void {
  const anchor = useRef<Anchor>(undefined);
  useLayoutEffect(() => {
    const isHidden = listRef.current?.getClientRects().length === 0;
    if (isHidden) {
      anchor.current = undefined;
      return;
    }
    const before = anchor.current;
    const { scrollMargin } = virtualizer.options;
    if (before !== undefined && before.lines !== lines && window.scrollY > scrollMargin) {
      const index = lines.findIndex(({ key }) => key === before.key);
      const start = virtualizer.measurementsCache[index]?.start;
      if (start !== undefined) window.scrollBy(0, start - scrollMargin - before.startPx);
    }
    const item = virtualizer.getVirtualItemForOffset(window.scrollY);
    anchor.current = item && { lines, key: String(item.key), startPx: item.start - scrollMargin };
  });
}
