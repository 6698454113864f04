import { useId } from 'react';
import { Status } from '../layout/AccessibleText.tsx';
import styles from './Switch.module.css';

/**
 * A switch with a label and a line of help. While a change is being saved it ignores presses, but is not disabled, so that
 * it keeps the focus.
 */
export function Switch({
  label,
  help,
  checked,
  isBusy = false,
  disabled = false,
  describedBy = '',
  note,
  failure,
  onChange,
}: {
  readonly label: string;
  readonly help: string;
  readonly checked: boolean;
  readonly isBusy?: boolean;
  readonly disabled?: boolean;
  /** An element elsewhere that says more about it. */
  readonly describedBy?: string | undefined;
  /** Why it is disabled, or should better stay as it is. */
  readonly note?: string | undefined;
  /** Why the last change failed; announced when it appears. */
  readonly failure?: string | undefined;
  readonly onChange: (checked: boolean) => void;
}) {
  const id = useId();
  const [labelId, helpId, noteId] = [`${id}-label`, `${id}-help`, `${id}-note`];
  return (
    <div className={styles['row']}>
      <div className={styles['text']}>
        <label htmlFor={id} id={labelId} className={styles['label']}>
          {label}
        </label>
        <p id={helpId} className={styles['help']}>
          {help}
        </p>
        <div id={noteId} className={styles['notes']}>
          {note !== undefined && <p>{note}</p>}
          {failure !== undefined && <Status>{failure}</Status>}
        </div>
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={checked}
        aria-busy={isBusy}
        aria-labelledby={labelId}
        aria-describedby={`${helpId} ${noteId} ${describedBy}`.trim()}
        disabled={disabled}
        className={styles['switch']}
        onClick={() => {
          if (!isBusy) onChange(!checked);
        }}
      >
        <span className={styles['track']}>
          <span className={styles['knob']} />
        </span>
      </button>
    </div>
  );
}
