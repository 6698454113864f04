import { useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { useSaving } from '../../../ui/controls/useSaving.ts';
import { ConfirmDialog } from '../../../ui/dialogs/ConfirmDialog.tsx';
import type { MemberProps } from './Account.tsx';
import styles from './Account.module.css';
import { text } from './accountText.ts';
import { useIdentityCheck } from './ConfirmIdentity.tsx';

/** Makes new recovery codes, after a question: the old ones end. */
export function NewRecoveryCodes({ account, isDisabled, onChanged, onCodes }: MemberProps) {
  const { credentials } = useEngine();
  const [isAsking, setIsAsking] = useState(false);
  const { isSaving, error, save } = useSaving();
  const { withProof, dialog } = useIdentityCheck(account);
  const renew = async (): Promise<void> => {
    setIsAsking(false);
    const request = withProof(() => credentials.renewRecoveryCodes());
    if (!(await save(request))) return;
    const answer = await request;
    if (!answer.ok) return;
    onChanged(answer.data.account);
    onCodes(answer.data.recoveryCodes);
  };
  return (
    <>
      <Button disabled={isDisabled || isSaving} onClick={() => setIsAsking(true)}>
        {text.codes.renew}
      </Button>
      {error !== undefined && (
        <p role="alert" className={styles['error']}>
          {error}
        </p>
      )}
      {isAsking && (
        <ConfirmDialog
          {...text.codes.confirm}
          tone="primary"
          onConfirm={() => void renew()}
          onKeep={() => setIsAsking(false)}
        />
      )}
      {dialog}
    </>
  );
}
