import type { CallStatus } from '@ringback/client';
import { useNow } from '../../../ui/time/clocks.ts';
import styles from './CallRegion.module.css';
import { statusText } from '../text/statusText.ts';

interface Props {
  readonly status: CallStatus;
  readonly name: string;
}

/** Where the call stands. One element all along, so that each change of it is read out, except for the running time. */
export function CallStatusLine({ status, name }: Props) {
  const isTime = status.kind === 'talking';
  return (
    <p
      role="status"
      aria-live={isTime ? 'off' : 'polite'}
      className={styles['status']}
      data-status={status.kind}
    >
      {status.kind === 'talking' ? <RunningTime status={status} name={name} /> : statusText(status, name, 0)}
    </p>
  );
}

function RunningTime({
  status,
  name,
}: {
  readonly status: Extract<CallStatus, { kind: 'talking' }>;
  readonly name: string;
}) {
  return statusText(status, name, useNow(status.sinceMs));
}
