import type { CallId } from '@ringback/protocol';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useAccount, useCalls } from '../../engine/hooks.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Page } from '../../ui/Page.tsx';
import styles from './SettingsScreen.module.css';
import { text } from './text.ts';

/** What can be set: so far, who this tab is. */
export function SettingsScreen() {
  const account = useAccount();
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
          <SignOut />
        </div>
      </section>
    </Page>
  );
}

/** Asks first only where signing out would cost a call. */
function SignOut() {
  const engine = useEngine();
  const { current } = useCalls();
  const [askingFor, setAskingFor] = useState<CallId>();
  const signOut = () => void engine.signOut();
  return (
    <>
      <Button icon={LogOut} onClick={current === null ? signOut : () => setAskingFor(current.id)}>
        {text.signOut}
      </Button>
      {current !== null && current.id === askingFor && (
        <ConfirmDialog
          {...text.endsCall(current.peer.name)}
          onConfirm={signOut}
          onKeep={() => setAskingFor(undefined)}
        />
      )}
    </>
  );
}
