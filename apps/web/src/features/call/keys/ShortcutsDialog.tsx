import { useId, useRef } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialogs/Dialog.tsx';
import { keyNames } from './keyCommand.ts';
import { text } from '../text/callText.ts';
import styles from './ShortcutsDialog.module.css';

/** All keys of a call. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const titleId = useId();
  const closeRef = useRef<HTMLButtonElement>(null);
  return (
    <Dialog aria-labelledby={titleId} onDismiss={onClose} focusRef={closeRef}>
      <h2 id={titleId} className={styles['title']}>
        {text.shortcuts}
      </h2>
      <dl className={styles['keys']}>
        {keyNames.map(([command, key]) => (
          <div key={command} className={styles['row']}>
            <dt>{text.keys[command]}</dt>
            <dd>
              <kbd className={styles['key']}>{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <DialogButtons>
        <Button ref={closeRef} onClick={onClose}>
          {text.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
