import type { JoinedAccount, JoinForm as JoinFormData } from '@ringback/client';
import type { Result } from '@ringback/protocol';
import { KeyRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { browserPasskeys } from '../../engine/passkeys.ts';
import { Button } from '../../ui/controls/Button.tsx';
import { TextField } from '../../ui/fields/TextField.tsx';
import { RecoveryCodesDialog } from '../../ui/dialogs/RecoveryCodes.tsx';
import { focusEmptyField } from './signInWay.ts';
import styles from './SignInScreen.module.css';
import { text } from './signInText.ts';

/** Creates a user with an account, for newcomers. `invitation`: the code in the address, if there is one. */
export function JoinForm({
  invitation,
  hasPasskeys,
}: {
  readonly invitation: string | undefined;
  readonly hasPasskeys: boolean;
}) {
  const { credentials } = useEngine();
  const formRef = useRef<HTMLFormElement>(null);
  const [form, setForm] = useState<Filled>({ name: '', handle: '', password: '' });
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [joined, setJoined] = useState<JoinedAccount>();
  useEffect(() => focusEmptyField(formRef.current), []);
  const join = async (request: Promise<Result<JoinedAccount>>): Promise<void> => {
    setIsBusy(true);
    setError(undefined);
    const answer = await request;
    setIsBusy(false);
    if (answer.ok) setJoined(answer.data);
    else setError(answer.error.message);
  };
  return (
    <form
      ref={formRef}
      className={styles['ways']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void join(credentials.join({ ...form, invitation }));
      }}
    >
      <Fields form={form} onChange={setForm} />
      <p role="alert" className={styles['error']}>
        {isBusy ? '' : error}
      </p>
      <Button tone="primary" type="submit" className={styles['submit']} disabled={isBusy}>
        {isBusy ? text.join.creating : text.join.submit}
      </Button>
      {hasPasskeys && (
        <Button
          icon={KeyRound}
          disabled={isBusy}
          onClick={() => void join(credentials.joinByPasskey({ ...form, invitation }, browserPasskeys))}
        >
          {text.ways.withPasskey}
        </Button>
      )}
      {joined !== undefined && (
        <RecoveryCodesDialog codes={joined.recoveryCodes} onDone={() => void joined.enter()} />
      )}
    </form>
  );
}

type Filled = Pick<JoinFormData, 'name' | 'handle' | 'password'>;

function Fields({ form, onChange }: { readonly form: Filled; readonly onChange: (form: Filled) => void }) {
  return (
    <>
      <TextField
        label={text.name}
        name="username"
        autoComplete="username"
        autoCapitalize="words"
        maxLength={80}
        placeholder={text.placeholder}
        required
        value={form.name}
        onChange={(event) => onChange({ ...form, name: event.target.value })}
      />
      <TextField
        label={text.join.handle}
        hint={text.join.handleHint}
        placeholder={text.join.handlePlaceholder}
        autoComplete="off"
        maxLength={40}
        value={form.handle}
        onChange={(event) => onChange({ ...form, handle: event.target.value })}
      />
      <TextField
        label={text.ways.password}
        hint={text.join.passwordHint}
        type="password"
        name="password"
        autoComplete="new-password"
        required
        value={form.password}
        onChange={(event) => onChange({ ...form, password: event.target.value })}
      />
    </>
  );
}
