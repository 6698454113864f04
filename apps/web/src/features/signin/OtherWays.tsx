import type { SignInWays } from '@ringback/protocol';
import { KeyRound } from 'lucide-react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { browserPasskeys, canUsePasskeys } from '../../engine/passkeys.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { useSaving } from '../../ui/controls/useSaving.ts';
import type { Way } from './signInWay.ts';
import styles from './SignInScreen.module.css';
import { text } from './signInText.ts';

/** Buttons to sign in in another way than the one that is shown. */
export function OtherWays({
  ways,
  now,
  onChoose,
  canUseName,
  canJoin,
}: {
  readonly ways: SignInWays;
  readonly now: Way;
  readonly onChoose: (way: Way) => void;
  /** Guests may sign in by name. */
  readonly canUseName: boolean;
  /** Newcomers may create an account here. */
  readonly canJoin: boolean;
}) {
  const isForm = now === 'password' || now === 'recoveryCode';
  const hasPasskeys = 'rpId' in ways.passkeys && canUsePasskeys();
  return (
    <div className={styles['otherWays']}>
      {hasPasskeys && now !== 'join' && <PasskeyButton />}
      {!isForm && <Button onClick={() => onChoose('password')}>{text.ways.withPassword}</Button>}
      {canUseName && now !== 'name' && <Button onClick={() => onChoose('name')}>{text.ways.asGuest}</Button>}
      {canJoin && now !== 'join' && (
        <Button onClick={() => onChoose('join')}>{text.ways.createAccount}</Button>
      )}
      {'reason' in ways.passkeys && <p className={styles['reason']}>{ways.passkeys.reason}</p>}
    </div>
  );
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
