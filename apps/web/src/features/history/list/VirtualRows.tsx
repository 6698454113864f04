import {
  defaultRangeExtractor,
  measureElement,
  useWindowVirtualizer,
  type Virtualizer,
} from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { EntryRow, type RowContext } from './EntryRow.tsx';
import styles from './VirtualRows.module.css';
import type { Line } from './historyRows.ts';
import { placesOf, type Places } from './places.ts';
import { text } from '../entries/historyText.ts';
import { useFocusedLine } from './useFocusedLine.ts';
import { useSteadyView } from './useScrollAnchor.ts';

/** Heights in px before a line was measured: near enough that the scroll bar does not jump. */
const estimatedPx = { day: 45, call: 68, folded: 96 } as const;
/** Lines beyond either edge of the window: what Tab or a turn of the wheel reaches is there already. */
const overscan = 25;
/** So many lines before the end, the next page is asked for. */
const aheadOfEnd = 40;

interface Props {
  readonly lines: readonly Line[];
  /** Whether there may be lines beyond the last one. */
  readonly isPartial: boolean;
  readonly context: RowContext;
  readonly onNearEnd: () => void;
}

/** The lines of the history. Only those near the window are in the page, however many there are. */
export function HistoryLines({ lines, isPartial, context, onNearEnd }: Props) {
  const listRef = useRef<HTMLDivElement>(null);
  const { focused, ...focusEvents } = useFocusedLine();
  const places = useMemo(() => placesOf(lines), [lines]);
  const { estimate, measure } = useHeights(lines);
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    scrollMargin: useTopOf(listRef),
    overscan,
    // A line that comes into sight may be measured while React draws.
    useFlushSync: false,
    getItemKey: (index) => lines[index]?.key ?? index,
    estimateSize: estimate,
    measureElement: measure,
    rangeExtractor: (range) => withLine(defaultRangeExtractor(range), places.indexOf.get(focused ?? '')),
  });
  useSteadyView(virtualizer, lines, listRef);
  const items = virtualizer.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? 0) >= lines.length - aheadOfEnd;
  useEffect(() => {
    if (isNearEnd && isPartial) onNearEnd();
  });
  return (
    <div
      ref={listRef}
      role="list"
      aria-label={text.list}
      className={styles['list']}
      style={{ height: virtualizer.getTotalSize() }}
      {...focusEvents}
    >
      {items.map(({ key, index, start }) => {
        const line = lines[index];
        if (line === undefined) return null;
        return (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            data-line={line.key}
            className={styles['line']}
            style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
            {...(line.kind !== 'day' && placeInList(places, index, isPartial))}
          >
            {line.kind === 'day' ? (
              // Between the lines of a list no heading is allowed; these words are read all the same.
              <div className={styles['day']}>{line.heading}</div>
            ) : (
              <EntryRow line={line} context={context} />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** What tells a screen reader how long the list is, of which the page holds but a piece. */
function placeInList({ positions, count }: Places, index: number, isPartial: boolean) {
  return {
    role: 'listitem',
    tabIndex: -1,
    'aria-posinset': positions[index],
    'aria-setsize': isPartial ? -1 : count,
  } as const;
}

/** How far below the top of the page an element begins, in px; as it last was while the element is hidden. */
function useTopOf(ref: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const [box] = ref.current?.getClientRects() ?? [];
      if (box !== undefined) setTop(Math.round(box.top + window.scrollY));
    };
    measure();
    // What comes or goes above it makes the page longer or shorter.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [ref]);
  return top;
}

/**
 * The heights of the lines in px: a line that was never in the page counts as high as the last one of its kind that was, for
 * on narrow screens their words take more room.
 */
function useHeights(lines: readonly Line[]) {
  const lastOf = useRef<Record<Line['kind'], number>>({ ...estimatedPx });
  const kindOf = (index: number) => lines[index]?.kind ?? 'call';
  const estimate = (index: number) => lastOf.current[kindOf(index)];
  const measure = (
    element: Element,
    entry: ResizeObserverEntry | undefined,
    virtualizer: Virtualizer<Window, Element>,
  ): number => {
    const height = measureElement(element, entry, virtualizer);
    const index = virtualizer.indexFromElement(element);
    // Beside the details of a call the list may be hidden, and its lines have no height.
    if (height === 0) return virtualizer.measurementsCache[index]?.size ?? estimate(index);
    lastOf.current[kindOf(index)] = height;
    return height;
  };
  return { estimate, measure };
}

/** The line that has the focus stays in the page, wherever one scrolls to. */
function withLine(indexes: number[], index: number | undefined): number[] {
  if (index === undefined || indexes.includes(index)) return indexes;
  return [...indexes, index].toSorted((a, b) => a - b);
}
