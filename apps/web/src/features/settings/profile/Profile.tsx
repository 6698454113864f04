import { handleOf, type Person } from '@ringback/protocol';
import { LogOut } from 'lucide-react';
import { useId } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useCalls } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { NameForm } from './NameForm.tsx';
import { OwnPicture } from './OwnPicture.tsx';
import styles from './Profile.module.css';
import { Section } from '../section/Section.tsx';
import { text } from './profileText.ts';

/** The user's picture and name, and the button to sign out. */
export function Profile({ me }: { readonly me: Person }) {
  return (
    <Section heading={text.profile}>
      <div className={styles['profile']}>
        <OwnPicture me={me} />
        <div className={styles['who']}>
          <NameForm key={me.name} me={me} />
        </div>
      </div>
      <div className={styles['foot']}>
        <p className={styles['hint']}>{text.signedInAs(handleOf(me))}</p>
        <SignOut />
      </div>
    </Section>
  );
}

/** Signing out ends a live call; the text next to the button says so. */
function SignOut() {
  const engine = useEngine();
  const peerName = useCalls(({ current }) => current?.peer.name);
  const noteId = useId();
  return (
    <div className={styles['signOut']}>
      <Button icon={LogOut} aria-describedby={noteId} onClick={() => void engine.account.signOut()}>
        {text.signOut}
      </Button>
      <p id={noteId} className={styles['hint']}>
        {peerName !== undefined && text.endsCall(peerName)}
      </p>
    </div>
  );
}
