import type { Account } from '@ringback/client';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Button } from '../../ui/controls/Button.tsx';
import { CheckField, TextField } from '../../ui/fields/TextField.tsx';
import { focusEmptyField } from './signInWay.ts';
import styles from './SignInScreen.module.css';
import { text } from './signInText.ts';

type SignedOut = Extract<Account, { state: 'signedOut' | 'signingIn' }>;

interface FormProps {
  readonly account: SignedOut;
  /** Filled in at first: the account that was chosen. */
  readonly initialName: string;
  readonly onOtherWay: (name: string) => void;
}

/** Signs in to an account. Both forms are one component, so that the screen is not empty between them. */
export function AccountForm({
  way,
  onChoose,
  ...rest
}: Omit<FormProps, 'onOtherWay'> & {
  readonly way: 'password' | 'recoveryCode';
  readonly onChoose: (way: 'password' | 'recoveryCode', name: string) => void;
}) {
  switch (way) {
    case 'password':
      return <PasswordForm {...rest} onOtherWay={(name) => onChoose('recoveryCode', name)} />;
    case 'recoveryCode':
      return <RecoveryCodeForm {...rest} onOtherWay={(name) => onChoose('password', name)} />;
  }
}

/** Signs in to an account with its password. */
function PasswordForm({ account, initialName, onOtherWay }: FormProps) {
  const { credentials } = useEngine();
  const [name, setName] = useState(initialName);
  const [password, setPassword] = useState('');
  return (
    <CredentialForm
      account={account}
      onSubmit={() => credentials.signInByPassword(name, password)}
      otherWay={text.ways.withRecoveryCode}
      onOtherWay={() => onOtherWay(name)}
    >
      <NameField name={name} onChange={setName} />
      <TextField
        label={text.ways.password}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </CredentialForm>
  );
}

/** Signs in to an account with a recovery code, for those who lost their password or passkey. */
function RecoveryCodeForm({ account, initialName, onOtherWay }: FormProps) {
  const { credentials } = useEngine();
  const [name, setName] = useState(initialName);
  const [code, setCode] = useState('');
  const [signOutOthers, setSignOutOthers] = useState(true);
  return (
    <CredentialForm
      account={account}
      onSubmit={() => credentials.signInByRecoveryCode(name, code, signOutOthers)}
      otherWay={text.ways.withPassword}
      onOtherWay={() => onOtherWay(name)}
    >
      <NameField name={name} onChange={setName} />
      <TextField
        label={text.ways.recoveryCode}
        hint={text.ways.recoveryCodeHint}
        autoComplete="one-time-code"
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <CheckField label={text.ways.signOutOthers} checked={signOutOthers} onChange={setSignOutOthers} />
    </CredentialForm>
  );
}

function NameField({ name, onChange }: { readonly name: string; readonly onChange: (name: string) => void }) {
  return (
    <TextField
      label={text.ways.nameOrHandle}
      name="username"
      autoComplete="username webauthn"
      maxLength={80}
      required
      value={name}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** An error of another form, which stays in the account, is not shown here. */
function CredentialForm({
  account,
  onSubmit,
  otherWay,
  onOtherWay,
  children,
}: {
  readonly account: SignedOut;
  readonly onSubmit: () => Promise<unknown>;
  readonly otherWay: string;
  readonly onOtherWay: () => void;
  readonly children: ReactNode;
}) {
  const formRef = useRef<HTMLFormElement>(null);
  const [isTried, setIsTried] = useState(false);
  useEffect(() => focusEmptyField(formRef.current), []);
  const isBusy = account.state === 'signingIn';
  const error = account.state === 'signedOut' && isTried ? account.error?.message : undefined;
  const submit = async (): Promise<void> => {
    setIsTried(true);
    await onSubmit();
    formRef.current?.querySelector<HTMLInputElement>('input:last-of-type')?.focus();
  };
  return (
    <form
      ref={formRef}
      className={styles['ways']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void submit();
      }}
    >
      {children}
      <p role="alert" className={styles['error']}>
        {error}
      </p>
      <Button tone="primary" type="submit" className={styles['submit']} disabled={isBusy}>
        {isBusy ? text.signingIn : text.ways.signIn}
      </Button>
      <Button onClick={onOtherWay}>{otherWay}</Button>
    </form>
  );
}
