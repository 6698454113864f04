import type { PasskeyInfo } from '@ringback/protocol';
import { useId, useState } from 'react';
import { useEngine, usePublicConfig } from '../../../engine/EngineContext.tsx';
import { browserPasskeys } from '../../../engine/passkeys.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { CheckField } from '../../../ui/fields/TextField.tsx';
import type { MemberProps } from './Account.tsx';
import styles from './Account.module.css';
import { text } from './accountText.ts';
import { useIdentityCheck, usePasskeysHere } from './ConfirmIdentity.tsx';
import { FormDialog } from './FormDialog.tsx';

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The passkeys of the account, and a button to add one where the browser can use them. */
export function Passkeys({ account, isDisabled, onChanged }: MemberProps) {
  const { credentials } = useEngine();
  const passkeysHere = usePublicConfig()?.ways?.passkeys;
  const id = useId();
  const [isAdding, setIsAdding] = useState(false);
  const [error, setError] = useState<string>();
  const { withProof, dialog } = useIdentityCheck(account);
  const add = async (): Promise<void> => {
    setIsAdding(true);
    setError(undefined);
    const answer = await withProof(() => credentials.addPasskey(browserPasskeys));
    setIsAdding(false);
    if (answer.ok) onChanged(answer.data.account, text.passkeys.added);
    else setError(answer.error.message);
  };
  const isUsable = usePasskeysHere();
  return (
    <>
      {account.passkeys.length > 0 && (
        <div>
          <p id={id} className={styles['label']}>
            {text.passkeys.label}
          </p>
          <ul aria-labelledby={id} className={styles['passkeys']}>
            {account.passkeys.map((passkey) => (
              <Passkey key={passkey.id} passkey={passkey} isDisabled={isDisabled} onChanged={onChanged} />
            ))}
          </ul>
        </div>
      )}
      {isUsable && (
        <div className={styles['row']}>
          <Button disabled={isDisabled || isAdding} onClick={() => void add()}>
            {text.passkeys.add}
          </Button>
        </div>
      )}
      {passkeysHere !== undefined && 'reason' in passkeysHere && (
        <p className={styles['hint']}>{passkeysHere.reason}</p>
      )}
      {error !== undefined && (
        <p role="alert" className={styles['error']}>
          {error}
        </p>
      )}
      {dialog}
    </>
  );
}

function Passkey({
  passkey,
  isDisabled,
  onChanged,
}: Pick<MemberProps, 'isDisabled' | 'onChanged'> & { readonly passkey: PasskeyInfo }) {
  const [isAsking, setIsAsking] = useState(false);
  const { name, createdAt, usedAt } = passkey;
  return (
    <li className={styles['passkey']} aria-label={name}>
      <div>
        <p>{name}</p>
        <p className={styles['hint']}>
          {usedAt === undefined
            ? text.passkeys.created(dates.format(createdAt))
            : text.passkeys.used(dates.format(usedAt))}
        </p>
      </div>
      <Button
        aria-label={text.passkeys.removeOne(name)}
        disabled={isDisabled}
        onClick={() => setIsAsking(true)}
      >
        {text.passkeys.remove}
      </Button>
      {isAsking && (
        <RemovePasskey
          passkey={passkey}
          onDismiss={() => setIsAsking(false)}
          onChanged={(account, said) => {
            setIsAsking(false);
            onChanged(account, said);
          }}
        />
      )}
    </li>
  );
}

function RemovePasskey({
  passkey,
  onChanged,
  onDismiss,
}: Pick<MemberProps, 'onChanged'> & { readonly passkey: PasskeyInfo; readonly onDismiss: () => void }) {
  const { credentials } = useEngine();
  const [signOutOthers, setSignOutOthers] = useState(true);
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<string>();
  const remove = async (): Promise<void> => {
    setIsSaving(true);
    const answer = await credentials.removePasskey(passkey.id, signOutOthers);
    setIsSaving(false);
    if (answer.ok) onChanged(answer.data.account, text.passkeys.removed);
    else setError(answer.error.message);
  };
  return (
    <FormDialog
      title={text.passkeys.removal.title}
      help={text.passkeys.removal.help(passkey.name)}
      submit={text.passkeys.removal.submit}
      isSaving={isSaving}
      error={error}
      onSubmit={() => void remove()}
      onDismiss={onDismiss}
    >
      <CheckField label={text.password.signOutOthers} checked={signOutOthers} onChange={setSignOutOthers} />
    </FormDialog>
  );
}
