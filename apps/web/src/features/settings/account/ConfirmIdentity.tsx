import type { OwnAccount, Result } from '@ringback/protocol';
import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useEngine, usePublicConfig } from '../../../engine/EngineContext.tsx';
import { browserPasskeys, canUsePasskeys } from '../../../engine/passkeys.ts';
import { useAccount } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { useSaving } from '../../../ui/controls/useSaving.ts';
import { TextField } from '../../../ui/fields/TextField.tsx';
import { text } from './accountText.ts';
import { UserNameForManagers } from './CreateAccountDialog.tsx';
import { FormDialog } from './FormDialog.tsx';

/** Makes requests that need a proof of who the user is. */
interface IdentityCheck {
  /** Makes a request, and again once the user has confirmed it's them, if the server asks for that. */
  readonly withProof: <Data>(request: () => Promise<Result<Data>>) => Promise<Result<Data>>;
  /** The question, while it is asked. To be rendered outside of forms. */
  readonly dialog: ReactNode;
}

/** Asks "Confirm it's you" where the server wants a fresh proof for a request. `account`: null for a guest. */
export function useIdentityCheck(account: OwnAccount | null): IdentityCheck {
  const [question, setQuestion] = useState<{ readonly answer: (isConfirmed: boolean) => void }>();
  const ask = async (): Promise<boolean> => {
    const isConfirmed = await new Promise<boolean>((answer) => setQuestion({ answer }));
    setQuestion(undefined);
    return isConfirmed;
  };
  const withProof = async <Data,>(request: () => Promise<Result<Data>>): Promise<Result<Data>> => {
    const answer = await request();
    if (answer.ok || answer.error.needsProof !== true) return answer;
    return (await ask()) ? request() : answer;
  };
  const dialog = question !== undefined && account !== null && (
    <ConfirmIdentityDialog
      account={account}
      onConfirmed={() => question.answer(true)}
      onDismiss={() => question.answer(false)}
    />
  );
  return { withProof, dialog };
}

/** How users can prove who they are. */
type Way = 'password' | 'passkey' | 'code';

/** Whether this browser can use passkeys on this server. */
export function usePasskeysHere(): boolean {
  const passkeys = usePublicConfig()?.ways?.passkeys;
  return passkeys !== undefined && 'rpId' in passkeys && canUsePasskeys();
}

function useWays({ hasPassword, passkeys, recoveryCodesLeft }: OwnAccount): readonly Way[] {
  const canUse = {
    password: hasPassword,
    passkey: usePasskeysHere() && passkeys.length > 0,
    code: recoveryCodesLeft > 0,
  };
  return (['password', 'passkey', 'code'] as const).filter((way) => canUse[way]);
}

interface DialogProps {
  readonly account: OwnAccount;
  readonly onConfirmed: () => void;
  readonly onDismiss: () => void;
}

function ConfirmIdentityDialog({ account, onConfirmed, onDismiss }: DialogProps) {
  const { credentials } = useEngine();
  const ways = useWays(account);
  const [chosen, setChosen] = useState(ways[0]);
  const [typed, setTyped] = useState('');
  const { isSaving, error, save, reset } = useSaving();
  const prove = async (way: Way): Promise<void> => {
    const request =
      way === 'passkey'
        ? credentials.proveByPasskey(browserPasskeys)
        : credentials.prove(way === 'password' ? { kind: way, password: typed } : { kind: way, code: typed });
    if (await save(request)) onConfirmed();
  };
  const choose = (way: Way): void => {
    setChosen(way);
    setTyped('');
    reset();
    if (way === 'passkey') void prove(way);
  };
  return (
    <FormDialog
      title={text.confirmIdentity.title}
      help={chosen === undefined ? text.confirmIdentity.signInAgain : text.confirmIdentity.help}
      submit={chosen === undefined ? undefined : text.confirmIdentity.submit[chosen]}
      isSaving={isSaving}
      error={error}
      onSubmit={() => void (chosen !== undefined && prove(chosen))}
      onDismiss={onDismiss}
    >
      <ProofField way={chosen} typed={typed} onType={setTyped} />
      {ways
        .filter((way) => way !== chosen)
        .map((way) => (
          <Button
            key={way}
            disabled={isSaving}
            onClick={() => choose(way)}
            {...(way === 'passkey' && { icon: KeyRound })}
          >
            {text.confirmIdentity.use[way]}
          </Button>
        ))}
    </FormDialog>
  );
}

function ProofField({
  way,
  typed,
  onType,
}: {
  readonly way: Way | undefined;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}) {
  const user = useAccount();
  if (way !== 'password' && way !== 'code') return null;
  return (
    <>
      {user.state === 'signedIn' && <UserNameForManagers name={user.me.name} />}
      <TextField
        key={way}
        label={way === 'password' ? text.fields.password : text.confirmIdentity.code}
        {...(way === 'password'
          ? { type: 'password', autoComplete: 'current-password' }
          : { autoComplete: 'off', hint: text.confirmIdentity.codeHint })}
        value={typed}
        onChange={(event) => onType(event.target.value)}
      />
    </>
  );
}
