import { useId } from 'react';
import { Button } from '../controls/Button.tsx';
import fieldStyles from './Field.module.css';
import styles from './SegmentedField.module.css';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** What became of a choice, and how to try it once more where that may help. */
export interface SegmentNote {
  readonly text: string;
  readonly tryAgain?: (() => void) | undefined;
}

/** A few options side by side, of which one is chosen. The note is announced. */
export function SegmentedField<Value extends string>({
  label,
  segments,
  value,
  note,
  onChange,
}: {
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly note?: SegmentNote | undefined;
  readonly onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div className={fieldStyles['field']}>
      <span id={id} className={fieldStyles['label']}>
        {label}
      </span>
      <div role="radiogroup" aria-labelledby={id} className={styles['segments']}>
        {segments.map((segment) => (
          <label key={segment.value} className={styles['segment']}>
            <input
              type="radio"
              name={id}
              className={styles['radio']}
              checked={segment.value === value}
              onChange={() => onChange(segment.value)}
            />
            <span className={styles['face']}>{segment.label}</span>
          </label>
        ))}
      </div>
      <p aria-live="polite" className={styles['note']}>
        {note?.text}
      </p>
      {note?.tryAgain !== undefined && (
        <Button className={styles['again']} onClick={note.tryAgain}>
          Try again
        </Button>
      )}
    </div>
  );
}
