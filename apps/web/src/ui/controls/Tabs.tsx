import { useRef, type KeyboardEvent } from 'react';
import { classNames } from '../styles/classNames.ts';
import styles from './Tabs.module.css';

interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
}

/**
 * Tabs by the ARIA pattern: Tab stops once, arrows move and select. The panel `panelId` is labelled by its tab.
 */
export function Tabs<Id extends string>({
  label,
  tabs,
  selected,
  panelId,
  onSelect,
}: {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly selected: Id;
  readonly panelId: string;
  readonly onSelect: (id: Id) => void;
}) {
  const listRef = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === selected);
    const next = nextTab(event.key, at, tabs.length);
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onSelect(tab.id);
    listRef.current?.querySelector<HTMLElement>(`#${tabId(panelId, tab.id)}`)?.focus();
  };
  return (
    <div
      ref={listRef}
      role="tablist"
      tabIndex={-1}
      aria-label={label}
      className={styles['list']}
      onKeyDown={onKeyDown}
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={tabId(panelId, tab.id)}
          aria-selected={tab.id === selected}
          aria-controls={panelId}
          tabIndex={tab.id === selected ? 0 : -1}
          className={classNames(styles['tab'], tab.id === selected && styles['selected'])}
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

/** The id of a tab's element, for the panel's `aria-labelledby`. */
export function tabId(panelId: string, id: string): string {
  return `${panelId}-${id}`;
}

/** The index of the tab that a key selects, from tab `at` of `count`; undefined for keys without a meaning here. */
export function nextTab(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
