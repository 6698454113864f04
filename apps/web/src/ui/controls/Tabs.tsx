import { useRef, type KeyboardEvent } from 'react';
import { classNames } from '../styles/classNames.ts';
import { nextInRow } from './nextInRow.ts';
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
    const next = nextInRow(event.key, at, tabs.length, 'horizontal');
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
