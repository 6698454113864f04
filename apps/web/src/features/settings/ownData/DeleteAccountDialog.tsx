import { useId, useRef } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { useSaving } from '../../../ui/controls/useSaving.ts';
import { Dialog, DialogButtons } from '../../../ui/dialogs/Dialog.tsx';
import { ErrorText } from '../../../ui/layout/AccessibleText.tsx';
import { useIdentityCheck } from '../account/ConfirmIdentity.tsx';
import { useOwnAccount } from '../account/useOwnAccount.ts';
import styles from './OwnData.module.css';
import { text } from './ownDataText.ts';

/** Asks before the account is deleted. Afterwards this tab is signed out. */
export function DeleteAccountDialog({ onDismiss }: { readonly onDismiss: () => void }) {
  const { sessions } = useEngine();
  const { state } = useOwnAccount();
  const { isSaving, error, save } = useSaving();
  const cancelRef = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { withProof, dialog } = useIdentityCheck(state.state === 'account' ? state.account : null);
  const isKnown = state.state === 'guest' || state.state === 'account';
  return (
    <Dialog
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onDismiss={onDismiss}
      focusRef={cancelRef}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isKnown && !isSaving) void save(withProof(() => sessions.deleteAccount()));
        }}
      >
        <h2 id={`${id}-title`} className={styles['title']}>
          {text.remove.title}
        </h2>
        <div id={`${id}-text`} className={styles['text']}>
          {isKnown && <p>{state.state === 'guest' ? text.remove.guest : text.remove.account}</p>}
          <p>{text.remove.others}</p>
        </div>
        <ErrorText>{isSaving ? '' : error}</ErrorText>
        <DialogButtons>
          <Button ref={cancelRef} onClick={onDismiss}>
            {text.remove.cancel}
          </Button>
          <Button tone="danger" type="submit" disabled={!isKnown || isSaving}>
            {isSaving ? text.remove.busy : text.remove.confirm}
          </Button>
        </DialogButtons>
      </form>
      {dialog}
    </Dialog>
  );
}
