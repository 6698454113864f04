import { useState } from 'react';
import { succeeds } from '../../ui/browser/attempt.ts';
import { Button } from '../../ui/controls/Button.tsx';
import styles from './AdminPage.module.css';
import { text } from './adminText.ts';

/** One field and its button. */
export function TextForm({
  label,
  help,
  submit,
  start,
  onSubmit,
}: {
  readonly label: string;
  readonly help?: string;
  readonly submit: string;
  readonly start: string;
  readonly onSubmit: (typed: string) => void;
}) {
  const [typed, setTyped] = useState(start);
  return (
    <form
      className={styles['inline']}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(typed);
      }}
    >
      <label className={styles['field']}>
        {label}
        <input value={typed} maxLength={80} dir="auto" onChange={(event) => setTyped(event.target.value)} />
      </label>
      <Button tone="primary" type="submit">
        {submit}
      </Button>
      {help !== undefined && <p className={styles['help']}>{help}</p>}
    </form>
  );
}

/** A link that somebody else is to open: whole, so that it can be selected, and copied by a press. */
export function CopyLink({ link, help }: { readonly link: string; readonly help?: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => setCopied(await succeeds(() => navigator.clipboard.writeText(link)));
  return (
    <div className={styles['link']}>
      <code>{link}</code>
      {help !== undefined && <p className={styles['soft']}>{help}</p>}
      <Button onClick={() => void copy()}>{isCopied ? text.copied : text.copy}</Button>
    </div>
  );
}
