import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { HistoryRow } from './historyRows.ts';

/** The row at the top edge of the window, and its offset in the list in px. */
interface Anchor {
  readonly rows: readonly HistoryRow[];
  readonly key: string;
  readonly startPx: number;
}

/**
 * Keeps the visible rows in place while rows above them come or go. Browsers do this themselves, but not for rows that are
 * positioned absolutely. At the top of the list, new rows appear in view instead.
 */
export function useScrollAnchor(
  virtualizer: Virtualizer<Window, Element>,
  rows: readonly HistoryRow[],
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
    if (before !== undefined && before.rows !== rows && window.scrollY > scrollMargin) {
      const index = rows.findIndex(({ key }) => key === before.key);
      const start = virtualizer.measurementsCache[index]?.start;
      if (start !== undefined) window.scrollBy(0, start - scrollMargin - before.startPx);
    }
    const item = virtualizer.getVirtualItemForOffset(window.scrollY);
    anchor.current = item && { rows, key: String(item.key), startPx: item.start - scrollMargin };
  });
}
