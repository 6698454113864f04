import {
  defaultRangeExtractor,
  measureElement,
  useWindowVirtualizer,
  type Virtualizer,
} from '@tanstack/react-virtual';
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type RefObject,
} from 'react';
import { observeSize } from '../../../ui/browser/observe.ts';
import { ItemBoundary } from '../../../ui/layout/ItemBoundary.tsx';
import { EntryRow, type RowContext } from './EntryRow.tsx';
import styles from './VirtualRows.module.css';
import { rowPositions, type HistoryRow, type RowPositions } from './historyRows.ts';
import { text } from '../entries/historyText.ts';
import { useScrollAnchor } from './useScrollAnchor.ts';

/** Heights in px of rows not measured yet: close enough that the scroll bar does not jump. */
const estimatedPx = { day: 45, call: 68, group: 96 } as const;
/** Rows kept beyond each edge of the window, so that Tab or one turn of the wheel finds them in the page. */
const overscan = 25;
/** The next page is requested this many rows before the end. */
const rowsBeforeEnd = 40;

interface Props {
  readonly rows: readonly HistoryRow[];
  /** Whether there may be more rows after the last one. */
  readonly isPartial: boolean;
  readonly context: RowContext;
  readonly onNearEnd: () => void;
}

/** The rows of the history. Only rows near the window are in the page, however many there are. */
export function VirtualRows({ rows, isPartial, context, onNearEnd }: Props) {
  const listRef = useRef<HTMLDivElement>(null);
  const { focused, ...focusEvents } = useFocusedRow();
  const positions = useMemo(() => rowPositions(rows), [rows]);
  const { estimate, measure } = useHeights(rows);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    scrollMargin: useTopOf(listRef),
    overscan,
    // Rows may be measured while React renders, where flushSync is not allowed.
    useFlushSync: false,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: estimate,
    measureElement: measure,
    rangeExtractor: (range) => withRow(defaultRangeExtractor(range), positions.indexOf.get(focused ?? '')),
  });
  useScrollAnchor(virtualizer, rows, listRef);
  const items = virtualizer.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? 0) >= rows.length - rowsBeforeEnd;
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
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            data-row={row.key}
            className={styles['row']}
            style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
            {...(row.kind !== 'day' && listItemProps(positions, index, isPartial))}
          >
            {row.kind === 'day' ? (
              // ARIA allows no headings among list items; screen readers still read this text.
              <div className={styles['day']}>{row.heading}</div>
            ) : (
              <ItemBoundary>
                <EntryRow row={row} context={context} />
              </ItemBoundary>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Tells screen readers the length of the list, of which the page holds only a part. */
function listItemProps({ positions, count }: RowPositions, index: number, isPartial: boolean) {
  return {
    role: 'listitem',
    tabIndex: -1,
    'aria-posinset': positions[index],
    'aria-setsize': isPartial ? -1 : count,
  } as const;
}

/** The key of the row that has the focus; the event handlers belong on the list. */
function useFocusedRow() {
  const [focused, setFocused] = useState<string>();
  return {
    focused,
    onFocus: ({ target }: FocusEvent) =>
      setFocused(target.closest<HTMLElement>('[data-row]')?.dataset['row']),
    onBlur: () => setFocused(undefined),
  };
}

/** The distance of an element from the top of the page in px; the last known one while the element is hidden. */
function useTopOf(ref: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const [box] = ref.current?.getClientRects() ?? [];
      if (box !== undefined) setTop(Math.round(box.top + window.scrollY));
    };
    measure();
    // Content above it that comes or goes changes the height of the page.
    return observeSize(document.body, measure);
  }, [ref]);
  return top;
}

/**
 * The heights of the rows in px. A row that was never rendered counts as high as the last measured one of its kind, because
 * rows are higher on narrow screens.
 */
function useHeights(rows: readonly HistoryRow[]) {
  const lastMeasured = useRef<Record<HistoryRow['kind'], number>>({ ...estimatedPx });
  const kindOf = (index: number) => rows[index]?.kind ?? 'call';
  const estimate = (index: number) => lastMeasured.current[kindOf(index)];
  const measure = (
    element: Element,
    entry: ResizeObserverEntry | undefined,
    virtualizer: Virtualizer<Window, Element>,
  ): number => {
    const height = measureElement(element, entry, virtualizer);
    const index = virtualizer.indexFromElement(element);
    // Next to the details of a call the list may be hidden, and its rows have no height.
    if (height === 0) return virtualizer.measurementsCache[index]?.size ?? estimate(index);
    lastMeasured.current[kindOf(index)] = height;
    return height;
  };
  return { estimate, measure };
}

/** Keeps the focused row in the page, however far the user scrolls. */
function withRow(indexes: number[], index: number | undefined): number[] {
  if (index === undefined || indexes.includes(index)) return indexes;
  return [...indexes, index].toSorted((a, b) => a - b);
}
