import type { Person, WireError } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Button } from '../../ui/controls/Button.tsx';
import { Logo } from '../../ui/layout/Logo.tsx';
import { isolate, Sentence } from '../../ui/layout/Sentence.tsx';
import styles from './SignInScreen.module.css';
import { text } from './signInText.ts';

const words = text.link;

type Link =
  | { readonly state: 'looking' }
  | { readonly state: 'good'; readonly person: Person }
  | { readonly state: 'signingIn'; readonly person: Person }
  | { readonly state: 'unusable'; readonly error: WireError };

/**
 * The page of a one-time sign-in link. It says whom the link signs in, and waits for a press, because a preview of the
 * link must not use it up.
 */
export function SignInLinkScreen({
  code,
  onLeave,
}: {
  readonly code: string;
  /** The link is used, or unusable. */
  readonly onLeave: () => void;
}) {
  const { signInLinks } = useEngine();
  const [link, setLink] = useState<Link>({ state: 'looking' });
  useEffect(() => {
    let isCurrent = true;
    const look = async (): Promise<void> => {
      const found = await signInLinks.look(code);
      if (!isCurrent) return;
      setLink(found.ok ? { state: 'good', person: found.data } : { state: 'unusable', error: found.error });
    };
    void look();
    return () => {
      isCurrent = false;
    };
  }, [signInLinks, code]);
  const signIn = async (person: Person): Promise<void> => {
    setLink({ state: 'signingIn', person });
    const used = await signInLinks.use(code);
    if (used.ok) onLeave();
    else setLink({ state: 'unusable', error: used.error });
  };
  return (
    <main className={styles['screen']}>
      <div className={styles['card']}>
        <Logo size={52} />
        <LinkState link={link} onSignIn={(person) => void signIn(person)} onLeave={onLeave} />
      </div>
    </main>
  );
}

function LinkState({
  link,
  onSignIn,
  onLeave,
}: {
  readonly link: Link;
  readonly onSignIn: (person: Person) => void;
  readonly onLeave: () => void;
}) {
  switch (link.state) {
    case 'looking':
      return (
        <p role="status" className={styles['tagline']}>
          {words.looking}
        </p>
      );
    case 'good':
    case 'signingIn': {
      const name = isolate(link.person.name);
      const isBusy = link.state === 'signingIn';
      return (
        <>
          <h1 className={styles['title']}>
            <Sentence>{words.title(name)}</Sentence>
          </h1>
          <p className={styles['tagline']}>
            {words.help}
            {link.person.account !== undefined && ` ${words.password}`}
          </p>
          <div className={styles['form']}>
            <Button
              tone="primary"
              className={styles['submit']}
              disabled={isBusy}
              onClick={() => onSignIn(link.person)}
            >
              <span>
                <Sentence>{isBusy ? text.signingIn : words.submit(name)}</Sentence>
              </span>
            </Button>
          </div>
        </>
      );
    }
    case 'unusable':
      return (
        <>
          <h1 className={styles['title']}>{words.unusable}</h1>
          <p role="alert" className={styles['tagline']}>
            {link.error.message}
          </p>
          <div className={styles['form']}>
            <Button className={styles['submit']} onClick={onLeave}>
              {words.leave}
            </Button>
          </div>
        </>
      );
  }
}
