import { handleOf, type Person } from '@ringback/protocol';
import { NameForm } from './NameForm.tsx';
import { OwnPicture } from './OwnPicture.tsx';
import styles from './Profile.module.css';
import { SignOut } from './SignOut.tsx';
import { Section } from '../section/Section.tsx';
import { text } from './profileText.ts';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';

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
        <p className={styles['hint']}>
          <Sentence>{text.signedInAs(isolate(handleOf(me)))}</Sentence>
        </p>
        <SignOut />
      </div>
    </Section>
  );
}
