import { useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { useSaving } from '../../../ui/controls/useSaving.ts';
import { ConfirmDialog } from '../../../ui/dialogs/ConfirmDialog.tsx';
import { ErrorText } from '../../../ui/layout/AccessibleText.tsx';
import { text } from './sessionsText.ts';

/** A button that signs all other browsers out, after a question. Also offered where others may know how to sign in. */
export function SignOutEverywhere({ onDone }: { readonly onDone: () => void }) {
  const { sessions } = useEngine();
  const isOnline = useConnection().state === 'online';
  const [isAsking, setAsking] = useState(false);
  const { isSaving, error, save } = useSaving();
  const signOut = async (): Promise<void> => {
    setAsking(false);
    if (await save(sessions.signOutOthers())) onDone();
  };
  return (
    <>
      <Button disabled={isSaving || !isOnline} onClick={() => setAsking(true)}>
        {text.everywhere.button}
      </Button>
      <ErrorText>{error}</ErrorText>
      {isAsking && (
        <ConfirmDialog
          {...text.everywhere}
          onConfirm={() => void signOut()}
          onKeep={() => setAsking(false)}
        />
      )}
    </>
  );
}
