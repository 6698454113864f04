import { Volume1, Volume2, VolumeX } from 'lucide-react';
import { useId } from 'react';
import fieldStyles from './Field.module.css';
import styles from './VolumeField.module.css';

/** A slider for a loudness from 0 to 1, said in percent. */
export function VolumeField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const id = useId();
  const percent = Math.round(value * 100);
  const Icon = percent === 0 ? VolumeX : percent < 50 ? Volume1 : Volume2;
  return (
    <div className={fieldStyles['field']}>
      <label htmlFor={id} className={fieldStyles['label']}>
        {label}
      </label>
      <div className={styles['field']}>
        <Icon aria-hidden="true" size={18} strokeWidth={1.9} />
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          step={5}
          value={percent}
          aria-valuetext={`${percent}%`}
          className={styles['slider']}
          onChange={({ target }) => onChange(target.valueAsNumber / 100)}
        />
      </div>
    </div>
  );
}
