import { useEffect, useId, useRef, useState, type RefObject } from 'react';
import { Button } from '../controls/Button.tsx';
import { ErrorText } from '../layout/AccessibleText.tsx';
import { Logo } from '../layout/Logo.tsx';
import styles from './TokenForm.module.css';

const text = { token: 'Admin token', open: 'Open', opening: 'Opening…' };

/** A page that asks the host for their token. `check` says why a token is wrong; undefined if it is right. */
export function TokenForm({
  title,
  help,
  error: errorBefore,
  check,
  onOpen,
}: {
  readonly title: string;
  readonly help: string;
  readonly error: string | undefined;
  readonly check: (token: string) => Promise<string | undefined>;
  readonly onOpen: (token: string) => void;
}) {
  const inputRef = useRef<HTMLInputElement>(null);
  const [token, setToken] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(errorBefore);
  useEffect(() => inputRef.current?.focus(), []);
  const open = async () => {
    setBusy(true);
    const wrong = await check(token.trim());
    setBusy(false);
    if (wrong === undefined) return onOpen(token.trim());
    setError(wrong);
    inputRef.current?.focus();
  };
  return (
    <main className={styles['gate']}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void open();
        }}
      >
        <Logo size={40} />
        <h1>{title}</h1>
        <p className={styles['help']}>{help}</p>
        <TokenField inputRef={inputRef} value={token} onChange={setToken} />
        <ErrorText>{error}</ErrorText>
        <Button tone="primary" type="submit" disabled={isBusy || token.trim() === ''}>
          {isBusy ? text.opening : text.open}
        </Button>
      </form>
    </main>
  );
}

/** Not a password field, which browsers would offer to keep beyond the tab. */
function TokenField({
  inputRef,
  value,
  onChange,
}: {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <label className={styles['field']} htmlFor={id}>
      {text.token}
      <input
        ref={inputRef}
        id={id}
        type="text"
        className={styles['secret']}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
