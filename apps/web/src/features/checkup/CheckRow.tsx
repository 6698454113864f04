import type { CheckName, CheckState } from '@ringback/client';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleX,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react';
import { Button } from '../../ui/controls/Button.tsx';
import styles from './CheckRow.module.css';
import { rowText, text, titles, type RowText } from './checkupText.ts';
import { LiveSignal } from './LiveSignal.tsx';

const icons: { readonly [V in RowText['verdict']]: LucideIcon } = {
  waiting: CircleDashed,
  running: LoaderCircle,
  good: CircleCheck,
  warning: CircleAlert,
  bad: CircleX,
  skipped: CircleMinus,
};

/** What can be done about a check right now. */
export interface RowActions {
  readonly again?: () => void;
  readonly takeBetter?: () => void;
}

/** One check: its verdict, what it found, what to do about it, and buttons. */
export function CheckRow({
  check,
  row,
  actions,
}: {
  readonly check: CheckName;
  readonly row: CheckState;
  readonly actions: RowActions;
}) {
  const { verdict, message, advice } = rowText(check, row);
  const Icon = icons[verdict];
  const track = row.state === 'running' ? row.track : undefined;
  return (
    <li className={styles['check']} aria-label={titles[check]} data-verdict={verdict}>
      <Icon aria-hidden="true" size={22} className={styles['icon']} />
      <div className={styles['description']}>
        <h2 className={styles['title']}>{titles[check]}</h2>
        <p className={styles['message']}>{message}</p>
        {advice !== undefined && <p className={styles['advice']}>{advice}</p>}
      </div>
      <RowButtons row={row} actions={actions} />
      {track !== undefined && (
        <div className={styles['live']}>
          <LiveSignal track={track} />
        </div>
      )}
    </li>
  );
}

function RowButtons({ row, actions }: { readonly row: CheckState; readonly actions: RowActions }) {
  if (row.state === 'asking') {
    return (
      <div className={styles['actions']}>
        <Button onClick={() => row.answer(true)}>{text.yes}</Button>
        <Button onClick={() => row.answer(false)}>{text.no}</Button>
      </div>
    );
  }
  if (row.state !== 'done' || row.finding.verdict === 'good' || actions.again === undefined) return null;
  const { better } = row.finding;
  return (
    <div className={styles['actions']}>
      {better !== undefined && (
        <Button tone="primary" onClick={actions.takeBetter}>
          {text.use(better.label)}
        </Button>
      )}
      <Button onClick={actions.again}>{text.again}</Button>
    </div>
  );
}
