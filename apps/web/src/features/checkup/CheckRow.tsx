import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CheckName } from './checks.ts';
import styles from './CheckRow.module.css';
import type { RowText } from './findingText.ts';
import { text } from './checkupText.ts';

const icons: { readonly [M in RowText['mark']]: LucideIcon } = {
  waiting: CircleDashed,
  running: LoaderCircle,
  good: CircleCheck,
  slow: CircleAlert,
  bad: CircleX,
};

/** One check: its mark, what is known so far, and what can be done. `children`: what is shown while it runs. */
export function CheckRow({
  check,
  row: { mark, says, todo },
  action,
  children,
}: {
  readonly check: CheckName;
  readonly row: RowText;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}) {
  const Icon = icons[mark];
  return (
    <li className={styles['check']} data-mark={mark}>
      <Icon aria-hidden="true" size={22} className={styles['icon']} />
      <div className={styles['words']}>
        <h2 className={styles['title']}>{text.titles[check]}</h2>
        <div aria-live="polite">
          <p className={styles['says']}>{says}</p>
          {todo !== undefined && <p className={styles['todo']}>{todo}</p>}
        </div>
      </div>
      {action !== undefined && <div className={styles['action']}>{action}</div>}
      {children !== undefined && <div className={styles['show']}>{children}</div>}
    </li>
  );
}
