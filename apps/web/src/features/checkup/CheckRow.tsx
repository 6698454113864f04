import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CheckName } from './checks.ts';
import styles from './CheckRow.module.css';
import { text, type RowText } from './checkupText.ts';

const icons: { readonly [S in RowText['status']]: LucideIcon } = {
  waiting: CircleDashed,
  running: LoaderCircle,
  good: CircleCheck,
  slow: CircleAlert,
  bad: CircleX,
};

/** One check: its status, the result so far, and a button. `children`: shown while it runs. */
export function CheckRow({
  check,
  row: { status, message, advice },
  action,
  children,
}: {
  readonly check: CheckName;
  readonly row: RowText;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}) {
  const Icon = icons[status];
  return (
    <li className={styles['check']} data-status={status}>
      <Icon aria-hidden="true" size={22} className={styles['icon']} />
      <div className={styles['description']}>
        <h2 className={styles['title']}>{text.titles[check]}</h2>
        <div aria-live="polite">
          <p className={styles['message']}>{message}</p>
          {advice !== undefined && <p className={styles['advice']}>{advice}</p>}
        </div>
      </div>
      {action !== undefined && <div className={styles['action']}>{action}</div>}
      {children !== undefined && <div className={styles['live']}>{children}</div>}
    </li>
  );
}
