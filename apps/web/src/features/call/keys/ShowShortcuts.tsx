import { Suspense, useState } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import { lazyComponent } from '../../../ui/loading/lazyComponent.ts';
import { keysText } from './keysText.ts';
import styles from './ShowShortcuts.module.css';

/** The sheet of all keys. */
export const shortcutsDialog = lazyComponent(
  async () => (await import('./ShortcutsDialog.tsx')).ShortcutsDialog,
);

/** A button that opens the sheet, for the settings. */
export function ShowShortcuts() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={styles['place']}>
      <Button onClick={() => setIsOpen(true)}>{keysText.showAll}</Button>
      {isOpen && (
        <Suspense>
          <shortcutsDialog.Component onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
