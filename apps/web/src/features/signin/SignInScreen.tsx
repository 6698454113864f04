import type { Account } from '@ringback/client';
import type { PublicConfig } from '@ringback/protocol';
import { Suspense, useEffect, useId, useRef, useState, type RefObject } from 'react';
import { useEngine, usePublicConfig } from '../../engine/EngineContext.tsx';
import { useRemembered } from '../../engine/storeHooks.ts';
import { matchesMedia } from '../../ui/browser/matchesMedia.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { lazyComponent } from '../../ui/loading/lazyComponent.ts';
import { HostLinks } from '../../ui/layout/HostLinks.tsx';
import { Logo } from '../../ui/layout/Logo.tsx';
import styles from './SignInScreen.module.css';
import { nameHints, text } from './signInText.ts';
import { canJoin, firstWay, invitationIn, type Way } from './signInWay.ts';

type SignedOut = Extract<Account, { state: 'signedOut' | 'signingIn' }>;

/** Not part of the first load: a new browser remembers no accounts. */
const rememberedPeople = lazyComponent(async () => (await import('./RememberedPeople.tsx')).RememberedPeople);

const accountForm = lazyComponent(async () => (await import('./PasswordForms.tsx')).AccountForm);
const joinForm = lazyComponent(async () => (await import('./JoinForm.tsx')).JoinForm);
const linkForm = lazyComponent(async () => (await import('./link/LinkForm.tsx')).LinkForm);
const otherWays = lazyComponent(async () => (await import('./OtherWays.tsx')).OtherWays);

/** The screen to sign in: by a remembered account, by name, or to an account. */
export function SignInScreen({ account }: { readonly account: SignedOut }) {
  const config = usePublicConfig();
  const people = useRemembered();
  const [invitation] = useState(() => invitationIn(location));
  const [chosen, setChosen] = useState<{ readonly way: Way; readonly name: string }>();
  const choose = (next: Way, name = ''): void => setChosen({ way: next, name });
  const way = chosen?.way ?? firstWay(config, invitation !== undefined);
  return (
    <main className={styles['screen']}>
      <div className={styles['card']}>
        <Logo size={52} />
        <h1 className={styles['title']}>Ringback</h1>
        <p className={styles['tagline']}>{text.tagline}</p>
        {people.length > 0 && way === 'name' && (
          <Suspense>
            <rememberedPeople.Component
              people={people}
              isBusy={account.state === 'signingIn'}
              onAsked={(name) => choose('password', name)}
            />
          </Suspense>
        )}
        <Suspense>
          <WayForm
            way={way}
            account={account}
            config={config}
            initialName={chosen?.name ?? ''}
            invitation={invitation}
            isFirstChoice={people.length === 0}
            onChoose={choose}
          />
        </Suspense>
        <HostLinks {...config?.host} className={styles['host']} />
      </div>
    </main>
  );
}

interface WayProps {
  readonly way: Way;
  readonly account: SignedOut;
  readonly config: PublicConfig | undefined;
  readonly initialName: string;
  readonly invitation: string | undefined;
  readonly isFirstChoice: boolean;
  readonly onChoose: (way: Way, name?: string) => void;
}

function WayForm(props: WayProps) {
  const { way, config, invitation, onChoose } = props;
  const isInvited = invitation !== undefined;
  return (
    <>
      {config?.guests === 'off' && way !== 'join' && (
        <p className={styles['rule']}>{canJoin(config, isInvited) ? text.noGuests : text.inviteOnly}</p>
      )}
      <ChosenForm {...props} />
      {config?.ways !== undefined && (
        // Apart from the form: hiding that while this loads would take the focus, or the press on its button.
        <Suspense>
          <otherWays.Component
            ways={config.ways}
            now={way}
            onChoose={onChoose}
            canUseName={config.guests !== 'off'}
            canJoin={canJoin(config, isInvited)}
            invitation={invitation}
          />
        </Suspense>
      )}
    </>
  );
}

function ChosenForm({ way, account, config, initialName, invitation, isFirstChoice, onChoose }: WayProps) {
  switch (way) {
    case 'name':
      return (
        <NameForm
          account={account}
          hint={config === undefined ? '' : nameHints[config.guests]}
          isFirstChoice={isFirstChoice}
        />
      );
    case 'password':
    case 'recoveryCode':
      return (
        <accountForm.Component way={way} account={account} initialName={initialName} onChoose={onChoose} />
      );
    case 'link':
      return <linkForm.Component />;
    case 'join':
      return (
        <joinForm.Component
          invitation={invitation}
          hasPasskeys={config?.ways !== undefined && 'rpId' in config.ways.passkeys}
        />
      );
  }
}

function NameForm({
  account,
  hint,
  isFirstChoice,
}: {
  readonly account: SignedOut;
  readonly hint: string;
  /** No accounts are remembered, so that people start with the name. */
  readonly isFirstChoice: boolean;
}) {
  const engine = useEngine();
  const id = useId();
  const [name, setName] = useState('');
  // Shows a name from the address too, so that it can be corrected if it is refused.
  if (account.state === 'signingIn' && account.name !== name) setName(account.name);
  const inputRef = useRef<HTMLInputElement>(null);
  const isBusy = account.state === 'signingIn';
  const error = account.state === 'signedOut' ? account.error?.message : undefined;
  useInitialFocus(inputRef, isFirstChoice);
  const signIn = async () => {
    const result = await engine.account.signIn(name, 'profile');
    if (!result.ok) inputRef.current?.focus();
  };
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void signIn();
      }}
    >
      <label htmlFor={`${id}-name`}>{text.name}</label>
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
        readOnly={isBusy}
        aria-invalid={error !== undefined && !isBusy}
        aria-describedby={`${id}-error ${id}-hint`}
        onChange={(event) => setName(event.target.value)}
      />
      <p id={`${id}-error`} role="alert" className={styles['error']}>
        {isBusy ? '' : error}
      </p>
      <Button tone="primary" type="submit" className={styles['submit']} disabled={isBusy}>
        {isBusy ? text.signingIn : text.submit}
      </Button>
      <p id={`${id}-hint`} className={styles['hint']}>
        {hint}
      </p>
    </form>
  );
}

/** Focuses the field, except on touch screens, where the on-screen keyboard would cover half of the text. */
function useInitialFocus(inputRef: RefObject<HTMLInputElement | null>, isFirstChoice: boolean): void {
  useEffect(() => {
    if (matchesMedia('(pointer: fine)') && isFirstChoice) inputRef.current?.focus();
  }, [inputRef, isFirstChoice]);
}
