import type { Recorded } from '@ringback/client';
import { Mic, SendHorizontal, Square, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/controls/Button.tsx';
import { DialogButtons } from '../../../ui/dialogs/Dialog.tsx';
import { text } from '../text/notesText.ts';
import type { Recording } from './useRecording.ts';

interface Props {
  readonly recording: Recording;
  readonly sendLabel: string;
  readonly onSend: (recorded: Recorded) => void;
  readonly onClose: () => void;
}

/** The buttons for each state of a recording. The main one gets the focus. */
export function RecordButtons(props: Props) {
  return <DialogButtons>{buttonsFor(props)}</DialogButtons>;
}

function buttonsFor({ recording, sendLabel, onSend, onClose }: Props) {
  switch (recording.state) {
    case 'ready':
      return (
        <>
          <Discard onClose={onClose} />
          <Button icon={Mic} onClick={recording.record}>
            {text.again}
          </Button>
          <Button
            ref={focusButton}
            tone="primary"
            icon={SendHorizontal}
            onClick={() => onSend(recording.recorded)}
          >
            {sendLabel}
          </Button>
        </>
      );
    case 'recording':
      return (
        <>
          <Discard onClose={onClose} />
          <Button ref={focusButton} tone="danger" icon={Square} onClick={recording.stop}>
            {text.stop}
          </Button>
        </>
      );
    case 'idle':
    case 'failed':
      return <Start key={recording.state} record={recording.record} onClose={onClose} />;
    case 'loading':
    case 'unloaded':
    case 'opening':
    case 'finishing':
    case 'closed':
      return <Start key="later" record={undefined} onClose={onClose} />;
  }
}

function Discard({ onClose }: Pick<Props, 'onClose'>) {
  return (
    <Button icon={Trash2} onClick={onClose}>
      {text.discard}
    </Button>
  );
}

function Start({
  record,
  onClose,
}: Pick<Props, 'onClose'> & {
  /** Undefined while recording is not possible. */
  readonly record: (() => void) | undefined;
}) {
  return (
    <>
      <Button onClick={onClose}>{text.close}</Button>
      <Button ref={focusButton} tone="primary" icon={Mic} disabled={record === undefined} onClick={record}>
        {text.record}
      </Button>
    </>
  );
}

function focusButton(button: HTMLButtonElement | null): void {
  button?.focus();
}
