import type { OwnAccount, Result } from '@ringback/protocol';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { browserPasskeys } from '../../../engine/passkeys.ts';
import { useAccount } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { TextField } from '../../../ui/fields/TextField.tsx';
import { text } from './accountText.ts';
import { FormDialog } from './FormDialog.tsx';

/** Turns a guest into an account. */
export function CreateAccountDialog({
  needsInvitation,
  hasPasskeys,
  onCreated,
  onDismiss,
}: {
  readonly needsInvitation: boolean;
  /** This browser can use passkeys here. */
  readonly hasPasskeys: boolean;
  readonly onCreated: (account: OwnAccount, codes: readonly string[]) => void;
  readonly onDismiss: () => void;
}) {
  const { credentials } = useEngine();
  const [filled, setFilled] = useState<Filled>({
    handle: '',
    password: '',
    invitation: codeIn(location.hash),
  });
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<string>();
  const create = async (request: Promise<Created>): Promise<void> => {
    setIsSaving(true);
    setError(undefined);
    const answer = await request;
    setIsSaving(false);
    if (answer.ok) onCreated(answer.data.account, answer.data.recoveryCodes ?? []);
    else setError(answer.error.message);
  };
  const form = { ...filled, invitation: needsInvitation ? codeIn(filled.invitation) : undefined };
  return (
    <FormDialog
      title={text.create.title}
      help={text.create.help}
      submit={isSaving ? text.create.saving : text.create.submit}
      isSaving={isSaving}
      error={error}
      onSubmit={() => void create(credentials.create(form))}
      onDismiss={onDismiss}
    >
      <Fields filled={filled} needsInvitation={needsInvitation} onChange={setFilled} />
      {hasPasskeys && (
        <Button
          icon={KeyRound}
          disabled={isSaving}
          onClick={() => void create(credentials.addPasskey(browserPasskeys, form))}
        >
          {text.passkeys.instead}
        </Button>
      )}
    </FormDialog>
  );
}

type Created = Result<{
  readonly account: OwnAccount;
  readonly recoveryCodes?: readonly string[] | undefined;
}>;

interface Filled {
  readonly handle: string;
  readonly password: string;
  readonly invitation: string;
}

function Fields({
  filled,
  needsInvitation,
  onChange,
}: {
  readonly filled: Filled;
  readonly needsInvitation: boolean;
  readonly onChange: (filled: Filled) => void;
}) {
  const account = useAccount();
  return (
    <>
      <TextField
        label={text.fields.handle}
        hint={text.fields.handleHint}
        placeholder={text.fields.handlePlaceholder}
        autoComplete="off"
        maxLength={40}
        value={filled.handle}
        onChange={(event) => onChange({ ...filled, handle: event.target.value })}
      />
      {account.state === 'signedIn' && <UserNameForManagers name={account.me.name} />}
      <TextField
        label={text.fields.password}
        hint={text.fields.passwordHint}
        type="password"
        name="password"
        autoComplete="new-password"
        value={filled.password}
        onChange={(event) => onChange({ ...filled, password: event.target.value })}
      />
      {needsInvitation && (
        <TextField
          label={text.fields.invitation}
          hint={text.fields.invitationHint}
          autoComplete="off"
          value={filled.invitation}
          onChange={(event) => onChange({ ...filled, invitation: event.target.value })}
        />
      )}
    </>
  );
}

/** People may paste the whole link. */
function codeIn(typed: string): string {
  return typed.trim().replace(/^.*#/, '');
}

/** Password managers store the password under this name. */
export function UserNameForManagers({ name }: { readonly name: string }) {
  return <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />;
}
