import type { Recorded } from '@ringback/client';
import { Mic, SendHorizontal, Square, Trash2 } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import styles from './NoteDialog.module.css';
import { text } from './text.ts';
import type { Recording } from './useRecording.ts';

/** What can be done at each moment of a recording. The one that goes on has the focus. */
export function NoteButtons({
  recording,
  onSend,
  onClose,
}: {
  readonly recording: Recording;
  readonly onSend: (recorded: Recorded) => void;
  readonly onClose: () => void;
}) {
  return (
    <div className={styles['buttons']}>
      {recording.state === 'ready' && (
        <>
          <Button icon={Trash2} onClick={onClose}>
            {text.discard}
          </Button>
          <Button icon={Mic} onClick={recording.record}>
            {text.again}
          </Button>
          <Button
            ref={takeFocus}
            tone="primary"
            icon={SendHorizontal}
            onClick={() => onSend(recording.recorded)}
          >
            {text.send}
          </Button>
        </>
      )}
      {recording.state === 'recording' && (
        <>
          <Button icon={Trash2} onClick={onClose}>
            {text.discard}
          </Button>
          <Button ref={takeFocus} tone="danger" icon={Square} onClick={recording.stop}>
            {text.stop}
          </Button>
        </>
      )}
      {recording.state !== 'ready' && recording.state !== 'recording' && (
        <>
          <Button onClick={onClose}>{text.close}</Button>
          <Button
            // A button that could not take the focus yet is another one once it can.
            key={recording.state}
            ref={takeFocus}
            tone="primary"
            icon={Mic}
            disabled={!('record' in recording)}
            onClick={() => {
              if ('record' in recording) recording.record();
            }}
          >
            {text.record}
          </Button>
        </>
      )}
    </div>
  );
}

function takeFocus(button: HTMLButtonElement | null): void {
  button?.focus();
}
