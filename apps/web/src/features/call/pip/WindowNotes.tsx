import { Button } from '../../../ui/controls/Button.tsx';
import type { CallWindows } from './useCallWindows.ts';
import styles from './WindowNotes.module.css';
import { text } from '../text/callText.ts';

/** Says where the call is, or which window the browser did not open. */
export function WindowNotes({ windows }: { readonly windows: CallWindows }) {
  const { pip, closePip, isFullScreenRefused } = windows;
  const isInPip = pip.name === 'window';
  const words = isInPip
    ? text.inPip
    : pip.name === 'refused'
      ? text.pipRefused
      : isFullScreenRefused
        ? text.fullScreenRefused
        : undefined;
  // The place stays, so that screen readers announce what comes into it.
  return (
    <div aria-live="polite">
      {words !== undefined && (
        <div className={styles['note']}>
          <p>{words}</p>
          {isInPip && <Button onClick={closePip}>{text.bringBack}</Button>}
        </div>
      )}
    </div>
  );
}
