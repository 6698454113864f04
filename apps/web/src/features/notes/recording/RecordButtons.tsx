import type { Recorded } from '@ringback/client';
import { RotateCcw, SendHorizontal, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/controls/Button.tsx';
import { text } from '../text/notesText.ts';
import styles from './RecordButtons.module.css';
import { RecordRing } from './RecordRing.tsx';
import type { Recording } from './useRecording.ts';

/** Below the stage: the button that records, and then what to do with the recording. */
export function RecordButtons({
  recording,
  sendLabel,
  onSend,
  onDiscard,
}: {
  readonly recording: Recording;
  readonly sendLabel: string;
  readonly onSend: (recorded: Recorded) => void;
  readonly onDiscard: () => void;
}) {
  if (recording.state !== 'ready')
    return (
      <div className={styles['buttons']}>
        <RecordRing recording={recording} />
      </div>
    );
  return (
    <div className={styles['buttons']}>
      <Button
        ref={focusButton}
        tone="primary"
        icon={SendHorizontal}
        className={styles['send']}
        onClick={() => onSend(recording.recorded)}
      >
        {sendLabel}
      </Button>
      <Button icon={Trash2} onClick={onDiscard}>
        {text.discard}
      </Button>
      <Button icon={RotateCcw} onClick={recording.again}>
        {text.again}
      </Button>
    </div>
  );
}

function focusButton(button: HTMLButtonElement | null): void {
  button?.focus();
}
