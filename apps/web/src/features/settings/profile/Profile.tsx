import { handleOf, type Person } from '@ringback/protocol';
import { NameForm } from './NameForm.tsx';
import { OwnPicture } from './OwnPicture.tsx';
import styles from './Profile.module.css';
import { Section } from '../section/Section.tsx';
import { text } from './profileText.ts';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';
import type { SignOutReach } from '@ringback/client';
import { LogOut } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useCalls } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialogs/Dialog.tsx';

/** The user's picture and name, and the button to sign out. */
export function Profile({ me }: { readonly me: Person }) {
  return (
    <Section heading={text.profile}>
      <div className={styles['profile']}>
        <OwnPicture me={me} />
        <div className={styles['who']}>
          <NameForm me={me} />
        </div>
      </div>
      <div className={styles['foot']}>
        <p className={styles['hint']}>
          <Sentence>{text.signedInAs(isolate(handleOf(me)))}</Sentence>
        </p>
        <SignOut />
      </div>
    </Section>
  );
}

/** Signing out ends a live call, as the text next to the button says. Where it has two meanings, it asks. */
function SignOut() {
  const { account } = useEngine();
  const peerName = useCalls(({ current }) => current?.peer.name);
  const [isAsking, setIsAsking] = useState(false);
  const noteId = useId();
  const signOut = async (): Promise<void> => {
    if (await account.isReachOpen()) setIsAsking(true);
    else await account.signOut();
  };
  return (
    <div className={styles['signOut']}>
      <Button icon={LogOut} aria-describedby={noteId} onClick={() => void signOut()}>
        {text.signOut}
      </Button>
      <p id={noteId} className={styles['hint']}>
        {peerName !== undefined && <Sentence>{text.endsCall(isolate(peerName))}</Sentence>}
      </p>
      {isAsking && (
        <AskWhere onAnswer={(reach) => void account.signOut(reach)} onDismiss={() => setIsAsking(false)} />
      )}
    </div>
  );
}

function AskWhere({
  onAnswer,
  onDismiss,
}: {
  readonly onAnswer: (reach: SignOutReach) => void;
  readonly onDismiss: () => void;
}) {
  const titleId = useId();
  const helpId = useId();
  const tabRef = useRef<HTMLButtonElement>(null);
  return (
    <Dialog aria-labelledby={titleId} aria-describedby={helpId} onDismiss={onDismiss} focusRef={tabRef}>
      <h2 id={titleId} className={styles['question']}>
        {text.where.title}
      </h2>
      <p id={helpId} className={styles['hint']}>
        {text.where.help}
      </p>
      <DialogButtons>
        <Button ref={tabRef} onClick={() => onAnswer('tab')}>
          {text.where.tab}
        </Button>
        <Button tone="danger" onClick={() => onAnswer('browser')}>
          {text.where.browser}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
