import { useId, useRef } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialogs/Dialog.tsx';
import { keyNames } from './keyCommand.ts';
import { keysText } from './keysText.ts';
import styles from './ShortcutsDialog.module.css';

/** All keys of a call. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const titleId = useId();
  const closeRef = useRef<HTMLButtonElement>(null);
  return (
    <Dialog aria-labelledby={titleId} onDismiss={onClose} focusRef={closeRef}>
      <h2 id={titleId} className={styles['title']}>
        {keysText.title}
      </h2>
      <dl className={styles['keys']}>
        {keyNames.map(([command, key]) => (
          <div key={command} className={styles['row']}>
            <dt>{keysText.commands[command]}</dt>
            <dd>
              <kbd className={styles['key']}>{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <DialogButtons>
        <Button ref={closeRef} onClick={onClose}>
          {keysText.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
