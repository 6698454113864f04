import { useId } from 'react';
import { Status } from '../layout/AccessibleText.tsx';
import styles from './RadioList.module.css';

export interface RadioOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A line below the label. */
  readonly help?: string;
}

/** A question with a few answers below each other, of which one is chosen. */
export function RadioList<Value extends string>({
  label,
  options,
  value,
  disabled = false,
  describedBy,
  note,
  failure,
  onChange,
}: {
  readonly label: string;
  readonly options: readonly RadioOption<Value>[];
  readonly value: Value;
  readonly disabled?: boolean;
  /** An element elsewhere that says more about it. */
  readonly describedBy?: string | undefined;
  /** What the choice means at the moment. */
  readonly note?: string | undefined;
  /** Why the last change failed; announced when it appears. */
  readonly failure?: string | undefined;
  readonly onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div
      role="radiogroup"
      aria-labelledby={id}
      aria-describedby={`${id}-note ${describedBy ?? ''}`.trim()}
      className={styles['list']}
    >
      <p id={id} className={styles['label']}>
        {label}
      </p>
      {options.map((option) => (
        <RadioRow
          key={option.value}
          option={option}
          group={id}
          isChosen={option.value === value}
          disabled={disabled}
          onChoose={() => onChange(option.value)}
        />
      ))}
      <div id={`${id}-note`} className={styles['notes']}>
        {note !== undefined && <p>{note}</p>}
        {failure !== undefined && <Status>{failure}</Status>}
      </div>
    </div>
  );
}

function RadioRow<Value extends string>({
  option: { label, help },
  group,
  isChosen,
  disabled,
  onChoose,
}: {
  readonly option: RadioOption<Value>;
  readonly group: string;
  readonly isChosen: boolean;
  readonly disabled: boolean;
  readonly onChoose: () => void;
}) {
  const id = useId();
  return (
    <label className={styles['option']} data-disabled={disabled}>
      <input
        type="radio"
        name={group}
        checked={isChosen}
        disabled={disabled}
        className={styles['radio']}
        aria-labelledby={`${id}-label`}
        {...(help !== undefined && { 'aria-describedby': `${id}-help` })}
        onChange={onChoose}
      />
      <span>
        <span id={`${id}-label`}>{label}</span>
        {help !== undefined && (
          <span id={`${id}-help`} className={styles['help']}>
            {help}
          </span>
        )}
      </span>
    </label>
  );
}
