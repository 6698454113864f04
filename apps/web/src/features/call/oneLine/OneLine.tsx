import { SendHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import * as v from 'valibot';
import { IconButton } from '../../../ui/controls/Button.tsx';
import { text } from '../text/callText.ts';
import styles from './OneLine.module.css';

/** A field for one line of words over the dark of a call, with a button that sends them. */
export function OneLine({
  label,
  schema,
  saysWhyNot = false,
  onSend,
}: {
  readonly label: string;
  readonly schema: v.GenericSchema<string, string>;
  /** Below the field it says what is wrong with the words. */
  readonly saysWhyNot?: boolean;
  readonly onSend: (words: string) => void;
}) {
  const id = useId();
  const [written, setWritten] = useState('');
  const parsed = v.safeParse(schema, written);
  const problem = written.trim() === '' || parsed.success ? undefined : parsed.issues[0].message;
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.success) onSend(parsed.output);
      }}
    >
      <div className={styles['line']}>
        <input
          type="text"
          dir="auto"
          aria-label={label}
          aria-describedby={id}
          placeholder={label}
          autoComplete="off"
          value={written}
          className={styles['field']}
          onChange={(event) => setWritten(event.target.value)}
        />
        <IconButton
          type="submit"
          label={text.send}
          icon={SendHorizontal}
          tone="primary"
          disabled={!parsed.success}
        />
      </div>
      <p id={id} aria-live="polite" className={styles['problem']}>
        {saysWhyNot && problem}
      </p>
    </form>
  );
}
