import { useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';
import { attempt } from '../../../ui/browser/attempt.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { useSaving } from '../../../ui/controls/useSaving.ts';
import { ErrorText, Status } from '../../../ui/layout/AccessibleText.tsx';
import { DeleteAccountDialog } from './DeleteAccountDialog.tsx';
import styles from './OwnData.module.css';
import { text } from './ownDataText.ts';

/** What the server keeps about the user: a file of it, and the end of it. */
export function OwnData() {
  const { sessions } = useEngine();
  const isOnline = useConnection().state === 'online';
  const { isSaving, error, save } = useSaving();
  const [isDone, setDone] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const download = async (): Promise<void> => {
    setDone(false);
    const answer = sessions.exportData();
    await save(answer);
    const file = await answer;
    if (!file.ok) return;
    saveFile(file.data, text.download.file);
    setDone(true);
  };
  return (
    <div className={styles['data']}>
      <div className={styles['buttons']}>
        <Button disabled={!isOnline || isSaving} onClick={() => void download()}>
          {text.download.button}
        </Button>
        <Button disabled={!isOnline} onClick={() => setDeleting(true)}>
          {text.remove.button}
        </Button>
      </div>
      <Status className={styles['said']}>{saidOf(isSaving, isDone)}</Status>
      <ErrorText>{error}</ErrorText>
      {isDeleting && <DeleteAccountDialog onDismiss={() => setDeleting(false)} />}
    </div>
  );
}

function saidOf(isSaving: boolean, isDone: boolean): string {
  if (isSaving) return text.download.busy;
  return isDone ? text.download.done : '';
}

/** Hands a file to the browser's downloads. */
function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  attempt(() => link.click());
  // The browser has taken the file by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
