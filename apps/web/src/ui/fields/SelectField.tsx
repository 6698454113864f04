import { ChevronDown, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import fieldStyles from './Field.module.css';
import styles from './SelectField.module.css';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

/** A label above a native list of options, or, without any, the reason why there is no choice. */
export function SelectField({
  label,
  icon: Icon,
  options,
  value,
  why,
  onChange,
}: {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly options: readonly SelectOption[];
  readonly value: string;
  /** Shown where there is nothing to choose from. */
  readonly why?: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  const face = (
    <>
      {Icon !== undefined && <Icon aria-hidden="true" size={15} strokeWidth={2.2} />} {label}
    </>
  );
  if (options.length === 0)
    return (
      <div className={fieldStyles['field']}>
        <span className={fieldStyles['label']}>{face}</span>
        <p className={styles['why']}>{why}</p>
      </div>
    );
  return (
    <div className={fieldStyles['field']}>
      <label htmlFor={id} className={fieldStyles['label']}>
        {face}
      </label>
      <div className={styles['field']}>
        <select
          id={id}
          className={styles['native']}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden="true" size={18} className={styles['arrow']} />
      </div>
    </div>
  );
}
