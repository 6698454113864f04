import { useRef, type KeyboardEvent } from 'react';
import { classNames } from '../styles/classNames.ts';
import styles from './Tabs.module.css';
import { nextTab } from './tabKeys.ts';

interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
}

/** Tabs as the ARIA pattern wants them: one stop for Tab, arrows move and choose. Labels the panel `panelId`. */
export function Tabs<Id extends string>({
  label,
  tabs,
  chosen,
  panelId,
  onChoose,
}: {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly chosen: Id;
  readonly panelId: string;
  readonly onChoose: (id: Id) => void;
}) {
  const listRef = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    const next = nextTab(event.key, at, tabs.length);
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onChoose(tab.id);
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
          aria-selected={tab.id === chosen}
          aria-controls={panelId}
          tabIndex={tab.id === chosen ? 0 : -1}
          className={classNames(styles['tab'], tab.id === chosen && styles['chosen'])}
          onClick={() => onChoose(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

/** The id of a tab's element, by which its panel is labelled. */
export function tabId(panelId: string, id: string): string {
  return `${panelId}-${id}`;
}
