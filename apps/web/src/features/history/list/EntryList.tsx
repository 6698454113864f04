import type { EntryList as Entries, HistoryListName } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { observeInView } from '../../../ui/browser/observe.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { useMinute } from '../../../ui/time/clocks.ts';
import { text } from '../entries/historyText.ts';
import styles from './EntryList.module.css';
import type { RowContext } from './EntryRow.tsx';
import { historyRows } from './historyRows.ts';
import { VirtualRows } from './VirtualRows.tsx';

/** The entries of a list by day, with groups of calls, and below them whether there are more. */
export function EntryList({
  name,
  list,
  context,
}: {
  readonly name: HistoryListName;
  readonly list: Entries;
  /** Memoize it: a new object renders all rows again. */
  readonly context: Omit<RowContext, 'onToggleGroup'>;
}) {
  const engine = useEngine();
  const nowMs = useMinute();
  const { expanded, onToggleGroup } = useExpandedGroups();
  const rows = useMemo(() => historyRows(list.entries, expanded, nowMs), [list.entries, expanded, nowMs]);
  const rowContext = useMemo(() => ({ ...context, onToggleGroup }), [context, onToggleGroup]);
  return (
    <>
      <VirtualRows
        rows={rows}
        isPartial={list.state !== 'complete'}
        context={rowContext}
        onNearEnd={() => {
          if (list.state === 'partial') void engine.history.load(name);
        }}
      />
      <ListEnd name={name} state={list.state} />
    </>
  );
}

/**
 * The ids of calls in expanded groups. Toggling removes the button that was pressed; the focus moves to the first call of
 * the expanded group, or to the button that expands it again.
 */
function useExpandedGroups(): { readonly expanded: ReadonlySet<CallId> } & Pick<RowContext, 'onToggleGroup'> {
  const [expanded, setExpanded] = useState<ReadonlySet<CallId>>(new Set());
  const nextFocus = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (nextFocus.current === undefined) return;
    const element = document.querySelector<HTMLElement>(nextFocus.current);
    nextFocus.current = undefined;
    element?.focus();
  });
  const onToggleGroup = useCallback<RowContext['onToggleGroup']>((group, action) => {
    const [newest] = group;
    const oldest = group.at(-1) ?? newest;
    nextFocus.current =
      action === 'expand' ? `[data-row="${newest.callId}"]` : `[data-row="${oldest.callId}"] [data-expand]`;
    const ids = new Set(group.map(({ callId }) => callId));
    setExpanded((before) => {
      const others = [...before].filter((id) => !ids.has(id));
      return new Set(action === 'expand' ? [...others, ...ids] : others);
    });
  }, []);
  return { expanded, onToggleGroup };
}

/** Below the last loaded entry: loads more, or says why there are none. */
function ListEnd({ name, state }: { readonly name: HistoryListName; readonly state: Entries['state'] }) {
  const engine = useEngine();
  const load = () => void engine.history.load(name);
  switch (state) {
    case 'complete':
      return null;
    case 'unknown':
    case 'loading':
      return <p className={styles['end']}>{text.loading}</p>;
    case 'partial':
      return <LoadOlder onLoad={load} />;
    case 'failed':
      return (
        <div className={styles['end']}>
          <p role="alert">{text.failed}</p>
          <Button onClick={load}>{text.retry}</Button>
        </div>
      );
  }
}

function LoadOlder({ onLoad }: { readonly onLoad: () => void }) {
  const buttonRef = useNearView<HTMLButtonElement>(onLoad);
  return (
    <div className={styles['end']}>
      <Button ref={buttonRef} onClick={onLoad}>
        {text.older}
      </Button>
    </div>
  );
}

/** Calls `onNear` whenever the element scrolls to within 300 px of the window. */
function useNearView<E extends Element>(onNear: () => void): RefObject<E | null> {
  const elementRef = useRef<E>(null);
  const latest = useRef(onNear);
  useEffect(() => {
    latest.current = onNear;
  });
  useEffect(() => {
    if (elementRef.current === null) return undefined;
    return observeInView(elementRef.current, '300px', () => latest.current());
  }, []);
  return elementRef;
}
