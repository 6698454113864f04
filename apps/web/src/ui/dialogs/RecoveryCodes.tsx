import { Copy, Download } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { Dialog, DialogButtons } from './Dialog.tsx';
import styles from './RecoveryCodes.module.css';

const text = {
  title: 'Save your recovery codes',
  help: "Each code signs you in once if you lose your password or passkey. They won't be shown again.",
  codes: 'Recovery codes',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: "Couldn't copy. Download them instead.",
  download: 'Download',
  done: 'I saved them',
  file: 'ringback-recovery-codes.txt',
} as const;

/** Shows recovery codes for the only time. It stays until a press says that they are saved. */
export function RecoveryCodesDialog({
  codes,
  onDone,
}: {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}) {
  const id = useId();
  const [copying, setCopying] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = (): void => {
    navigator.clipboard.writeText(codes.join('\n')).then(
      () => setCopying('copied'),
      () => setCopying('failed'),
    );
  };
  return (
    <Dialog aria-labelledby={`${id}-title`} aria-describedby={`${id}-help`}>
      <h2 id={`${id}-title`} className={styles['title']}>
        {text.title}
      </h2>
      <p id={`${id}-help`} className={styles['help']}>
        {text.help}
      </p>
      <ol aria-label={text.codes} className={styles['codes']}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className={styles['keep']}>
        <Button icon={Copy} onClick={copy}>
          {copying === 'copied' ? text.copied : text.copy}
        </Button>
        <Button icon={Download} onClick={() => download(codes)}>
          {text.download}
        </Button>
      </div>
      <p role="status" className={styles['status']}>
        {copying === 'failed' ? text.copyFailed : ''}
      </p>
      <DialogButtons>
        <Button tone="primary" onClick={onDone}>
          {text.done}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function download(codes: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = text.file;
  link.click();
  URL.revokeObjectURL(url);
}
