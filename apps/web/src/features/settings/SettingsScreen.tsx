import { LogOut } from 'lucide-react';
import { useId } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useAccount, useCalls } from '../../engine/hooks.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Privacy } from './Privacy.tsx';
import { Section } from './Section.tsx';
import styles from './SettingsScreen.module.css';
import { text } from './text.ts';

/** What can be set: who this tab is, and what others learn of one. */
export function SettingsScreen() {
  const account = useAccount();
  if (account.state !== 'signedIn') return null;
  return (
    <Page title="Settings">
      <Section heading={text.profile}>
        <div className={styles['profile']}>
          <Avatar person={account.me} size="large" />
          <div className={styles['words']}>
            <p className={styles['name']}>{account.me.name}</p>
            <p className={styles['hint']}>{text.findable}</p>
          </div>
          <SignOut />
        </div>
      </Section>
      <Privacy />
    </Page>
  );
}

/** Ends a live call first; while there is one, that is said beside the button. */
function SignOut() {
  const engine = useEngine();
  const { current } = useCalls();
  const noteId = useId();
  return (
    <div className={styles['signOut']}>
      <Button icon={LogOut} aria-describedby={noteId} onClick={() => void engine.signOut()}>
        {text.signOut}
      </Button>
      <p id={noteId} className={styles['hint']}>
        {current !== null && text.endsCall(current.peer.name)}
      </p>
    </div>
  );
}
