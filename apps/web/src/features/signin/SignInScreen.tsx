import type { Account } from '@ringback/client';
import { Suspense, useEffect, useId, useRef, useState, type RefObject } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useRemembered } from '../../engine/storeHooks.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { lazyComponent } from '../../ui/loading/lazyComponent.ts';
import { Logo } from '../../ui/layout/Logo.tsx';
import styles from './SignInScreen.module.css';
import { nameHints, text } from './signInText.ts';
import { useGuests } from './useGuests.ts';

type SignedOut = Extract<Account, { state: 'signedOut' | 'signingIn' }>;

/** A newcomer's first load has nobody to remember. */
const remembered = lazyComponent(async () => (await import('./RememberedPeople.tsx')).Remembered);

/** Where a tab says who it is. */
export function SignInScreen({ account }: { readonly account: SignedOut }) {
  const guests = useGuests();
  const people = useRemembered();
  return (
    <main className={styles['screen']}>
      <div className={styles['card']}>
        <Logo size={52} />
        <h1 className={styles['title']}>Ringback</h1>
        <p className={styles['tagline']}>{text.tagline}</p>
        {people.length > 0 && (
          <Suspense>
            <remembered.Component people={people} isBusy={account.state === 'signingIn'} />
          </Suspense>
        )}
        {guests === 'off' ? (
          <GuestsOff />
        ) : (
          <NameForm
            account={account}
            hint={guests === undefined ? '' : nameHints[guests]}
            isFirstChoice={people.length === 0}
          />
        )}
      </div>
    </main>
  );
}

function GuestsOff() {
  return (
    <div className={styles['off']}>
      <h2>{text.guestsOff.title}</h2>
      <p>{text.guestsOff.help}</p>
    </div>
  );
}

function NameForm({
  account,
  hint,
  isFirstChoice,
}: {
  readonly account: SignedOut;
  readonly hint: string;
  /** Nobody is remembered here, so that a name is what comes next. */
  readonly isFirstChoice: boolean;
}) {
  const engine = useEngine();
  const id = useId();
  const [name, setName] = useState('');
  // A name that came by the address is shown too, and stays for correction if it is refused.
  if (account.state === 'signingIn' && account.name !== name) setName(account.name);
  const inputRef = useRef<HTMLInputElement>(null);
  const busy = account.state === 'signingIn';
  const error = account.state === 'signedOut' ? account.error?.message : undefined;
  useFirstFocus(inputRef, isFirstChoice);
  const signIn = async () => {
    const result = await engine.signIn(name, 'profile');
    if (!result.ok) inputRef.current?.focus();
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void signIn();
      }}
    >
      <label htmlFor={`${id}-name`}>Your name</label>
      <input
        ref={inputRef}
        id={`${id}-name`}
        className={styles['input']}
        type="text"
        name="name"
        autoComplete="username"
        autoCapitalize="words"
        spellCheck={false}
        enterKeyHint="go"
        maxLength={80}
        placeholder={text.placeholder}
        value={name}
        readOnly={busy}
        aria-invalid={error !== undefined && !busy}
        aria-describedby={`${id}-error ${id}-hint`}
        onChange={(event) => setName(event.target.value)}
      />
      <p id={`${id}-error`} role="alert" className={styles['error']}>
        {busy ? '' : error}
      </p>
      <Button tone="primary" type="submit" className={styles['submit']} disabled={busy}>
        {busy ? text.signingIn : 'Continue'}
      </Button>
      <p id={`${id}-hint`} className={styles['hint']}>
        {hint}
      </p>
    </form>
  );
}

/** With a finger the keyboard on screen would come up and cover half of what there is to read. */
function useFirstFocus(inputRef: RefObject<HTMLInputElement | null>, isFirstChoice: boolean): void {
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches && isFirstChoice) inputRef.current?.focus();
  }, [inputRef, isFirstChoice]);
}
