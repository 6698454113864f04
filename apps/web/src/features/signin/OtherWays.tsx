import type { CredentialActions } from '@ringback/client';
import type { Person, Result, SignInWays } from '@ringback/protocol';
import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { browserPasskeys, canUsePasskeys } from '../../engine/passkeys.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { useSaving } from '../../ui/controls/useSaving.ts';
import { oidcAnswerIn, type Way } from './signInWay.ts';
import styles from './SignInScreen.module.css';
import { text } from './signInText.ts';

/** Buttons to sign in in another way than the one that is shown. */
export function OtherWays({
  ways,
  now,
  onChoose,
  canUseName,
  canJoin,
  invitation,
}: {
  readonly ways: SignInWays;
  readonly now: Way;
  readonly onChoose: (way: Way) => void;
  /** Guests may sign in by name. */
  readonly canUseName: boolean;
  /** Newcomers may create an account here. */
  readonly canJoin: boolean;
  readonly invitation: string | undefined;
}) {
  const isForm = now === 'password' || now === 'recoveryCode';
  const hasPasskeys = 'rpId' in ways.passkeys && canUsePasskeys();
  return (
    <div className={styles['otherWays']}>
      {ways.oidc !== undefined && <OidcButton name={ways.oidc.name} invitation={invitation} />}
      {hasPasskeys && now !== 'join' && <PasskeyButton />}
      {!isForm && <Button onClick={() => onChoose('password')}>{text.ways.withPassword}</Button>}
      {canUseName && now !== 'name' && <Button onClick={() => onChoose('name')}>{text.ways.asGuest}</Button>}
      {canJoin && now !== 'join' && (
        <Button onClick={() => onChoose('join')}>{text.ways.createAccount}</Button>
      )}
      {now !== 'link' && <Button onClick={() => onChoose('link')}>{text.ways.byLink}</Button>}
      {'reason' in ways.passkeys && <p className={styles['reason']}>{ways.passkeys.reason}</p>}
    </div>
  );
}

/** Goes to the provider, and is signed in when it comes back. */
function OidcButton({
  name,
  invitation,
}: {
  readonly name: string;
  readonly invitation: string | undefined;
}) {
  const { credentials } = useEngine();
  const { isSaving, error, save } = useSaving();
  const [back] = useState(() => oidcAnswerIn(location.hash));
  const [backError, setBackError] = useState<string>();
  useEffect(() => {
    async function finish() {
      const answer = await finishOidc(credentials);
      if (answer?.ok === false) setBackError(answer.error.message);
    }
    void finish();
  }, [credentials]);
  const start = async () => {
    const answer = await credentials.startOidc(invitation);
    if (answer.ok) location.assign(answer.data);
    return answer;
  };
  return (
    <>
      <Button disabled={isSaving} onClick={() => void save(start())}>
        {text.ways.withOidc(name)}
      </Button>
      <p role="alert" className={styles['error']}>
        {error ?? backError ?? (back === 'failed' ? text.ways.oidcFailed : undefined)}
      </p>
    </>
  );
}

/** Takes the provider's answer out of the address, which has it once, and signs in with it. */
async function finishOidc(credentials: CredentialActions): Promise<Result<Person> | undefined> {
  const answer = oidcAnswerIn(location.hash);
  if (answer === undefined) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return answer === 'failed' ? undefined : credentials.signInByOidc(answer);
}

function PasskeyButton() {
  const { credentials } = useEngine();
  const { isSaving, error, save } = useSaving();
  return (
    <>
      <Button
        icon={KeyRound}
        disabled={isSaving}
        onClick={() => void save(credentials.signInByPasskey(browserPasskeys))}
      >
        {text.ways.withPasskey}
      </Button>
      <p role="alert" className={styles['error']}>
        {error}
      </p>
    </>
  );
}
