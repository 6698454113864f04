import { useEffect, type ReactNode } from 'react';
import { TokenForm } from '../ui/fields/TokenForm.tsx';
import { Button } from '../ui/controls/Button.tsx';
import styles from './HostGate.module.css';
import { useHostToken } from './hostToken.ts';

/** Asks for the token again, as after a restart with another one. */
export type LeaveHostPage = (error?: string) => void;

/** A page for the person who runs the server. It needs no sign-in, but the token of the server's settings. */
export function HostGate({
  title,
  help,
  check,
  children,
}: {
  readonly title: string;
  readonly help: string;
  /** What is wrong with a token; undefined for the right one. */
  readonly check: (token: string) => Promise<string | undefined>;
  readonly children: (token: string, leave: LeaveHostPage) => ReactNode;
}) {
  const { token, error, keep, leave } = useHostToken();
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (token !== undefined) return children(token, leave);
  return <TokenForm title={title} help={help} error={error} check={check} onOpen={keep} />;
}

/** A whole page for the person who runs the server, with its title and the button that closes it. */
export function HostPage({
  title,
  close,
  onClose,
  children,
}: {
  readonly title: string;
  /** The words on the button. */
  readonly close: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <main className={styles['page']}>
      <header className={styles['header']}>
        <h1>{title}</h1>
        <Button onClick={onClose}>{close}</Button>
      </header>
      {children}
    </main>
  );
}
