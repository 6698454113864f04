import { checkNames, type CheckName, type CheckupState, type CheckupStore } from '@ringback/client';
import { Button } from '../../ui/controls/Button.tsx';
import { Page } from '../../ui/layout/Page.tsx';
import { CheckRow } from './CheckRow.tsx';
import styles from './CheckupScreen.module.css';
import { summaryText, text } from './checkupText.ts';
import { ReportButtons } from './ReportButtons.tsx';
import { useCheckup } from './useCheckup.ts';

/** Tests everything that a call needs, and says what to do if something is missing. */
export function CheckupScreen() {
  const { checkup, state, isInCall, canRun, isFailed } = useCheckup();
  const isRunning = state.status === 'running';
  return (
    <Page title="Check-up">
      <p className={styles['lead']}>{isFailed ? text.unavailable : isInCall ? text.inCall : text.lead}</p>
      <div className={styles['bar']}>
        {isRunning ? (
          <Button onClick={checkup.stop}>{text.stop}</Button>
        ) : (
          <Button tone="primary" disabled={!canRun || isFailed || isInCall} onClick={checkup.run}>
            {text.run}
          </Button>
        )}
        {isRunning && <ProgressBar part={state.part} />}
        <Summary state={state} />
      </div>
      <ul aria-label={text.list} className={styles['checks']}>
        {checkNames.map((check) => (
          <CheckRow
            key={check}
            check={check}
            row={state.rows[check]}
            actions={actionsFor(checkup, check, isRunning || isInCall)}
          />
        ))}
      </ul>
      <ReportButtons state={state} />
    </Page>
  );
}

function actionsFor(checkup: CheckupStore, check: CheckName, isBusy: boolean) {
  return isBusy ? {} : { again: () => checkup.again(check), takeBetter: checkup.takeBetter };
}

function ProgressBar({ part }: { readonly part: number }) {
  const percent = Math.round(100 * part);
  return (
    <div
      role="progressbar"
      aria-label={text.progress}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={styles['progress']}
    >
      <div className={styles['done']} style={{ '--part': part }} />
    </div>
  );
}

/** Always there, so that screen readers speak what comes into it. */
function Summary({ state: { summary, status } }: { readonly state: CheckupState }) {
  const shown = status === 'done' ? summary : undefined;
  return (
    <p role="status" className={styles['summary']} data-outcome={shown?.outcome}>
      {shown !== undefined && summaryText(shown)}
    </p>
  );
}
