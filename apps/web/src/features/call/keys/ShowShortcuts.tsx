import { Suspense, useState } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import { lazyComponent } from '../../../ui/loading/lazyComponent.ts';
import { text } from '../text/callText.ts';
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
      <Button onClick={() => setIsOpen(true)}>{text.showShortcuts}</Button>
      {isOpen && (
        <Suspense>
          <shortcutsDialog.Component onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
