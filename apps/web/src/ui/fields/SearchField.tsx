import { Search } from 'lucide-react';
import styles from './SearchField.module.css';

/** A field to search by name. */
export function SearchField({
  label,
  hint,
  text,
  onChange,
}: {
  readonly label: string;
  /** The placeholder. */
  readonly hint: string;
  readonly text: string;
  readonly onChange: (typed: string) => void;
}) {
  return (
    <search className={styles['search']}>
      <Search aria-hidden="true" size={18} />
      <input
        type="search"
        dir="auto"
        aria-label={label}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={80}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </search>
  );
}
