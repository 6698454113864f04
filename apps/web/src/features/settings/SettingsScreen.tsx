import { LogOut } from 'lucide-react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useAccount, useCalls } from '../../engine/hooks.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import styles from './SettingsScreen.module.css';
import { text } from './text.ts';

/** What can be set: so far, who this tab is. */
export function SettingsScreen() {
  const engine = useEngine();
  const account = useAccount();
  const { current } = useCalls();
  if (account.state !== 'signedIn') return null;
  return (
    <Page title="Settings">
      <section className={styles['section']}>
        <h2 className={styles['heading']}>Profile</h2>
        <div className={styles['profile']}>
          <Avatar person={account.me} size="large" />
          <div className={styles['words']}>
            <p className={styles['name']}>{account.me.name}</p>
            <p className={styles['hint']}>{text.findable}</p>
          </div>
          <Button icon={LogOut} onClick={() => void engine.signOut()} aria-describedby="sign-out-hint">
            {text.signOut}
          </Button>
        </div>
        <p id="sign-out-hint" className={styles['warning']}>
          {current === null ? '' : text.endsCall(current.peer.name)}
        </p>
      </section>
    </Page>
  );
}
