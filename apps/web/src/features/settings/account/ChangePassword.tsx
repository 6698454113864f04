import { useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useAccount } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { CheckField, TextField } from '../../../ui/fields/TextField.tsx';
import type { MemberProps } from './Account.tsx';
import { text } from './accountText.ts';
import { useIdentityCheck } from './ConfirmIdentity.tsx';
import { UserNameForManagers } from './CreateAccountDialog.tsx';
import { FormDialog } from './FormDialog.tsx';

/** Changes the password, or sets the first one of an account with passkeys. */
export function ChangePassword({ account, isDisabled, onChanged }: MemberProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button disabled={isDisabled} onClick={() => setIsOpen(true)}>
        {text.password.change}
      </Button>
      {isOpen && (
        <ChangePasswordDialog
          account={account}
          onDismiss={() => setIsOpen(false)}
          onChanged={(changed, said) => {
            setIsOpen(false);
            onChanged(changed, said);
          }}
        />
      )}
    </>
  );
}

function ChangePasswordDialog({
  account,
  onChanged,
  onDismiss,
}: Pick<MemberProps, 'account' | 'onChanged'> & { readonly onDismiss: () => void }) {
  const { hasPassword } = account;
  const { credentials } = useEngine();
  const user = useAccount();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [signOutOthers, setSignOutOthers] = useState(true);
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<string>();
  const { withProof, dialog } = useIdentityCheck(account);
  const change = async (): Promise<void> => {
    setIsSaving(true);
    const answer = await withProof(() =>
      credentials.changePassword(hasPassword ? old : undefined, next, signOutOthers),
    );
    setIsSaving(false);
    if (!answer.ok) setError(answer.error.message);
    else onChanged(answer.data.account, signOutOthers ? text.password.doneEverywhere : text.password.done);
  };
  return (
    <>
      <FormDialog
        title={text.password.title}
        submit={isSaving ? text.handle.saving : text.password.submit}
        isSaving={isSaving}
        error={error}
        onSubmit={() => void change()}
        onDismiss={onDismiss}
      >
        {user.state === 'signedIn' && <UserNameForManagers name={user.me.name} />}
        {hasPassword && (
          <TextField
            label={text.password.old}
            type="password"
            autoComplete="current-password"
            value={old}
            onChange={(event) => setOld(event.target.value)}
          />
        )}
        <TextField
          label={text.password.next}
          hint={text.fields.passwordHint}
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
        <CheckField label={text.password.signOutOthers} checked={signOutOthers} onChange={setSignOutOthers} />
      </FormDialog>
      {dialog}
    </>
  );
}
