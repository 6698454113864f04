import type { CheckName, CheckupState, CheckupStore } from '@ringback/client';
import { Link } from 'wouter';
import { Button } from '../../ui/controls/Button.tsx';
import { Page } from '../../ui/layout/Page.tsx';
import { CheckRow } from './CheckRow.tsx';
import styles from './CheckupScreen.module.css';
import { summaryText, text } from './checkupText.ts';
import { ReportButtons } from './ReportButtons.tsx';
import { useAskedChecks, useCheckup } from './useCheckup.ts';

/** Tests everything that a call needs, and says what to do if something is missing. */
export function CheckupScreen() {
  const { checkup, state, isInCall, canRun, isFailed } = useCheckup();
  const { names, isForCall } = useAskedChecks();
  const isRunning = state.status === 'running';
  return (
    <Page title="Check-up">
      <p className={styles['lead']}>{leadText(isFailed, isInCall, isForCall)}</p>
      <div className={styles['bar']}>
        {isRunning ? (
          <Button onClick={checkup.stop}>{text.stop}</Button>
        ) : (
          <Button
            tone="primary"
            disabled={!canRun || isFailed || isInCall}
            onClick={() => checkup.run(names)}
          >
            {text.run}
          </Button>
        )}
        {isRunning && <ProgressBar part={state.part} />}
        <Summary state={state} />
      </div>
      <ul aria-label={text.list} className={styles['checks']}>
        {names.map((check) => (
          <CheckRow
            key={check}
            check={check}
            row={state.rows[check]}
            actions={actionsFor(checkup, check, isRunning || isInCall)}
          />
        ))}
      </ul>
      {isForCall && (
        <p className={styles['all']}>
          <Link href="/checkup">{text.all}</Link>
        </p>
      )}
      <ReportButtons state={state} />
    </Page>
  );
}

function leadText(isFailed: boolean, isInCall: boolean, isForCall: boolean): string {
  if (isFailed) return text.unavailable;
  if (isInCall) return text.inCall;
  return isForCall ? text.leadForCall : text.lead;
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
