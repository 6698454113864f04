import type { EntryList, HistoryListName } from '@ringback/client';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import styles from './EntryList.module.css';
import { text } from '../entries/historyText.ts';
import { useWhenVisible } from './useWhenVisible.ts';

/** What stands below the last entry that was fetched. */
export function Rest({
  name,
  state,
}: {
  readonly name: HistoryListName;
  readonly state: EntryList['state'];
}) {
  const engine = useEngine();
  const load = () => void engine.loadHistory(name);
  switch (state) {
    case 'complete':
      return null;
    case 'unknown':
    case 'loading':
      return <p className={styles['rest']}>{text.loading}</p>;
    case 'partial':
      return <Older onLoad={load} />;
    case 'failed':
      return (
        <div className={styles['rest']}>
          <p role="alert">{text.failed}</p>
          <Button onClick={load}>{text.retry}</Button>
        </div>
      );
  }
}

function Older({ onLoad }: { readonly onLoad: () => void }) {
  const buttonRef = useWhenVisible<HTMLButtonElement>(onLoad);
  return (
    <div className={styles['rest']}>
      <Button ref={buttonRef} onClick={onLoad}>
        {text.older}
      </Button>
    </div>
  );
}
