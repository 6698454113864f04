import type { ReactNode } from 'react';
import { Button } from '../ui/controls/Button.tsx';
import { Logo } from '../ui/layout/Logo.tsx';
import { text } from './appText.ts';
import styles from './FullPage.module.css';

/** A page that shows one message in place of the app. */
export function FullPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <Logo size={44} />
        <h1 className={styles['title']}>{title}</h1>
        {children}
      </div>
    </main>
  );
}

/** Shown where the server speaks a newer protocol than this page. */
export function OutdatedScreen() {
  return (
    <FullPage title={text.outdated.title}>
      <p>{text.outdated.help}</p>
      <Button tone="primary" onClick={() => location.reload()}>
        {text.reload}
      </Button>
    </FullPage>
  );
}
